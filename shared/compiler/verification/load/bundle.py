"""The files of a connector: which scripts the manifest lists, for which phase, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.reading.groovy.tree import Part
from shared.compiler.reading.script_documents import WHOLE, root_of
from shared.compiler.verification.framework.connector import PHASES
from shared.compiler.verification.framework.loading import Place, Violation
from shared.compiler.verification.load.yaml_scripts import translated
from shared.compiler.verification.sources import Phase, Source

MANIFESTS: Final = ("connector.manifest.yaml", "connector.manifest.yml", "connector.manifest.json")
_SCRIPTS: Final = (".groovy", ".yaml", ".yml")
_NOWHERE: Final = Part(start=0, end=0)


@dataclass(slots=True)
class Bundle:
    """The scripts in the order of the manifest, and what is wrong with the manifest or with documents in YAML."""

    sources: list[Source] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)

    def report(self, code: str, path: str, message: str, subject: str = "", at: Part = _NOWHERE) -> None:
        """Record that the rule `code` is broken in the file `path`."""
        self.violations.append(Violation(code, Place(path, at), message, subject))


def bundle_of(files: Mapping[str, str]) -> Bundle:
    """Return what the framework would evaluate of `files`, by path relative to the bundle's root."""
    bundle = Bundle()
    manifests = [path for path in MANIFESTS if path in files]
    if len(manifests) != 1:
        bundle.report("LOD040", MANIFESTS[0], f"there are {len(manifests)} manifests.")
    for manifest in manifests[:1]:
        for phase, path in _entries(bundle, manifest, files[manifest]):
            _add(bundle, manifest, files, phase, path)
    listed = {it.path for it in bundle.sources}
    for path in files:
        if path.endswith(_SCRIPTS) and path not in MANIFESTS and path not in listed:
            bundle.report("LOD044", path, f"`{path}` is not listed in the manifest.", path)
    return bundle


def _entries(bundle: Bundle, manifest: str, text: str) -> Iterator[tuple[Phase, str]]:
    root = root_of(manifest, text)
    connector = root.get("connector") if isinstance(root, Mapping) else None
    if not isinstance(connector, Mapping):
        bundle.report("LOD041", manifest, "the manifest has no connector.")
        return
    for phase in PHASES:
        for entry in connector.get(phase) or ():
            path = entry.get("script") if isinstance(entry, Mapping) else None
            if isinstance(path, str):
                if not path.startswith("/"):
                    at = _found(text, path)
                    bundle.report("LOD042", manifest, f"`{path}` does not begin with a slash.", path, at)
                yield _phase(phase), path.lstrip("/")


def _phase(name: str) -> Phase:
    return "schema" if name == "schema" else "authorization" if name == "authorization" else "operation"


def _add(bundle: Bundle, manifest: str, files: Mapping[str, str], phase: Phase, path: str) -> None:
    there = path if path in files else next((it for it in _in_yaml(path) if it in files), "")
    if not there or any(it.path == there for it in bundle.sources):
        reason = "is listed twice" if there else "is not there"
        bundle.report("LOD043", manifest, f"`{path}` {reason}.", path, _found(files[manifest], path))
        return
    bundle.sources.append(source_of(bundle, there, phase, files[there]))


def _in_yaml(path: str) -> Iterator[str]:
    """Yield the names the framework tries for a Groovy script that is not there."""
    if path.endswith(".groovy"):
        yield from (path.removesuffix(".groovy") + ending for ending in (".yaml", ".yml"))


def source_of(bundle: Bundle, path: str, phase: Phase, text: str) -> Source:
    """Return a script, translated where it is a document in YAML; what is wrong with that goes to `bundle`."""
    if path.endswith(".groovy"):
        return Source(path, phase, text)
    root = root_of(path, text)
    if root is None:
        bundle.report("LOD001", path, "the document is no YAML.")
        return Source(path, phase, "")
    if isinstance(root, Mapping) and not WHOLE.isdisjoint(root):
        bundle.report("LOD002", path, "This was not checked: the document describes whole classes or relationships.")
        return Source(path, phase, "")
    if phase == "schema":
        if not (isinstance(root, Mapping) and "sql" in root):
            bundle.report("LOD048", path, "a schema in YAML takes no effect.")
        return Source(path, phase, "")
    made = translated(root)
    for code, message, subject in made.wrong:
        bundle.report(code, path, message, subject, _found(text, subject))
    return Source(path, phase, made.text)


def _found(text: str, word: str) -> Part:
    at = max(text.find(word), 0) if word else 0
    return Part(start=at, end=at + len(word))
