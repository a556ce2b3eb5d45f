"""The manifest among a connector's files: whether it lists the scripts that are there, and one that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shared.compiler.reading.documents import Document, load
from shared.compiler.writing.script_paths import MANIFEST_STEM
from shared.compiler.writing.scripts import Script
from shared.domain.forms.values import text
from shared.kernel.hashing import Json

if TYPE_CHECKING:
    from shared.compiler.writing.form import ManifestFormat


def listing(
    files: Mapping[str, str], scripts: Sequence[Script], data: Mapping[str, Json]
) -> tuple[str, dict[str, str]]:
    """
    Return the application's name, and the manifest where the files need another than the one they have.

    `scripts` are in the order in which they are to be listed behind those that are listed already.
    """
    known = next((path for path in files if path.startswith(MANIFEST_STEM)), "")
    named, listed = listed_in(known, files.get(known, ""))
    application = named or _application(data) or "application"
    if set(listed) == {script.path for script in scripts}:
        return application, {}
    from shared.compiler.backends.manifest.document import manifest  # noqa: PLC0415 - few requests write one

    places = {path: place for place, path in enumerate(listed)}
    ordered = sorted(scripts, key=lambda script: places.get(script.path, len(places)))
    form: ManifestFormat = "json" if known.endswith(".json") else "yaml"
    path, written = manifest(tuple(ordered), application=application, form=form)
    return application, {path: written}


def listed_in(path: str, content: str) -> tuple[str, list[str]]:
    """Return the application's name and the paths of the scripts that a manifest lists."""
    root = load(Document(name=path, data=content.encode())).root if path else None
    if not isinstance(root, Mapping):
        return "", []
    about, phases = root.get("application"), root.get("connector")
    named = str(about.get("name") or "") if isinstance(about, Mapping) else ""
    scripts = [each for phase in phases.values() for each in phase or ()] if isinstance(phases, Mapping) else []
    return named, [str(each.get("script")).lstrip("/") for each in scripts if isinstance(each, Mapping)]


def _application(data: Mapping[str, Json]) -> str:
    told = data.get("metadataOutput")
    about = told.get("infoMetadata") if isinstance(told, dict) else None
    return text(about.get("name")) if isinstance(about, dict) else ""
