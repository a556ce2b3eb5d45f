"""`connector.manifest.yaml` or `.json`: the list of scripts."""

from __future__ import annotations

import json
from typing import Final

from shared.compiler.writing.form import ManifestFormat
from shared.compiler.writing.script_paths import MANIFEST_STEM
from shared.compiler.writing.scripts import Phase, Script
from shared.compiler.writing.yaml import Value, render

_PHASES: Final[tuple[Phase, ...]] = ("schema", "authorization", "operation")


def manifest(
    scripts: tuple[Script, ...], *, application: str, description: str = "", form: ManifestFormat = "yaml"
) -> tuple[str, str]:
    """
    Return the path and the text of the manifest that lists `scripts` under the phase each belongs to, in their order.

    There is one of the two forms only: the framework refuses a connector with two manifests.
    """
    document = _document(scripts, application, description)
    text = render(document) if form == "yaml" else f"{json.dumps(document, indent=2)}\n"
    return f"{MANIFEST_STEM}.{form}", text


def _document(scripts: tuple[Script, ...], application: str, description: str) -> dict[str, Value]:
    about: dict[str, Value] = {"name": application}
    if description:
        about["description"] = description
    phases: dict[str, Value] = {}
    for phase in _PHASES:
        entries = [_entry(script) for script in scripts if script.phase == phase]
        if entries:
            phases[phase] = entries
    return {"application": about, "connector": phases}


def _entry(script: Script) -> Value:
    """Return one entry; the framework resolves a script's path from the root, so it starts with a slash."""
    entry: dict[str, Value] = {"script": f"/{script.path}"}
    if script.object_class:
        entry["objectClass"] = script.object_class
    entry["operation"] = script.operation
    if script.intent:
        entry["intent"] = script.intent
    return entry
