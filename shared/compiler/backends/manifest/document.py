"""`connector.manifest.yaml`: the list of scripts."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.manifest.printer import Value, render
from shared.compiler.writing.scripts import Phase, Script

MANIFEST_PATH: Final = "connector.manifest.yaml"
_PHASES: Final[tuple[Phase, ...]] = ("schema", "authorization", "operation")


def manifest(scripts: tuple[Script, ...], *, application: str, description: str = "") -> str:
    """Return the manifest that lists `scripts` under the phase each belongs to, in the order given."""
    about: dict[str, Value] = {"name": application}
    if description:
        about["description"] = description
    phases: dict[str, Value] = {}
    for phase in _PHASES:
        entries = [_entry(script) for script in scripts if script.phase == phase]
        if entries:
            phases[phase] = entries
    return render({"application": about, "connector": phases})


def _entry(script: Script) -> Value:
    """Return one entry; the framework resolves a script's path from the root, so it starts with a slash."""
    entry: dict[str, Value] = {"script": f"/{script.path}"}
    if script.object_class:
        entry["objectClass"] = script.object_class
    entry["operation"] = script.operation
    if script.intent:
        entry["intent"] = script.intent
    return entry
