"""
What code files were made from: the data of the class or relation that they are about, and its hashes.

A file keeps that with it, so that a change of the data that the file does not follow can be told of. Who edits a file
has the present data before them, and so it counts as made from that from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.writing.scripts import Script
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact, folded
from shared.domain.content import Leaf
from shared.domain.forms.values import entries, text
from shared.domain.merging.derivation import Data, stale
from shared.domain.merging.outcome import StaleFile
from shared.domain.merging.paths import escaped
from shared.domain.merging.values import MISSING, DerivedFrom, Value
from shared.domain.session import Session
from shared.kernel.hashing import Json
from shared.records.code import CodeRecords, derived_from
from shared.records.content import View
from shared.records.values import Values

_SCHEMAS: Final = (artefacts.NATIVE_SCHEMA, artefacts.CONNID)


@dataclass(frozen=True, slots=True)
class Derivations:
    """The derivations of every session's code."""

    files: CodeRecords

    def edited(self, session: Session, view: View, leaf: Leaf) -> tuple[DerivedFrom, ...]:
        """Return what a file is made from after an edit: the same values as before, as they are now."""
        return self._data(session, view).sources(each.path for each in derived_from(leaf))

    def stale(self, session: Session, view: View, paths: Iterable[str] | None = None) -> tuple[StaleFile, ...]:
        """Return the files of a content that were made from something else than its data; all, or those at `paths`."""
        leaves = self.files.leaves(view) if paths is None else {path: view.find("code", path) for path in paths}
        files = {path: derived_from(leaf) for path, leaf in leaves.items() if leaf is not None}
        return stale(files, self._data(session, view))

    def of_scripts(self, session: Session, view: View, scripts: Iterable[Script]) -> dict[str, tuple[DerivedFrom, ...]]:
        """Return what each script of a connector is made from, by path."""
        data = self._data(session, view)
        paths: dict[str, list[str]] = {}
        for each in scripts:
            about = _About(each.object_class, each.relation, is_schema=each.phase == "schema")
            paths.setdefault(each.path, []).extend(about.paths(data))
        return {path: data.sources(found) for path, found in paths.items()}

    def _data(self, session: Session, view: View) -> Data:
        values = Values(self.files.blobs, session.space)

        def read(key: str) -> Value:
            leaf = view.find("data", key)
            return MISSING if leaf is None else values.load(leaf)

        return Data(read)


def stale_detail(found: StaleFile) -> str:
    """Return in words why a file is stale."""
    source = found.derived_from.path
    return f"built from an older {source}" if found.now else f"built from {source}, which is no longer there"


def sources_of(artefact: Artefact, owner: str, data: Mapping[str, Json]) -> tuple[DerivedFrom, ...]:
    """Return what one script is made from, given its owner as it is documented and the session's data."""
    about = _About(
        owner if artefact.owner == "class" else "",
        owner if artefact.owner == "relation" else "",
        is_schema=artefact in _SCHEMAS,
    )
    known = Data(lambda key: data.get(key, MISSING))
    return known.sources(about.paths(known))


@dataclass(frozen=True, slots=True)
class _About:
    """What a script is about: a class, a relation, or else how one logs in."""

    object_class: str
    relation: str
    is_schema: bool

    def paths(self, data: Data) -> Iterator[str]:
        """Yield the paths of what it is written from, whether there are such values or not."""
        if self.object_class:
            yield from _of_class(self.object_class, data)
            if not self.is_schema:
                yield _path(artefacts.ENDPOINTS.triple(self.object_class).output)
        elif self.relation:
            relation = _path(artefacts.RELATIONS.triple().output, "relations", self.relation)
            yield relation
            told = data.at(relation)
            for name in [told.get("subject"), told.get("object")] if isinstance(told, dict) else []:
                yield from _of_class(text(name), data)
        elif not self.is_schema:
            yield _path(artefacts.AUTH.triple().output)


def _of_class(name: str, data: Data) -> Iterator[str]:
    """Yield the paths of a class and its attributes; relations name their classes in lower case."""
    classes = artefacts.CLASSES.triple().output
    told = data.at(_path(classes))
    documented = (text(each.get("name")) for each in entries(told if isinstance(told, dict) else None, "objectClasses"))
    yield _path(classes, "objectClasses", next((each for each in documented if folded(each) == folded(name)), name))
    yield _path(artefacts.ATTRIBUTES.triple(name).output)


def _path(*steps: str) -> str:
    return f"data:/{'/'.join(map(escaped, steps))}"
