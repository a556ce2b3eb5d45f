"""The services of merges on real engines, and short ways to use them as Ann."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.domain.content import Write
from shared.domain.document import Document, StoredChunk
from shared.domain.merging.rules import Resolution, Rules
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.records.annotations import AnnotationRecords
from shared.records.cache import CacheRecords
from shared.records.companions import Companions
from shared.records.documents import DocumentRecords
from shared.records.events import EventRecords
from shared.records.jobs import JobRecords
from shared.records.merges import MergeRecords
from shared.records.signing import SigningRecords
from shared.services.carrying import Carrying
from shared.services.merge_applying import Applying
from shared.services.merge_attempts import MergeAttempts
from shared.services.merge_imports import Imports
from shared.services.merge_keeping import Keeping
from shared.services.merge_plans import Plans
from shared.services.merge_sides import Sides
from shared.services.merge_wishes import Done, Expected, Merging
from shared.services.merging import Merges
from shared.services.tokens import Tokens
from shared.services.validation import Validators
from shared.services.work import Work
from tests.unit.services.workspaces import ANN, Workshop


class MergeShop(Workshop):
    """A workshop that merges."""

    def __post_init__(self) -> None:
        super().__post_init__()
        items, blobs = self.items, self.blobs
        self.documents = DocumentRecords(items, blobs)
        self.events = EventRecords(items, blobs)
        self.notes = AnnotationRecords(items)
        self.keeping = Keeping(states=self.states, records=MergeRecords(items, blobs), events=self.events)
        carrying = Carrying(
            states=self.states,
            documents=self.documents,
            annotations=self.notes,
            caches=CacheRecords(items, self.records.patience),
        )
        applying = Applying(
            states=self.states,
            checkpoints=self.checkpoints,
            companions=Companions(items, blobs),
            keeping=self.keeping,
            carrying=carrying,
        )
        self.merges = Merges(
            states=self.states,
            sides=Sides(states=self.states),
            plans=Plans(content=self.content, documents=self.documents),
            imports=Imports(self.content),
            validators=Validators(self.content),
            approvals=self.approvals,
            work=Work(JobRecords(items, blobs), self.clock),
            applying=applying,
            keeping=self.keeping,
        )
        tokens = Tokens(signing=SigningRecords(items, self.identifiers), clock=self.clock)
        self.attempts = MergeAttempts(states=self.states, records=self.keeping.records, tokens=tokens)

    def merge(
        self,
        target: str,
        source: str,
        *resolutions: Resolution,
        who: Principal = ANN,
        expect: Expected | None = None,
        rules: Rules | None = None,
        **but: Any,  # noqa: ANN401 - any of the fields of `Merging`
    ) -> Done:
        """Merge, with what was seen of the target just now."""
        rules = replace(rules or Rules(), resolutions=resolutions)
        merging = Merging(source_id=source, rules=rules, expect=expect, **but)
        return self.merges.merge(who, target, merging, self.head(target).revision)

    def put_document(self, session_id: str, number: int, *texts: str, raw: str = "raw") -> None:
        """Write a document of as many chunks as texts."""
        self.write(session_id, self.document(self.head(session_id), number, *texts, raw=raw))

    def document(self, session: Session, number: int, *texts: str, raw: str = "raw") -> Write:
        """Return what writes a document of as many chunks as texts, each with an id of its own."""
        chunks = tuple(self._chunk(session, f"c{number}-{place}", text) for place, text in enumerate(texts))
        document = Document(
            id=DocumentId(f"d{number}"),
            filename=f"{number}.md",
            source="upload",
            url=f"upload://{number}.md",
            media_type="text/markdown",
            raw=self.blobs.put(session.space, raw.encode()),
            size=len(raw),
            created=self.clock.now(),
            chunks=chunks,
        )
        return self.documents.stored(session, document)

    def texts(self, session_id: str) -> dict[str, str]:
        """Return the text of every chunk."""
        session = self.head(session_id)
        listed = self.documents.list(session)
        return {chunk.id: self.documents.text(session, chunk) for found in listed for chunk in found.chunks}

    def write(self, session_id: str, *writes: Write) -> Session:
        """Write leaves."""
        return self.records.change(self.head(session_id), replace(self.a_change({}), writes=writes))

    def kinds(self, session_id: str) -> list[str]:
        """Return the kinds of all events."""
        return [event.kind for event in self.events.latest(self.head(session_id), limit=100)]

    def _chunk(self, session: Session, name: str, text: str) -> StoredChunk:
        content = self.blobs.put(session.space, text.encode())
        return StoredChunk(id=ChunkId(name), content=content, summary=name, metadata={"length": len(text)})


def take(path: str, side: str, **given: Any) -> Resolution:  # noqa: ANN401 - any JSON
    """Return a resolution."""
    return Resolution(path=path, take=side, **given)  # type: ignore[arg-type]  # one of the sides
