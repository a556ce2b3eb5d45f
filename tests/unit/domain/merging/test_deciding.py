"""Who decides a conflict, and requests that can never succeed."""

from __future__ import annotations

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Resolved
from shared.domain.merging.paths import pattern
from shared.domain.merging.rules import ListKey, PathStrategy, Resolution, Rules
from shared.domain.merging.values import CodeFile, Inputs, Sides
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from tests.unit.domain.merging.drivers import merge_value, told

BASE: Json = {"a": 1, "b": 1, "c": 1, "d": 1, "free": 1}
OURS: Json = {"a": 2, "b": 2, "c": 2, "d": 2, "free": 1}
THEIRS: Json = {"a": 3, "b": 3, "c": 3, "d": 3, "free": 3}

LONG = "code:/" + "a" * 10_000


def test_resolutions_before_patterns_before_the_strategy() -> None:
    rules = Rules(
        strategy="ours",
        path_strategies=(
            PathStrategy("data:/k/b", "fail"),
            PathStrategy("data:/*/c", "theirs"),
            PathStrategy("data:/**", "ours"),
        ),
        resolutions=(Resolution(path="data:/k/a", take="value", value=None),),
    )

    found = merge_value(BASE, OURS, THEIRS, rules)

    assert told(found) == [("data:/k/b", "modifyModify")]
    assert found.resolved == (
        Resolved("data:/k/a", "modifyModify", "resolution", "value"),
        Resolved("data:/k/c", "modifyModify", "pathStrategy", "theirs"),
        Resolved("data:/k/d", "modifyModify", "pathStrategy", "ours"),
    )
    assert found.data == {"k": {"a": None, "b": 2, "c": 3, "d": 2, "free": 3}}
    assert found.stats.conflicts_resolved == 3


@pytest.mark.parametrize("take", ["ours", "theirs", "base", "delete"])
def test_each_take(take: str) -> None:
    outcome = {"ours": {"a": 2}, "theirs": {"a": 3}, "base": {"a": 1}, "delete": {}}[take]
    answer = Resolution(path="data:/k/a", take=take)  # type: ignore[arg-type]  # as listed

    found = merge_value({"a": 1}, {"a": 2}, {"a": 3}, Rules(resolutions=(answer,)))

    assert found.data.get("k", {"a": 2}) == outcome


def test_theirs_deletes_what_they_deleted() -> None:
    answer = Resolution(path="data:/k", take="theirs")

    assert merge_value({"a": 1}, {"a": 2}, {}, Rules(strategy="theirs")).data == {"k": {}}
    assert list(merge_value(1, 2, 3, Rules(resolutions=(answer,))).data) == ["k"]


