"""The laws that every merge keeps, whatever is merged and however."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.merging import documents, files
from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Conflict, Kind, Merged
from shared.domain.merging.rules import Granularity, PathStrategy, Resolution, Rules
from shared.domain.merging.sameness import same
from shared.domain.merging.values import MISSING, Document, Inputs, Sides, Value
from tests.unit.domain.merging.drivers import DOCUMENTS, FILES, KEYED, VALUES

Alike = Callable[[Value, Value], bool]

MIRRORED: Mapping[Kind, Kind] = {"modifyDelete": "deleteModify", "deleteModify": "modifyDelete"}


@dataclass(frozen=True)
class Case:
    """Something to merge: values to draw, the zone and name of the unit, when two are alike, and the rules."""

    values: st.SearchStrategy[Any]
    zone: str = "data"
    name: str = "k"
    alike: Alike = same
    rules: Rules = field(default_factory=Rules)

    def merged(self, base: Value, ours: Value, theirs: Value, rules: Rules | None = None) -> Merged:
        units = {self.name: Sides(base, ours, theirs)}
        return merged(Inputs(**{self.zone: units}), rules or self.rules)  # type: ignore[arg-type]  # a zone's name

    def outcome(self, base: Value, ours: Value, theirs: Value, rules: Rules | None = None) -> Value:
        found = self.merged(base, ours, theirs, rules)
        written: Mapping[str, Value] = getattr(found, self.zone)
        return written.get(self.name, ours)


CASES = {
    "data by field": Case(VALUES),
    "data by key": Case(VALUES, rules=Rules(granularity=Granularity(data="key"))),
    "environment": Case(VALUES, zone="env"),
    "keyed lists": Case(KEYED | st.just(MISSING), name="relations"),
    "documents by chunk": Case(DOCUMENTS, zone="docs", alike=documents.alike),
    "whole documents": Case(
        DOCUMENTS, zone="docs", alike=documents.alike, rules=Rules(granularity=Granularity(docs="document"))
    ),
    "files": Case(FILES, zone="code", alike=files.alike),
    "files by line": Case(FILES, zone="code", alike=files.alike, rules=Rules(granularity=Granularity(code="line"))),
}

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@each_case
@given(st.data())
@settings(deadline=None)
def test_a_change_of_one_side_is_the_outcome(case: Case, data: st.DataObject) -> None:
    base, changed = data.draw(case.values), data.draw(case.values)

    assert case.alike(case.outcome(base, changed, base), changed)
    assert case.alike(case.outcome(base, base, changed), changed)
    assert case.alike(case.outcome(base, changed, changed), changed)
    assert not any(case.merged(*sides).conflicts for sides in ((base, changed, base), (base, base, changed)))


@each_case
@given(st.data())
@settings(deadline=None)
def test_both_sides_see_the_same_conflicts(case: Case, data: st.DataObject) -> None:
    base, ours, theirs = drawn(case, data)
    one, other = case.merged(base, ours, theirs), case.merged(base, theirs, ours)

    assert [mirrored(each) for each in one.conflicts] == list(other.conflicts)
    assert one.stats.taken_from_source == other.stats.kept_from_target
    if not one.conflicts:
        assert alike_but_for_order(case, case.outcome(base, ours, theirs), case.outcome(base, theirs, ours))


@each_case
@given(st.data())
@settings(deadline=None)
def test_ours_is_theirs_with_the_sides_swapped(case: Case, data: st.DataObject) -> None:
    base, ours, theirs = drawn(case, data)
    one = case.outcome(base, ours, theirs, replace(case.rules, strategy="ours"))
    other = case.outcome(base, theirs, ours, replace(case.rules, strategy="theirs"))

    assert alike_but_for_order(case, one, other)


@each_case
@given(st.data())
@settings(deadline=None)
def test_answers_to_every_conflict_leave_none(case: Case, data: st.DataObject) -> None:
    sides = drawn(case, data)
    found = case.merged(*sides)
    takes = [data.draw(st.sampled_from([take for take in each.choices if take != "value"])) for each in found.conflicts]
    answers = tuple(Resolution(path=each.path, take=take) for each, take in zip(found.conflicts, takes, strict=True))
    settled = case.merged(*sides, replace(case.rules, resolutions=answers))

    assert settled.conflicts == ()
    assert [(each.path, each.kind, each.took) for each in settled.resolved] == [
        (each.path, each.kind, take) for each, take in zip(found.conflicts, takes, strict=True)
    ]
    assert replace(settled.stats, conflicts_resolved=0) == found.stats


@each_case
@given(st.data())
@settings(deadline=None)
def test_a_strategy_touches_conflicts_only(case: Case, data: st.DataObject) -> None:
    sides = drawn(case, data)
    found = case.merged(*sides)
    by_strategy = case.merged(*sides, replace(case.rules, strategy="theirs"))
    by_pattern = case.merged(
        *sides, replace(case.rules, path_strategies=(PathStrategy(f"{case.zone}:/**", "theirs"),), strategy="ours")
    )

    assert by_strategy.conflicts == by_pattern.conflicts == ()
    assert {each.path for each in by_strategy.resolved} == {each.path for each in found.conflicts}
    assert [replace(each, resolved_by="strategy") for each in by_pattern.resolved] == list(by_strategy.resolved)
    assert by_pattern == replace(by_strategy, resolved=by_pattern.resolved)
    assert case.merged(*sides) == found


def drawn(case: Case, data: st.DataObject) -> tuple[Value, Value, Value]:
    return data.draw(case.values), data.draw(case.values), data.draw(case.values)


def mirrored(conflict: Conflict) -> Conflict:
    kind = MIRRORED.get(conflict.kind, conflict.kind)
    hunks = tuple(replace(each, ours=each.theirs, theirs=each.ours) for each in conflict.hunks)
    return replace(conflict, kind=kind, ours=conflict.theirs, theirs=conflict.ours, hunks=hunks)


def alike_but_for_order(case: Case, one: Value, other: Value) -> bool:
    """Return whether two outcomes are alike; in which order lists and chunks are is the target's to say."""
    return case.alike(ordered(one), ordered(other))


def ordered(value: Value) -> Value:
    if isinstance(value, Document):
        return replace(value, chunks=dict(sorted(value.chunks.items())))
    names = [each.get("name") for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    if isinstance(value, list) and names and None not in names and len(names) == len(value):
        return [each for _, each in sorted(zip(map(str, names), value, strict=True), key=lambda pair: pair[0])]
    return value
