"""A session's object classes: the list that clients see and change, one class at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.artefact import ATTRIBUTES, CLASSES, ENDPOINTS, folded
from shared.domain.document import Document, StoredChunk
from shared.domain.forms import described
from shared.domain.forms.values import entries, listed, text
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.records.documents import DocumentRecords
from shared.records.sessions import SessionRecords
from shared.services.artefacts import OVERRIDE, Artefacts, Done, Wanted
from shared.services.jobs import Outcome
from shared.services.readings import Reading
from shared.services.visibility import visible

_TRIES: Final = 20
_OUTPUT: Final = CLASSES.triple().output
_EXPORTED: Final = "conndev"
"""Part of the media type of what a connector in development exports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One chunk that says something about a class: the document it is part of, and its text."""

    document: Document
    chunk: StoredChunk
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The object classes of every session."""

    records: SessionRecords
    documents: DocumentRecords
    artefacts: Artefacts

    def name(self, session: Session, object_class: str) -> str:
        """
        Return the name of a class as it is documented, whatever case it was asked for in.

        Where a running connector has exported its classes, a client may know them without having asked for the list:
        then any name will do, and the job tells whether there is such a class.

        Raises:
            NotFound: the session has no classes (`object_classes_not_found`), or not this one
                (`object_class_not_found`).
        """
        try:
            return text(_entry(self._listed(session)[1], object_class)["name"])
        except NotFound:
            if any(_EXPORTED in each.media_type for each in self.documents.list(session, whole=False)):
                return object_class.strip()
            raise

    def read(self, principal: Principal, session_id: str, object_class: str) -> dict[str, Json]:
        """
        Return one class with its attributes and endpoints.

        Raises:
            NotFound: as `name`, or the principal sees no such session.
        """
        session = visible(self.records, principal, session_id)
        of_attributes, of_endpoints = (each.triple(object_class).output for each in (ATTRIBUTES, ENDPOINTS))
        _session, data = self.records.values(session, (_OUTPUT, of_attributes, of_endpoints))
        found = _entry(_classes(session, data.get(_OUTPUT)), object_class)
        parts = described.attributes(data.get(of_attributes)) | described.endpoints(data.get(of_endpoints))
        return found | parts

    def put(self, principal: Principal, session_id: str, object_class: str, value: Mapping[str, Json]) -> bool:
        """
        Add a class, or change one; return whether it is a new one. What `value` does not name stays as it is.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.records, principal, session_id, "session.write")
        for _ in range(_TRIES):
            session, data = self.records.values(session, (_OUTPUT,))
            known = entries(data.get(_OUTPUT), "objectClasses")
            entry = next((each for each in known if folded(text(each.get("name"))) == folded(object_class)), None)
            parts = ("attributes", "endpoints")
            fields = {key: each for key, each in value.items() if key not in parts}
            changed = (entry or {"name": object_class.strip(), "confidence": _confidence(object_class)}) | fields
            if folded(text(changed.get("name"))) != folded(object_class):
                changed["name"] = text((entry or {}).get("name")) or object_class.strip()
            listing = [changed if each is entry else each for each in known] if entry else [*known, changed]
            try:
                self._put(principal, session, listing, _parts(object_class, value))
            except Stale:
                session = self.records.get(session.id)
                continue
            return entry is None
        message = "the classes are being changed by too many writers; try again"
        raise Unavailable(message)

    def sources(
        self, principal: Principal, session_id: str, object_class: str, endpoint: tuple[str, str] | None
    ) -> tuple[str, list[Source]]:
        """
        Return the documented name of a class, and the chunks that say something about it, or about one endpoint of it.

        Raises:
            NotFound: as `name`, the principal sees no such session, or the class has no such endpoint
                (`operation_surface_not_found`).
        """
        session = visible(self.records, principal, session_id)
        output = ENDPOINTS.triple(object_class).output
        _session, data = self.records.values(session, (_OUTPUT, output))
        found = _entry(_classes(session, data.get(_OUTPUT)), object_class)
        pointing = found if endpoint is None else _endpoint(data.get(output), endpoint)
        return text(found["name"]), self._texts(session, pointing)

    def judged(self, value: Json, reading: Reading | None) -> Json:
        """Return a list of classes in which each has a confidence: the documents', or what its name says."""
        known = {} if reading is None else {folded(each.name): each.confidence for each in reading.model.object_classes}
        found: list[Json] = []
        for entry in entries(value, "objectClasses"):
            name = text(entry.get("name"))
            confidence = entry.get("confidence") or known.get(folded(name)) or _confidence(name)
            found.append(entry | {"confidence": confidence})
        return {"objectClasses": found}

    def _listed(self, session: Session) -> tuple[Session, list[dict[str, Json]]]:
        session, data = self.records.values(session, (_OUTPUT,))
        return session, _classes(session, data.get(_OUTPUT))

    def _put(
        self, principal: Principal, session: Session, listing: list[dict[str, Json]], parts: dict[str, Json]
    ) -> None:
        result = described.object_classes({"objectClasses": list[Json](listing)})
        change = self.artefacts.change("data.overridden", f"user:{principal.subject}", parts)
        done = Done(OVERRIDE, Outcome(result=result))
        self.artefacts.conclude(session, Wanted(session.id, CLASSES), done, change, revision=session.revision)

    def _texts(self, session: Session, pointing: Mapping[str, Json]) -> list[Source]:
        wanted = [
            (text(each.get("docId")), text(each.get("chunkId")))
            for each in entries({"all": listed(pointing.get("relevantDocumentations"))}, "all")
        ]
        names = dict.fromkeys(document for document, _chunk in wanted)
        documents = {name: document for name in names if (document := self.documents.find(session, name))}
        found: list[Source] = []
        for name, chunk_id in dict.fromkeys(wanted):
            document = documents.get(name)
            chunk = next((each for each in document.chunks if each.id == chunk_id), None) if document else None
            if document and chunk:
                found.append(Source(document=document, chunk=chunk, content=self.documents.text(session, chunk)))
        return found


def _classes(session: Session, value: Json) -> list[dict[str, Json]]:
    found = entries(described.object_classes(value), "objectClasses")
    if not found:
        message = f"Session {session.id} has no object classes"
        raise NotFound(message, code="object_classes_not_found")
    return found


def _entry(classes: list[dict[str, Json]], object_class: str) -> dict[str, Json]:
    found = next((each for each in classes if folded(text(each["name"])) == folded(object_class)), None)
    if found is None:
        message = f"Object class {object_class.strip()} not found"
        raise NotFound(message, code="object_class_not_found")
    return found


def _parts(object_class: str, value: Mapping[str, Json]) -> dict[str, Json]:
    """Return the attributes and endpoints that came with a class, under their own keys."""
    found: dict[str, Json] = {}
    if isinstance(value.get("attributes"), dict):
        found[ATTRIBUTES.triple(object_class).output] = described.attributes(dict(value))
    if isinstance(value.get("endpoints"), list):
        found[ENDPOINTS.triple(object_class).output] = described.endpoints(dict(value))
    return found


def _endpoint(value: Json, endpoint: tuple[str, str]) -> dict[str, Json]:
    method, path = endpoint
    known = entries(described.endpoints(value), "endpoints")
    found = next((each for each in known if (each["method"], each["path"]) == (method.upper(), path)), None)
    if found is None:
        message = f"The class has no endpoint {method.upper()} {path}"
        raise NotFound(message, code="operation_surface_not_found")
    return found


def _confidence(name: str) -> str:
    from shared.compiler.passes.named_worth import confidence_of  # noqa: PLC0415 - few lists lack a confidence

    return confidence_of(name)
