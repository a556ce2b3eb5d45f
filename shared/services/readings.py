"""What a session's documents say: read once for their content, whoever asks, and found again by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from shared.domain.session import Session
from shared.kernel.diagnostics import Diagnostic, Location
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json, canonical, digest
from shared.ports.blobs import Blobs
from shared.ports.models import ModelCodec
from shared.records.documents import DocumentRecords
from shared.records.results import Result, ResultRecords
from shared.services.stages import Kept, Stages

if TYPE_CHECKING:
    from shared.compiler.model.connector import ConnectorModel
    from shared.compiler.pipeline import Digest
    from shared.compiler.reading.documents import Document as SourceDocument

    # Most deployments have no language model, and none of them should pay for loading what asks one.
    from shared.services.inference import Inference

DIAGNOSTICS_LIMIT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    The model of some documents, what could not be read, and where it all is kept.

    `places` tells in which chunk of its document each place lies that a fact comes from, where the documents are `cut`
    so; `documents` has the ids of each document and of its chunks, by the name under which it was read.
    """

    kept: Kept
    model_blob: str
    model: ConnectorModel
    diagnostics: list[Json]
    count: int
    places: Mapping[str, int]
    documents: Mapping[str, tuple[str, list[str]]]
    cut: str

    def evidence(self, place: Location) -> tuple[str, str] | None:
        """Return the ids of the document and the chunk that `place` lies in, if they are known."""
        number, document = self.places.get(str(place)), self.documents.get(place.document)
        if number is None or document is None or number >= len(document[1]):
            return None
        return document[0], document[1][number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """
    The readings of every session's documents.

    `engine` names the version of the reading: what another one made of the same documents does not count. Without
    `inference` nothing is concluded that the documents do not say to a reader.
    """

    stages: Stages
    documents: DocumentRecords
    results: ResultRecords
    blobs: Blobs
    models: ModelCodec
    engine: str
    inference: Inference | None = None

    def key(self, session: Session) -> str:
        """
        Return the hash of everything the model depends on: the documents' content and names, and the engine.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        return self._keys(session)[0]

    def find(self, session: Session) -> Reading | None:
        """
        Return the reading of the session's documents as they are, if its tenant has had such documents read.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        content, own = self._keys(session)
        for key in (own, content):
            result = self.results.find(session.tenant, key)
            found = None if result is None else self._found(session, result)
            if found is not None:
                return found if key == own else self._adopted(session, found, own)
        return None

    def read(self, session: Session, job_id: str = "") -> Kept:
        """
        Read the session's documents for a job, and return where the reading is kept.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        from shared.services import sources as told  # noqa: PLC0415 - who finds a reading makes none

        keys = self._keys(session)
        sources = told.sources(session, self.documents)
        found, complete = self._digest(session, job_id, [sources[name].source for name in sorted(sources)])
        model = self.stages.keep(session, self.models.encode(found.model))
        record: dict[str, Json] = {
            "model": model.blob,
            "diagnostics": [_finding(diagnostic) for diagnostic in found.diagnostics[:DIAGNOSTICS_LIMIT]],
            "diagnosticsCount": len(found.diagnostics),
            "places": told.places(session, self.documents, sources, found.model),
            "cut": told.cut(sources),
            "documents": dict(told.ids(sources)),
        }
        kept = self.stages.keep_json(session, record)
        for key in keys if complete else ():
            self.results.keep(session, key, kept.blob, kept.size)
        return kept

    def _digest(self, session: Session, job_id: str, sources: Sequence[SourceDocument]) -> tuple[Digest, bool]:
        """Return what the documents say, and whether it is all that can be had of them."""
        from shared.compiler.pipeline import digest as digested  # noqa: PLC0415 - who finds a reading makes none

        found = digested(sources)
        if self.inference is None:
            return found, True
        inferred = self.inference.infer(session, job_id, sources, found.diagnostics)
        whole = digested(sources, inferred.fragments) if inferred.fragments else found
        model, judged = self.inference.judge(session, job_id, sources, whole.model)
        told = (*whole.diagnostics, *inferred.findings, *judged.findings)
        return replace(whole, model=model, diagnostics=told), inferred.complete and judged.complete

    def load(self, session: Session, blob: str) -> Reading:
        """Return the reading that is kept as `blob`."""
        record = self.stages.read_json(session, blob)
        return self._reading(Kept(blob, 0), record, self.blobs.get(session.space, str(record["model"])))

    def current(self, session: Session) -> Reading:
        """
        Return the reading of the session's documents as they are, after reading them if need be.

        Raises:
            Invalid: the session has no document (`no_documentation_stored`).
        """
        return self.find(session) or self.load(session, self.read(session).blob)

    def _keys(self, session: Session) -> tuple[str, str]:
        """Return the hash of what the model depends on, and of what the reading with its evidence depends on."""
        documents = self.documents.list(session, whole=False)
        if not documents:
            message = "the session has no documentation; upload some, or name starter links"
            raise Invalid(message, code="no_documentation_stored")
        content: list[Json] = [list(one) for one in sorted((it.filename, it.media_type, it.raw) for it in documents)]
        # The same bytes may have been cut otherwise by whoever brought them, and then other chunks tell of a place.
        ids: list[Json] = [session.id, *sorted(f"{one.id} {one.listing}" for one in documents)]
        base: dict[str, Json] = {"documents": content, "engine": self.engine}
        return digest(canonical(base)), digest(canonical(base | {"ids": ids}))

    def _found(self, session: Session, result: Result) -> Reading | None:
        try:
            record = json.loads(self.blobs.get(result.space, result.blob))
            model = self.blobs.get(result.space, str(record["model"]))
        except NotFound:
            return None  # the session that did the work is gone
        if result.space != session.space:
            self.stages.keep(session, model)
        return self._reading(Kept(result.blob, result.size), record, model)

    def _adopted(self, session: Session, found: Reading, key: str) -> Reading:
        """Return what was read of the same documents elsewhere with this session's ids in it, and keep it."""
        from shared.services import sources as told  # noqa: PLC0415 - most readings are found with the ids they have

        sources = told.sources(session, self.documents)
        documents = told.ids(sources)
        cut = told.cut(sources)
        places = cast("dict[str, Json]", dict(found.places))
        if cut != found.cut:
            places = told.places(session, self.documents, sources, found.model)
        record: dict[str, Json] = {
            "model": found.model_blob,
            "diagnostics": found.diagnostics,
            "diagnosticsCount": found.count,
            "places": places,
            "cut": cut,
            "documents": dict(documents),
        }
        kept = self.stages.keep_json(session, record)
        self.results.keep(session, key, kept.blob, kept.size)
        return replace(
            found,
            kept=kept,
            places=cast("Mapping[str, int]", places),
            cut=cut,
            documents=cast("Mapping[str, tuple[str, list[str]]]", documents),
        )

    def _reading(self, kept: Kept, record: Mapping[str, Json], model: bytes) -> Reading:
        return Reading(
            kept=kept,
            model_blob=str(record["model"]),
            model=self.models.decode(model),
            diagnostics=cast("list[Json]", record["diagnostics"]),
            count=cast("int", record["diagnosticsCount"]),
            cut=str(record.get("cut", "")),
            places=cast("dict[str, int]", record.get("places") or {}),
            documents=cast("dict[str, tuple[str, list[str]]]", record.get("documents") or {}),
        )


def _finding(diagnostic: Diagnostic) -> Json:
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "document": diagnostic.at.document,
        "pointer": diagnostic.at.pointer,
        "remedy": diagnostic.remedy,
    }
