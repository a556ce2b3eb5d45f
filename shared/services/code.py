"""
A session's code: one file per script, whatever dialect writes or reads it.

Scripts lie in the code zone under the file names of the connector's wizard. The generator's data keys that hold code,
such as `userSearchAllOutput`, are views of those files, and the bundle is made of them: this service alone knows how
the three belong together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.reading.script_documents import is_mapping_document
from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.names import file_stem
from shared.compiler.writing.script_paths import MANIFEST_STEM, Names, script_of, stem_of
from shared.compiler.writing.scripts import Script
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.content import Leaf, Write
from shared.domain.forms.values import entries, text
from shared.domain.merging.values import DerivedFrom
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.records.code import CodeRecords, derived_from
from shared.records.content import View
from shared.records.sessions import SessionRecords
from shared.services.derivation import Derivations
from shared.services.listings import listed_in, listing
from shared.services.script_keys import key_of, place_of

_ENDINGS: Final[Mapping[str, str]] = {
    artefacts.NATIVE_SCHEMA.name: ".native.schema",
    artefacts.CONNID.name: ".connid.schema",
    artefacts.SEARCH_ALL.name: ".search.all.op",
    artefacts.SEARCH_FILTER.name: ".search.filter.op",
    artefacts.SEARCH_ID.name: ".search.id.op",
    artefacts.CREATE.name: ".create.op",
    artefacts.UPDATE.name: ".update.op",
    artefacts.DELETE.name: ".delete.op",
    artefacts.RELATION.name: ".schema",
    artefacts.AUTHORIZATION.name: "authentication.op",
}
"""How the file of each artefact ends, after the name of its class or relation; in the order in which files load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The code of every session."""

    records: SessionRecords
    files: CodeRecords

    @property
    def derivations(self) -> Derivations:
        """What the files were made from."""
        return Derivations(self.files)

    def find(self, session: Session, artefact: Artefact, owner: str) -> dict[str, Json] | None:
        """Return `{"format", "code"}` of an artefact's script, if the session has it."""
        _session, view = self.records.read(session)
        found = self._leaf(view, artefact, owner)
        return None if found is None else _value(found[0], self.files.text(session, found[1]))

    def sources(self, session: Session, artefact: Artefact, owner: str) -> tuple[DerivedFrom, ...]:
        """Return what an artefact's script was made from; nothing where there is none."""
        _session, view = self.records.read(session)
        found = self._leaf(view, artefact, owner)
        return () if found is None else derived_from(found[1])

    def all(self, session: Session, view: View | None = None) -> dict[str, str]:
        """Return the text of every file by path."""
        if view is None:
            session, view = self.records.read(session)
        return {path: self.files.text(session, leaf) for path, leaf in self.files.leaves(view).items()}

    def writes(
        self,
        session: Session,
        artefact: Artefact,
        owner: str,
        value: Mapping[str, Json],
        sources: Sequence[DerivedFrom] | None = None,
    ) -> tuple[Write, ...]:
        """
        Return what makes `value` (`{"format", "code"}`) the artefact's script, and takes away what was in its place.

        An empty script is no file. Without `sources`, what it was made from, it is an edit of the one in its place.
        """
        _session, view = self.records.read(session)
        return self._writes(session, view, (artefact, owner), value, sources)

    def replaced(
        self, session: Session, files: Mapping[str, str], sources: Mapping[str, Sequence[DerivedFrom]]
    ) -> tuple[Write, ...]:
        """
        Return what makes `files` the session's, in the place of those that its manifest listed.

        `sources` tells by path what each was made from.
        """
        _session, view = self.records.read(session)
        leaves = self.files.leaves(view)
        manifests = [path for path in leaves if path.startswith(MANIFEST_STEM)]
        listings = [listed_in(path, self.files.text(session, leaves[path])) for path in manifests]
        former = {*manifests, *(path for _application, listed in listings for path in listed)}
        gone = sorted(path for path in former & leaves.keys() if path not in files)
        kept = (self.files.stored(session, path, text, sources.get(path, ())) for path, text in files.items())
        return (*kept, *(self.files.removed(path) for path in gone))

    def outputs(self, session: Session, view: View, data: Mapping[str, Json]) -> dict[str, Json]:
        """Return the value of every data key that is a view of a file."""
        names = _names(data)
        found: dict[str, Json] = {}
        for path, leaf in self.files.leaves(view).items():
            key = key_of(script_of(path, "", names))
            if key:
                found[key] = _value(path, self.files.text(session, leaf))
        return found

    def taken(self, session: Session, delta: Mapping[str, Json]) -> tuple[dict[str, Json], tuple[Write, ...]]:
        """Return `delta` without the keys that are views of files, and the writes to those files in their place."""
        scripts = {key: place for key, value in delta.items() if _is_code(value) and (place := place_of(key))}
        if not scripts:
            return dict(delta), ()
        session, view = self.records.read(session)
        names = _names(self.records.values_of(session, view))
        made: list[Write] = []
        for key, (artefact, owner) in scripts.items():
            known = names.classes if artefact.owner == "class" else names.relations
            value = delta[key]
            if isinstance(value, dict):
                documented = known.get(file_stem(owner).lower(), owner)
                made += self._writes(session, view, (artefact, documented), value, None)
        return {key: value for key, value in delta.items() if key not in scripts}, tuple(made)

    def bundle(self, session: Session) -> tuple[str, bytes]:
        """
        Return the name of the application and the connector as a zip archive, always the same bytes for the same files.

        Raises:
            NotFound: the session has no script (`artefact_not_found`).
        """
        session, view = self.records.read(session)
        files = self.all(session, view)
        data = self.records.values(session, ("objectClassesOutput", "relationsOutput", "metadataOutput"))[1]
        names = _names(data)
        scripts = [made for path, code in files.items() if (made := script_of(path, code, names)) is not None]
        if not scripts:
            message = f"Session {session.id} has no connector yet"
            raise NotFound(message, code="artefact_not_found")
        ordered = sorted(scripts, key=lambda script: (_order(script), script.path))
        application, manifest = listing(files, ordered, data)
        return application, zip_bytes(files | manifest)

    def _leaf(self, view: View, artefact: Artefact, owner: str) -> tuple[str, Leaf] | None:
        stem = _stem(artefact, owner).lower()
        return next((found for found in self.files.leaves(view).items() if stem_of(found[0]).lower() == stem), None)

    def _writes(
        self,
        session: Session,
        view: View,
        place: tuple[Artefact, str],
        value: Mapping[str, Json],
        sources: Sequence[DerivedFrom] | None,
    ) -> tuple[Write, ...]:
        stem, code = _stem(*place), text(value.get("code"))
        path = f"{stem}.{'yaml' if value.get('format') == 'yaml' else 'groovy'}"
        known = {each: leaf for each, leaf in self.files.leaves(view).items() if stem_of(each).lower() == stem.lower()}
        gone = tuple(self.files.removed(each) for each in known if each != path or not code.strip())
        if not code.strip():
            return gone
        if sources is None:
            sources = [each for leaf in known.values() for each in self.derivations.edited(session, view, leaf)]
        return (self.files.stored(session, path, code, sources), *gone)


