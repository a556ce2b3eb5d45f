"""
A session's code: one file per script, whatever dialect writes or reads it.

Scripts lie in the code zone under the file names of the connector's wizard. The generator's data keys that hold code,
such as `userSearchAllOutput`, are views of those files, and the bundle is made of them: this service alone knows how
the three belong together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.reading.script_documents import is_mapping_document
from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.names import file_stem
from shared.compiler.writing.script_paths import MANIFEST_STEM, Names, script_of, stem_of
from shared.compiler.writing.scripts import Script
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.content import Write
from shared.domain.forms.values import entries, text
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.records.code import CodeRecords
from shared.records.content import View
from shared.records.sessions import SessionRecords
from shared.services.listings import listed_in, listing

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

_OUTPUT: Final = "Output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The code of every session."""

    records: SessionRecords
    files: CodeRecords

    def find(self, session: Session, artefact: Artefact, owner: str) -> dict[str, Json] | None:
        """Return `{"format", "code"}` of an artefact's script, if the session has it."""
        _session, view = self.records.read(session)
        wanted = _stem(artefact, owner).lower()
        leaves = self.files.leaves(view)
        found = next((path for path in leaves if stem_of(path).lower() == wanted), None)
        return None if found is None else _value(found, self.files.text(session, leaves[found]))

    def all(self, session: Session, view: View | None = None) -> dict[str, str]:
        """Return the text of every file by path."""
        if view is None:
            session, view = self.records.read(session)
        return {path: self.files.text(session, leaf) for path, leaf in self.files.leaves(view).items()}

    def writes(self, session: Session, artefact: Artefact, owner: str, value: Mapping[str, Json]) -> tuple[Write, ...]:
        """
        Return what makes `value` (`{"format", "code"}`) the artefact's script, and takes away what was in its place.

        An empty script is no file.
        """
        _session, view = self.records.read(session)
        return self._writes(session, view, artefact, owner, value)

    def replaced(self, session: Session, files: Mapping[str, str]) -> tuple[Write, ...]:
        """Return what makes `files` the session's, in the place of those that its manifest listed."""
        _session, view = self.records.read(session)
        leaves = self.files.leaves(view)
        manifests = [path for path in leaves if path.startswith(MANIFEST_STEM)]
        listings = [listed_in(path, self.files.text(session, leaves[path])) for path in manifests]
        former = {*manifests, *(path for _application, listed in listings for path in listed)}
        gone = sorted(path for path in former & leaves.keys() if path not in files)
        kept = (self.files.stored(session, path, text) for path, text in files.items())
        return (*kept, *(self.files.removed(path) for path in gone))

    def outputs(self, session: Session, view: View, data: Mapping[str, Json]) -> dict[str, Json]:
        """Return the value of every data key that is a view of a file."""
        names = _names(data)
        found: dict[str, Json] = {}
        for path, leaf in self.files.leaves(view).items():
            key = _key(script_of(path, "", names))
            if key:
                found[key] = _value(path, self.files.text(session, leaf))
        return found

    def taken(self, session: Session, delta: Mapping[str, Json]) -> tuple[dict[str, Json], tuple[Write, ...]]:
        """Return `delta` without the keys that are views of files, and the writes to those files in their place."""
        scripts = {key: place for key, value in delta.items() if _is_code(value) and (place := _place(key))}
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
                made += self._writes(session, view, artefact, documented, value)
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

    def _writes(
        self, session: Session, view: View, artefact: Artefact, owner: str, value: Mapping[str, Json]
    ) -> tuple[Write, ...]:
        stem, code = _stem(artefact, owner), text(value.get("code"))
        path = f"{stem}.{'yaml' if value.get('format') == 'yaml' else 'groovy'}"
        known = [each for each in self.files.leaves(view) if stem_of(each).lower() == stem.lower()]
        gone = tuple(self.files.removed(each) for each in known if each != path or not code.strip())
        return (self.files.stored(session, path, code), *gone) if code.strip() else gone


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


def _place(key: str) -> tuple[Artefact, str] | None:
    """Return which script a data key shows, and whose; None for a key that shows none."""
    stem = key.removesuffix(_OUTPUT)
    if stem == key:
        return None
    if stem == artefacts.AUTHORIZATION.key:
        return artefacts.AUTHORIZATION, ""
    owned = (each for each in artefacts.SCRIPTS if each.owner != "session")
    # The longest ending counts: `SearchAll` before anything shorter.
    fitting = [each for each in owned if stem.endswith(each.key) and len(stem) > len(each.key)]
    found = max(fitting, key=lambda each: len(each.key), default=None)
    return None if found is None else (found, stem.removesuffix(found.key))


def _key(script: Script | None) -> str:
    """Return the data key that shows a script, or ""."""
    if script is None:
        return ""
    found = artefact_of(script)
    return found.triple(script.object_class or script.relation).output if found else ""


def artefact_of(script: Script) -> Artefact | None:
    """Return which artefact a script is, if it is one."""
    if script.phase == "authorization":
        return artefacts.AUTHORIZATION
    if script.relation:
        return artefacts.RELATION if script.phase == "schema" else None
    return _OF_CLASS.get((script.operation, script.intent))


_OF_CLASS: Final[Mapping[tuple[str, str], Artefact]] = {
    ("schema", "native"): artefacts.NATIVE_SCHEMA,
    ("schema", "connid"): artefacts.CONNID,
    ("search", "all"): artefacts.SEARCH_ALL,
    ("search", "filter"): artefacts.SEARCH_FILTER,
    ("get", "id"): artefacts.SEARCH_ID,
    ("create", ""): artefacts.CREATE,
    ("update", ""): artefacts.UPDATE,
    ("delete", ""): artefacts.DELETE,
}
"""What a class's script does, in the manifest's words, and the artefact that is."""


def _order(script: Script) -> int:
    return next((place for place, ending in enumerate(_ENDINGS.values()) if stem_of(script.path).endswith(ending)), 99)


def _names(data: Mapping[str, Json]) -> Names:
    classes = (text(each.get("name")) for each in entries(data.get("objectClassesOutput"), "objectClasses"))
    relations = (text(each.get("name")) for each in entries(data.get("relationsOutput"), "relations"))
    return Names(
        classes={file_stem(name).lower(): name for name in classes},
        relations={file_stem(name).lower(): name for name in relations},
    )
