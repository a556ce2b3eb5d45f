"""Random histories of three related sessions: after every step they are what a plain model of them says."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import Write, Zone, content_hash
from shared.domain.document import Document, StoredChunk
from shared.domain.session import Session
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.hashing import Json
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.holdings import Holdings
from shared.records.values import Values
from shared.services.collecting import Collecting
from shared.services.differences import Differences
from shared.services.forks import Forking
from shared.services.restoring import Restoring
from shared.services.states import Reference
from tests.fakes.clock import FakeClock
from tests.unit.services.plain import ZONES, Content, PlainCommit, PlainFamily, PlainSession, differing, empty, text_of
from tests.unit.services.workspaces import ANN, Workshop

NAMES: Final = ("s1", "s2", "s3")
SESSIONS: Final = st.sampled_from(NAMES)
# What is longer than a leaf holds lies in a blob of its own.
TEXTS: Final = st.sampled_from(["", "one", "two\n", "long " * 2000, "longer " * 2000])
VALUES: Final = st.sampled_from([None, True, 1, 1.0, "x", [1, 2], "big " * 2000]) | st.dictionaries(
    st.sampled_from("pqr"), st.sampled_from([1, 2, True, {"deep": 1}, {"deep": 2}]), max_size=3
)
NUMBERS: Final = st.sampled_from("12")
KEYS: Final = st.sampled_from("abc")
PATHS: Final = st.sampled_from(["User.groovy", "src/Group.groovy", "src/Role.groovy"])
CREATED: Final = datetime(2024, 2, 29, tzinfo=UTC)
_ZONE_SETS: Final[tuple[tuple[Zone, ...], ...]] = (ZONES, ("data",), ("code", "docs"))
ZONE_SETS: Final = st.sampled_from(_ZONE_SETS)


class Histories(RuleBasedStateMachine):
    """Every operation, in any order."""

    checkpoints: Bundle[str] = Bundle("checkpoints")
    commits: Bundle[str] = Bundle("commits")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        # The store tells by its own clock how old a blob is.
        clock = FakeClock(SystemClock().now())
        self.items = SqliteItems(":memory:")
        self.shop = Workshop(self.items, FileBlobs(Path(self.folder.name), clock=clock), clock)
        self.documents = DocumentRecords(self.items, self.shop.blobs)
        self.plain = PlainFamily()
        self.hashes: dict[str, str] = {}

    @initialize()
    def begin(self) -> None:
        self.shop.create("s1")
        self.plain.sessions["s1"] = PlainSession(empty(), empty())
        for source, name in (("s1", "s2"), ("s2", "s3")):
            self.fork_to(source, name)

    @rule(name=SESSIONS, key=KEYS, value=VALUES)
    def write_data(self, name: str, key: str, value: Json) -> None:
        self.plain.write(name, "data", key, value)
        self.shop.records.change(self.shop.head(name), self.shop.a_change({key: value}))

    @rule(name=SESSIONS, key=KEYS)
    def remove_data(self, name: str, key: str) -> None:
        if key in self.plain.sessions[name].content["data"]:
            self.plain.remove(name, "data", key)
            change = replace(self.shop.a_change({}), removed=(key,))
            self.shop.records.change(self.shop.head(name), change)

    @rule(name=SESSIONS, path=PATHS, text=TEXTS)
    def write_code(self, name: str, path: str, text: str) -> None:
        self.plain.write(name, "code", path, text)
        session = self.shop.head(name)
        self.write(session, Write("code", path, Values(self.shop.blobs, session.space).store_text(text)))

    @rule(name=SESSIONS, path=PATHS)
    def remove_code(self, name: str, path: str) -> None:
        self.plain.remove(name, "code", path)
        self.write(self.shop.head(name), Write("code", path, None))

    @rule(name=SESSIONS, number=NUMBERS, texts=st.dictionaries(st.sampled_from("xyz"), TEXTS, max_size=3))
    def write_docs(self, name: str, number: str, texts: dict[str, str]) -> None:
        chunks = {f"{number}{chunk}": texts[chunk] for chunk in sorted(texts)}
        self.plain.write(name, "docs", number, chunks)
        session = self.shop.head(name)
        self.write(session, self.documents.stored(session, self.document(session, number, chunks)))

    @rule(target=checkpoints, name=SESSIONS)
    def save(self, name: str) -> str:
        saved = self.shop.save(name)
        self.plain.saved[saved.id] = (name, self.plain.sessions[name].content)
        return saved.id

    @rule(saved=consumes(checkpoints))
    def forget(self, saved: str) -> None:
        if saved not in self.plain.saved:
            return
        name, _ = self.plain.saved.pop(saved)
        self.shop.checkpoints.delete(ANN, name, saved)

    @rule(saved=checkpoints, zones=ZONE_SETS, dry_run=st.booleans())
    def restore(self, saved: str, zones: tuple[Zone, ...], *, dry_run: bool) -> None:
        if saved not in self.plain.saved:
            return
        name, state = self.plain.saved[saved]
        wanted = self.plain.restored(name, state, zones)
        expected = differing(self.plain.sessions[name].content, wanted)
        restoring = Restoring(to=Reference(checkpoint_id=saved), zones=zones, dry_run=dry_run)
        done = self.shop.restores.restore(ANN, name, restoring, self.plain.sessions[name].revision)
        assert {each.path: each.kind for each in done.differences} == expected
        assert done.changed == (text_of(wanted) != text_of(self.plain.sessions[name].content))
        if not dry_run:
            self.plain.become(name, wanted)

    @rule(target=commits, name=SESSIONS)
    def commit(self, name: str) -> str | MultipleResults[str]:
        plain = self.plain.sessions[name]
        if text_of(plain.content) == text_of(plain.base):
            with pytest.raises(Conflict) as refused:
                self.shop.commit(name)
            assert refused.value.code == "nothing_to_commit"
            return multiple()
        done = self.shop.commit(name, "as it is")
        plain.revision, plain.base = plain.revision + 1, plain.content
        self.plain.commits[done.id] = PlainCommit(plain, plain.content)
        return done.id

    @rule(commit=commits, source=SESSIONS, name=SESSIONS)
    def fork_commit(self, commit: str, source: str, name: str) -> None:
        """A session goes, and another takes its place that departs from a commit of a third."""
        forking = Forking(start=Reference(commit_id=commit), session_id=name)
        if source != name and self.plain.knows(source, commit):
            self.remove(name)
            self.shop.forks.fork(ANN, source, forking)
            self.plain.fork(self.plain.commits[commit].content, name, commit)
        else:
            with pytest.raises((NotFound, Conflict)):
                self.shop.forks.fork(ANN, source, forking)

    @rule(commit=commits, name=SESSIONS, zones=ZONE_SETS)
    def restore_commit(self, commit: str, name: str, zones: tuple[Zone, ...]) -> None:
        restoring = Restoring(to=Reference(commit_id=commit), zones=zones)
        if not self.plain.knows(name, commit):
            with pytest.raises(NotFound):
                self.shop.restores.restore(ANN, name, restoring, self.plain.sessions[name].revision)
            return
        wanted = self.plain.restored(name, self.plain.commits[commit].content, zones)
        self.shop.restores.restore(ANN, name, restoring, self.plain.sessions[name].revision)
        self.plain.become(name, wanted)

    @rule(source=SESSIONS, name=SESSIONS)
    def fork(self, source: str, name: str) -> None:
        """A session goes, and another takes its place that departs from a third."""
        if source == name:
            return
        self.remove(name)
        self.fork_to(source, name)

    @rule()
    def collect(self) -> None:
        """What nobody holds goes; what anybody holds is read again after every step."""
        self.shop.clock.advance(days=8)
        holdings = Holdings(self.items, self.shop.blobs)
        collecting = Collecting(
            records=self.shop.records, holdings=holdings, blobs=self.shop.blobs, clock=self.shop.clock
        )
        collecting.collect()

    @rule(one=checkpoints, other=checkpoints)
    def compare(self, one: str, other: str) -> None:
        name, before = self.plain.saved.get(one, ("", empty()))
        owner, after = self.plain.saved.get(other, ("", empty()))
        if not name or name != owner:
            return
        comparer = Differences(states=self.shop.states, comparison=self.shop.comparison)
        found = comparer.between(ANN, name, one, other, ())
        assert {each.path: each.kind for each in found.differences} == differing(before, after)

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
                assert text_of(self.read(session, self.shop.content.of(session, commit.roots))) == text_of(held.content)
            for saved, (name, content) in self.plain.saved.items():
                session = self.shop.head(name)
                state = self.shop.states.saved(session, Reference(checkpoint_id=saved), "ref_not_found")
                assert text_of(self.read(session, self.shop.content.of(session, state.roots))) == text_of(content)
        finally:
            self.items.close()
            self.folder.cleanup()

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
        for saved in [key for key, held in self.plain.saved.items() if held[0] == name]:
            del self.plain.saved[saved]

    def fork_to(self, source: str, name: str) -> None:
        self.shop.forks.fork(ANN, source, Forking(session_id=name))
        self.plain.fork(self.plain.sessions[source].content, name)

    def write(self, session: Session, write: Write) -> None:
        self.shop.records.change(session, replace(self.shop.a_change({}), writes=(write,)))


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=300,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