def bundle_name(application: str) -> str:
    """Return how the bundle of an application is called: lower-case letters, digits and dashes."""
    slug = "-".join(re.findall(r"[a-z0-9]+", application.lower()))[:60] or "application"
    return f"{slug}-connector.zip"


def _stem(artefact: Artefact, owner: str) -> str:
    ending = _ENDINGS[artefact.name]
    return ending if artefact.owner == "session" else f"{file_stem(owner)}{ending}"


def _value(path: str, code: str) -> dict[str, Json]:
    if not code.strip():
        return {"format": None, "code": ""}
    return {"format": "groovy" if path.endswith(".groovy") else "yaml", "code": code}


def script_format(code: str) -> str | None:
    """Return what a script is written in: YAML when it is one mapping of what such scripts hold; None when empty."""
    if not code.strip():
        return None
    return "yaml" if is_mapping_document(code) else "groovy"


def _is_code(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("code"), str) and value.keys() <= {"code", "format"}


def _order(script: Script) -> int:
    return next((place for place, ending in enumerate(_ENDINGS.values()) if stem_of(script.path).endswith(ending)), 99)


def _names(data: Mapping[str, Json]) -> Names:
    classes = (text(each.get("name")) for each in entries(data.get("objectClassesOutput"), "objectClasses"))
    relations = (text(each.get("name")) for each in entries(data.get("relationsOutput"), "relations"))
    return Names(
        classes={file_stem(name).lower(): name for name in classes},
        relations={file_stem(name).lower(): name for name in relations},
    )