@pytest.mark.parametrize(
    ("rules", "code", "pointer"),
    [
        (
            Rules(resolutions=(Resolution(path="data:/k/free", take="ours"),)),
            "unused_resolution",
            "/resolutions/0/path",
        ),
        (Rules(resolutions=(Resolution(path="data:/k", take="ours"),)), "unused_resolution", "/resolutions/0/path"),
        (Rules(resolutions=(Resolution(path="env:/k/a", take="ours"),)), "unused_resolution", "/resolutions/0/path"),
        (Rules(resolutions=(Resolution(path="k/a", take="ours"),)), "unknown_path", "/resolutions/0/path"),
        (Rules(resolutions=(Resolution(path="data:/", take="ours"),)), "unknown_path", "/resolutions/0/path"),
        (Rules(resolutions=(Resolution(path="data:/k/~2", take="ours"),)), "unknown_path", "/resolutions/0/path"),
        (
            Rules(resolutions=(Resolution(path="data:/k/a", take="ours"), Resolution(path="data:/k/a", take="base"))),
            "validation_failed",
            "/resolutions/1/path",
        ),
        (
            Rules(resolutions=(Resolution(path="data:/k/a", take="ours", value=None),)),
            "validation_failed",
            "/resolutions/0/take",
        ),
        (
            Rules(resolutions=(Resolution(path="data:/k/a", take="value"),)),
            "validation_failed",
            "/resolutions/0/value",
        ),
        (Rules(path_strategies=(PathStrategy("**", "ours"),)), "bad_pattern", "/pathStrategies/0/pattern"),
        (Rules(path_strategies=(PathStrategy("*:/a", "ours"),)), "bad_pattern", "/pathStrategies/0/pattern"),
        (Rules(path_strategies=(PathStrategy("code:/***", "ours"),)), "bad_pattern", "/pathStrategies/0/pattern"),
        (
            Rules(path_strategies=(PathStrategy("code:/" + "a" * 10_000, "fail"),)),
            "bad_pattern",
            "/pathStrategies/0/pattern",
        ),
        (Rules(list_keys=(ListKey("code:/a", ("name",)),)), "unknown_path", "/listKeys/0/path"),
        (Rules(list_keys=(ListKey("data:/a", ("",)),)), "validation_failed", "/listKeys/0/key"),
    ],
)
def test_what_can_never_succeed(rules: Rules, code: str, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        merge_value(BASE, OURS, THEIRS, rules)

    assert caught.value.code == code
    assert [(each["pointer"], each["code"]) for each in caught.value.facts["errors"]] == [  # type: ignore[attr-defined]
        (pointer, code.replace("_", "-"))
    ]


def test_every_unused_resolution_is_named() -> None:
    answers = tuple(Resolution(path=f"data:/k/{name}", take="ours") for name in ("free", "a", "none"))

    with pytest.raises(Invalid, match="/resolutions/0/path, /resolutions/2/path"):
        merge_value(BASE, OURS, THEIRS, Rules(resolutions=answers))


def test_conflicts_come_whole_and_in_the_order_of_their_paths() -> None:
    whole = Inputs(
        data={f"k{number}": Sides(1, 2, 3) for number in range(2_000)}, env={"b": Sides(1, 2, 3), "a": Sides(1, 2, 3)}
    )

    found = merged(whole, Rules())

    assert [each.path for each in found.conflicts] == sorted(
        [*(f"data:/k{number}" for number in range(2_000)), "env:/a", "env:/b"]
    )


def test_the_same_merge_has_the_same_bytes_in_whatever_order_its_units_come() -> None:
    units = {f"k{number}": Sides({"a": 1}, {"a": number, "b": 0}, {"a": 3, "c": 0}) for number in range(20)}
    files = {f"f{number}": Sides(CodeFile("0"), CodeFile(str(number)), CodeFile("3")) for number in range(20)}
    rules = Rules(path_strategies=(PathStrategy("data:/k1*/a", "theirs"),))

    one = merged(Inputs(data=units, code=files, env=units), rules)
    units, files = dict(reversed(units.items())), dict(reversed(files.items()))
    other = merged(Inputs(data=units, code=files, env=units), rules)

    assert repr(one) == repr(other)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("code:/generated/**", "code:/generated/a/b.groovy", True),
        ("code:/generated/**", "code:/generated", False),
        ("code:/*.groovy", "code:/a.groovy", True),
        ("code:/*.groovy", "code:/a/b.groovy", False),
        ("code:/**.groovy", "code:/a/b.groovy", True),
        ("code:/**/b/*", "code:/a/b/c/b/d", True),
        ("data:/discovery*", "data:/discoveryOutput", True),
        ("data:/discovery*", "data:/discoveryOutput/links", False),
        ("data:/a.c", "data:/abc", False),
        ("data:/[ab]", "data:/a", False),
        ("data:/**a*b", "data:/a/ab", True),
    ],
)
def test_patterns(text: str, path: str, expected: bool) -> None:  # noqa: FBT001 - an example
    assert pattern(text).matches(path) is expected


PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", "**"]), max_size=8)


@given(PIECES, st.text("ab/", max_size=8))
def test_a_pattern_without_folders_is_the_shell_s(pieces: list[str], path: str) -> None:
    text = "".join(pieces).replace("***", "**").replace("***", "**").replace("*", "**").replace("****", "**")

    assert pattern(text).matches(path) == fnmatch.fnmatchcase(path, text)


def test_no_pattern_takes_long() -> None:
    assert not pattern("data:/" + "**a" * 600).matches("data:/" + "a" * 599 + "b" * 1000)


RUNS: dict[str, Json] = {
    "connectorInput": {"format": "yaml"},
    "codegenJobId": "j",
    "codegenOutput": {"files": ["a"]},
    "userSearchAllInput": {"format": "yaml"},
    "objectClassesJobId": "j",
}


def of_runs(value: int) -> dict[str, Json]:
    """Return what runs leave behind, and two keys that only look like it."""
    whole: dict[str, Json] = {"n": value}
    left: dict[str, Json] = {name: whole if isinstance(was, dict) else value for name, was in RUNS.items()}
    return left | {"jobId": value, "userAttributesOutput": value}


def test_runs_of_the_source_are_none_of_the_targets() -> None:
    inputs = Inputs(data={name: Sides(value, of_runs(2)[name], of_runs(3)[name]) for name, value in of_runs(1).items()})

    found = merged(inputs, Rules())
    listed = merged(inputs, Rules(path_strategies=(PathStrategy("data:/*JobId", "fail"),)))
    theirs = merged(inputs, Rules(strategy="theirs"))

    assert [path for path, _ in told(found)] == ["data:/jobId", "data:/userAttributesOutput"]
    assert {(each.path.split("/")[1], each.resolved_by, each.took) for each in found.resolved} == {
        (name, "registered", "ours") for name in RUNS
    }
    assert {"data:/codegenJobId", "data:/objectClassesJobId"} <= {path for path, _ in told(listed)}
    assert {each.took for each in theirs.resolved} == {"theirs"}
