"""Three related sessions on real engines, and a plain model beside them that they are held to."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import Roots, Write, content_hash
from shared.domain.document import Document, StoredChunk
from shared.domain.session import Session
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.values import Values
from shared.services.forks import Forking
from shared.services.states import Reference
from tests.fakes.clock import FakeClock
from tests.unit.services.merges import MergeShop
from tests.unit.services.plain import Content, Kept, PlainFamily, text_of
from tests.unit.services.workspaces import ANN

CREATED: Final = datetime(2024, 2, 29, tzinfo=UTC)


class Stand(RuleBasedStateMachine):
    """After every step the sessions are what the model says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        # The store tells by its own clock how old a blob is.
        clock = FakeClock(SystemClock().now())
        self.items = SqliteItems(":memory:")
        self.shop = MergeShop(self.items, FileBlobs(Path(self.folder.name), clock=clock), clock)
        self.documents = DocumentRecords(self.items, self.shop.blobs)
        self.plain = PlainFamily()
        self.hashes: dict[str, str] = {}

    @initialize()
    def begin(self) -> None:
        self.shop.create("s1")
        self.plain.begin("s1")
        for source, name in (("s1", "s2"), ("s2", "s3")):
            self.fork_to(source, name)

    @invariant()
    def every_session_is_what_the_model_says(self) -> None:
        for name, plain in self.plain.sessions.items():
            session, view = self.shop.records.read(self.shop.head(name))
            assert text_of(self.read(session, view)) == text_of(plain.content)
            assert session.revision == plain.revision
            self.check_hash(plain.content, content_hash(view.folded()))

    def check_hash(self, content: Content, found: str) -> None:
        """One content has one hash, whatever its history; two contents have two."""
        assert self.hashes.setdefault(text_of(content), found) == found
        assert len(set(self.hashes.values())) == len(self.hashes)

    def teardown(self) -> None:
        try:
            for commit_id, held in self.plain.commits.items():
                commit = self.shop.commits.get(ANN, commit_id)
                session = self.shop.head("s1")
                assert text_of(self.read(session, self.shop.content.of(session, commit.roots))) == text_of(
                    held.state.content
                )
            for saved, held in self.plain.saved.items():
                session = self.shop.head(held.session.name)
                roots = self.shop.states.saved(session, Reference(checkpoint_id=saved), "ref_not_found").roots
                self.check_state(session, roots, held)
        finally:
            self.items.close()
            self.folder.cleanup()

    def check_state(self, session: Session, roots: Roots, held: Kept) -> None:
        found = self.read(session, self.shop.content.of(session, roots))
        assert text_of(found) == text_of(held.state.content)

    def read(self, session: Session, view: View) -> Content:
        values = Values(self.shop.blobs, session.space)
        return {
            "data": {name: values.load(leaf) for name, leaf in view.leaves("data").items()},
            "docs": {
                document.id: {chunk.id: self.text(session, chunk) for chunk in document.chunks}
                for document in self.documents.listed(session, view)
            },
            "code": {path: values.load_text(leaf) for path, leaf in view.leaves("code").items()},
        }

    def content(self, name: str) -> Content:
        return self.read(*self.shop.records.read(self.shop.head(name)))

    def text(self, session: Session, chunk: StoredChunk) -> str:
        return self.shop.blobs.get(session.space, chunk.content).decode()

    def document(self, session: Session, number: str, texts: dict[str, str]) -> Document:
        def kept(text: str) -> str:
            return self.shop.blobs.put(session.space, text.encode())

        return Document(
            id=DocumentId(number),
            filename=f"{number}.txt",
            source="upload",
            url="",
            media_type="text/plain",
            raw=kept("as it came"),
            size=10,
            created=CREATED,
            chunks=tuple(StoredChunk(id=ChunkId(each), content=kept(text), summary="") for each, text in texts.items()),
        )

    def remove(self, name: str) -> None:
        self.shop.delete(name)
        gone = self.plain.sessions[name]
        self.plain.saved = {saved: held for saved, held in self.plain.saved.items() if held.session is not gone}

    def fork_to(self, source: str, name: str) -> None:
        self.shop.forks.fork(ANN, source, Forking(session_id=name))
        self.plain.fork(self.plain.sessions[source].state, name)

    def write(self, session: Session, write: Write) -> None:
        self.shop.records.change(session, replace(self.shop.a_change({}), writes=(write,)))
