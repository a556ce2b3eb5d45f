"""Random histories of three related sessions: after every step they are what a plain model of them says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    consumes,
    multiple,
    rule,
)

from shared.domain.content import Write, Zone
from shared.domain.merging.rules import STRATEGIES, Rules, Strategy
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.hashing import Json
from shared.records.holdings import Holdings
from shared.records.values import Values
from shared.services.collecting import Collecting
from shared.services.differences import Differences
from shared.services.forks import Forking
from shared.services.restoring import Restoring
from shared.services.states import Reference
from tests.unit.services.plain import ZONES, Kept, differing, text_of
from tests.unit.services.plain_merging import PlainMerge, alike
from tests.unit.services.stand import Stand
from tests.unit.services.workspaces import ANN

NAMES: Final = ("s1", "s2", "s3")
SESSIONS: Final = st.sampled_from(NAMES)
# What is longer than a leaf holds lies in a blob of its own.
TEXTS: Final = st.sampled_from(["", "one", "long " * 2000, "longer " * 2000])
VALUES: Final = st.sampled_from([None, True, 1, "x", [1, 2], "big " * 2000]) | st.dictionaries(
    st.sampled_from("pqr"), st.sampled_from([1, 2, True, {"deep": 1}, {"deep": 2}]), max_size=3
)
NUMBERS: Final = st.sampled_from("12")
KEYS: Final = st.sampled_from("ab")
PATHS: Final = st.sampled_from(["User.groovy", "src/Group.groovy"])
_ZONE_SETS: Final[tuple[tuple[Zone, ...], ...]] = (ZONES, ("data",), ("code", "docs"))
ZONE_SETS: Final = st.sampled_from(_ZONE_SETS)


class Histories(Stand):
    """Every operation, in any order."""

    checkpoints: Bundle[str] = Bundle("checkpoints")
    commits: Bundle[str] = Bundle("commits")

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
        plain = self.plain.sessions[name]
        self.plain.saved[saved.id] = Kept(plain, plain.state)
        return saved.id

    @rule(saved=consumes(checkpoints))
    def forget(self, saved: str) -> None:
        if saved not in self.plain.saved:
            return
        self.shop.checkpoints.delete(ANN, self.plain.saved.pop(saved).session.name, saved)

    @rule(saved=checkpoints, zones=ZONE_SETS, dry_run=st.booleans())
    def restore(self, saved: str, zones: tuple[Zone, ...], *, dry_run: bool) -> None:
        if saved not in self.plain.saved:
            return
        name, state = self.plain.saved[saved].session.name, self.plain.saved[saved].state
        wanted = self.plain.restored(name, state, zones)
        expected = differing(self.plain.sessions[name].content, wanted)
        restoring = Restoring(to=Reference(checkpoint_id=saved), zones=zones, dry_run=dry_run)
        done = self.shop.restores.restore(ANN, name, restoring, self.plain.sessions[name].revision)
        assert {each.path: each.kind for each in done.differences} == expected
        assert done.changed == (text_of(wanted) != text_of(self.plain.sessions[name].content))
        if not dry_run:
            self.plain.restore(name, state, wanted)

    @rule(target=commits, name=SESSIONS)
    def commit(self, name: str) -> str | MultipleResults[str]:
        plain = self.plain.sessions[name]
        if text_of(plain.content) == text_of(plain.base):
            with pytest.raises(Conflict) as refused:
                self.shop.commit(name)
            assert refused.value.code == "nothing_to_commit"
            return multiple()
        done = self.shop.commit(name, "as it is")
        self.plain.commit(name, done.id)
        return done.id

    @rule(commit=commits, source=SESSIONS, name=SESSIONS)
    def fork_commit(self, commit: str, source: str, name: str) -> None:
        """A session goes, and another takes its place that departs from a commit of a third."""
        forking = Forking(start=Reference(commit_id=commit), session_id=name)
        if source != name and self.plain.knows(source, commit):
            self.remove(name)
            self.shop.forks.fork(ANN, source, forking)
            self.plain.fork(self.plain.commits[commit].state, name, commit)
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
        state = self.plain.commits[commit].state
        wanted = self.plain.restored(name, state, zones)
        self.shop.restores.restore(ANN, name, restoring, self.plain.sessions[name].revision)
        self.plain.restore(name, state, wanted)

    @rule(names=st.permutations(NAMES), key=KEYS, values=st.lists(VALUES, min_size=2, max_size=2))
    def disagree(self, names: list[str], key: str, values: list[Json]) -> None:
        """Two sessions say something else, so that merges find conflicts now and then."""
        for name, value in zip(names, values, strict=False):
            self.write_data(name, key, value)

    @rule(target_name=SESSIONS, source=SESSIONS, strategy=st.sampled_from(STRATEGIES))
    def merge(self, target_name: str, source: str, strategy: Strategy) -> None:
        if target_name == source:
            return
        ours, theirs = self.plain.sessions[target_name], self.plain.sessions[source]
        rules = Rules(strategy=strategy)
        foreseen = self.shop.merge(target_name, source, rules=rules, dry_run=True).merge
        done = self.shop.merge(target_name, source, rules=rules).merge
        assert (done.result, done.content_hash) == (foreseen.result, foreseen.content_hash)
        nearest = self.plain.history.nearest(ours.state.place, theirs.state.place)
        bases = {self.hashes[text_of(content)]: content for content in map(self.plain.contents.__getitem__, nearest)}
        base = bases[done.start.content_hash]
        wanted = PlainMerge(strategy)
        content = wanted.merged(base, ours.content, theirs.content)
        if nearest == {theirs.state.place}:
            assert (done.result, done.conflicts) == ("alreadyMerged", 0)
        elif wanted.conflicts:
            assert (done.result, done.conflicts) == ("conflicts", wanted.conflicts)
        else:
            found = self.content(target_name)
            assert alike(found, content)
            self.plain.merge(target_name, source, found)

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
        before, after = self.plain.saved.get(one), self.plain.saved.get(other)
        if before is None or after is None or before.session is not after.session:
            return
        comparer = Differences(states=self.shop.states, comparison=self.shop.comparison)
        found = comparer.between(ANN, before.session.name, one, other, ())
        expected = differing(before.state.content, after.state.content)
        assert {each.path: each.kind for each in found.differences} == expected


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=300,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
