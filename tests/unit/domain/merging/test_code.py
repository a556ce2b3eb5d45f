"""Code: files and lines, folders, and what files were made from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.merging.derivation import Data, stale, value_hash
from shared.domain.merging.lines import BYTES_LIMIT, LINES_LIMIT
from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Hunk, Range, Resolved, StaleFile, Stats, Warned
from shared.domain.merging.rules import Granularity, Resolution, Rules, Take
from shared.domain.merging.values import MISSING, CodeFile, DerivedFrom, Inputs, Sides, Value
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from tests.unit.domain.merging.drivers import merge_file, told

BY_LINE = Rules(granularity=Granularity(code="line"))
BASE = CodeFile("".join(f"{number}\n" for number in range(1, 10)))


def edited(text: str, **lines: str) -> CodeFile:
    """Return a file with other lines in the place of some: `l2="two\\n"`."""
    return CodeFile("".join(lines.get(f"l{line.strip()}", line) for line in text.splitlines(keepends=True)))


def test_a_file_is_one_unit() -> None:
    ours, theirs = edited(BASE.text, l2="two\n"), edited(BASE.text, l8="eight\n")

    found = merge_file(BASE, ours, theirs)

    assert told(found) == [("code:/f", "modifyModify")]
    assert found.conflicts[0].choices == ("ours", "theirs", "base", "value", "delete")
    assert found.conflicts[0].hunks == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome"),
    [
        ({"l2": "two\n"}, {"l8": "eight\n"}, {"l2": "two\n", "l8": "eight\n"}),
        ({"l1": "", "l9": "9\nten"}, {"l5": "5\n5.5\n"}, {"l1": "", "l5": "5\n5.5\n", "l9": "9\nten"}),
        ({"l3": "three\n"}, {"l3": "three\n", "l7": ""}, {"l3": "three\n", "l7": ""}),
        ({"l3": "", "l4": "", "l5": ""}, {"l7": "seven\r\n"}, {"l3": "", "l4": "", "l5": "", "l7": "seven\r\n"}),
    ],
)
def test_changes_beside_each_other(ours: dict[str, str], theirs: dict[str, str], outcome: dict[str, str]) -> None:
    found = merge_file(BASE, edited(BASE.text, **ours), edited(BASE.text, **theirs), BY_LINE)

    assert found.conflicts == ()
    assert found.code == {"f": edited(BASE.text, **outcome)}


def test_lines_that_both_changed_are_named_in_all_three() -> None:
    ours = edited(BASE.text, l1="0\n1\n", l4="four\n", l8="")
    theirs = edited(BASE.text, l5="five\nfive\n", l8="eight\n")

    found = merge_file(BASE, ours, theirs, BY_LINE)

    assert told(found) == [("code:/f", "modifyModify")]
    assert found.conflicts[0].hunks == (
        Hunk(base=Range(4, 2), ours=Range(5, 2), theirs=Range(4, 3)),
        Hunk(base=Range(8, 1), ours=Range(9, 0), theirs=Range(9, 1)),
    )
    assert found.stats == Stats(kept_from_target=1)


@pytest.mark.parametrize(
    ("take", "second", "eighth"), [("ours", "two\n", ""), ("theirs", "zwei\n", "eight\n"), ("base", "2\n", "8\n")]
)
def test_only_conflicting_lines_are_taken_from_a_side(take: Take, second: str, eighth: str) -> None:
    ours = edited(BASE.text, l2="two\n", l5="five\n", l8="")
    theirs = edited(BASE.text, l2="zwei\n", l6="6\nsix\n"[2:], l8="eight\n")
    ours = edited(BASE.text, l2="two\n", l4="four\n", l8="")

    found = merge_file(BASE, ours, theirs, replace(BY_LINE, resolutions=(Resolution(path="code:/f", take=take),)))

    assert found.code.get("f", ours) == edited(BASE.text, l2=second, l4="four\n", l6="six\n", l8=eighth)
    assert found.resolved == (Resolved("code:/f", "modifyModify", "resolution", take),)


@pytest.mark.parametrize("text", ["\udc80\n", "x" * (BYTES_LIMIT + 1), "\n" * (LINES_LIMIT + 1)])
def test_what_is_no_text_of_lines_is_merged_as_a_file(text: str) -> None:
    found = merge_file(CodeFile(f"a\n{text}"), CodeFile(f"b\n{text}"), CodeFile(f"a\n{text}c\n"), BY_LINE)

    assert told(found) == [("code:/f", "modifyModify")]
    assert found.conflicts[0].hunks == ()


def test_the_largest_texts_are_merged_by_line() -> None:
    base = [f"{number % 7}\n" for number in range(LINES_LIMIT)]
    ours, theirs = ["first\n", *base[1:]], [*base[:-1], "last\n"]

    files = [CodeFile("".join(lines)) for lines in (base, ours, theirs)]
    found = merge_file(files[0], files[1], files[2], BY_LINE)

    assert found.code == {"f": CodeFile("".join(["first\n", *base[1:-1], "last\n"]))}


def test_what_was_written_as_an_answer_was_made_from_nothing() -> None:
    base, ours, theirs = (CodeFile(text, (DerivedFrom("data:/k", text),)) for text in "abc")
    answer = Resolution(path="code:/f", take="value", content="d")

    assert merge_file(base, ours, theirs, Rules(resolutions=(answer,))).code == {"f": CodeFile("d")}


def test_a_file_remembers_what_it_was_made_from_last() -> None:
    def made(text: str, *hashes: str) -> CodeFile:
        return CodeFile(text, tuple(DerivedFrom(f"data:/{number}", each) for number, each in enumerate(hashes)))

    assert merge_file(made("x", "1"), made("x", "1"), made("x", "2")).code == {"f": made("x", "2")}
    assert merge_file(made("x", "1"), made("x", "2"), made("x", "1")).code == {}
    assert merge_file(made("x", "1", "1"), made("y", "2", "1"), made("y", "1", "2")).code == {"f": made("y", "2", "2")}
    assert merge_file(MISSING, made("y", "2"), made("y", "1")).code == {"f": made("y", "1")}


def inputs(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> Inputs:
    def file(files: dict[str, str], path: str) -> Value:
        return CodeFile(files[path]) if path in files else MISSING

    paths = sorted({*base, *ours, *theirs})
    sides = {path: Sides(file(base, path), file(ours, path), file(theirs, path)) for path in paths}
    changed = {path: each for path, each in sides.items() if not each.base == each.ours == each.theirs}
    return Inputs(
        code=changed,
        files={path: () for path in paths if path not in changed},
        unchanged=lambda _, path: file(base, path),
    )


FOLDER = inputs({"b": "0"}, {"b": "0", "a": "1", "d/e": "1"}, {"b": "0", "a/x": "2", "a/y/z": "2", "d": "2"})


def test_no_file_is_a_folder() -> None:
    found = merged(FOLDER, Rules())

    assert told(found) == [("code:/a", "fileDirectory"), ("code:/d", "fileDirectory")]
    assert [(each.ours, each.theirs) for each in found.conflicts] == [
        (CodeFile("1"), MISSING),
        (MISSING, CodeFile("2")),
    ]
    assert {each.choices for each in found.conflicts} == {("ours", "theirs", "delete")}


@pytest.mark.parametrize(
    ("take", "written"),
    [
        ("ours", {}),
        ("theirs", {"a": MISSING, "a/x": CodeFile("2"), "a/y/z": CodeFile("2"), "d": CodeFile("2"), "d/e": MISSING}),
        ("delete", {"a": MISSING, "a/x": CodeFile("2"), "a/y/z": CodeFile("2")}),
    ],
)
def test_a_file_or_its_folder_goes(take: Take, written: dict[str, Value]) -> None:
    answers = tuple(Resolution(path=f"code:/{path}", take=take) for path in ("a", "d"))

    found = merged(FOLDER, Rules(resolutions=answers))

    assert (found.conflicts, found.code) == ((), written)


def test_a_folder_where_an_unchanged_file_was_taken_away() -> None:
    found = merged(inputs({"a": "0"}, {"a": "0"}, {"a/b": "1"}), Rules())

    assert (found.conflicts, found.code) == ((), {"a": MISSING, "a/b": CodeFile("1")})


def test_an_answer_that_brings_a_file_back_answers_for_its_folder_too() -> None:
    whole = inputs({"a": "0"}, {"a/b": "1"}, {"a": "2"})

    assert told(merged(whole, Rules())) == [("code:/a", "deleteModify")]
    taken = merged(whole, Rules(resolutions=(Resolution(path="code:/a", take="theirs"),)))
    assert (taken.conflicts, taken.code) == ((), {"a": CodeFile("2"), "a/b": MISSING})
    with pytest.raises(Invalid, match="/resolutions/0/take"):
        merged(whole, Rules(resolutions=(Resolution(path="code:/a", take="value", content="3"),)))


def test_paths_that_differ_in_case_only_are_told_of() -> None:
    found = merged(
        inputs({"User.groovy": "0"}, {"User.groovy": "0"}, {"User.groovy": "0", "user.groovy": "1"}), Rules()
    )

    detail = "code:/User.groovy differs from it in case only"
    assert found.warnings == (Warned("case-collision", "code:/user.groovy", detail),)


def classes(**descriptions: str) -> Json:
    return {"objectClasses": [{"name": name, "description": text} for name, text in descriptions.items()]}


def made_from(key: str, at: str, data: Json) -> DerivedFrom:
    (found,) = Data({key: data}.__getitem__).sources([f"data:/{key}{at}"])
    return found


def test_values_are_found_by_the_keys_of_lists() -> None:
    held: dict[str, Value] = {"objectClassesOutput": classes(User="u", **{"a/b": "x"}), "list": [1, {"~": None}]}
    read: list[str] = []

    def value(key: str) -> Value:
        read.append(key)
        return held.get(key, MISSING)

    data = Data(value)

    assert data.at("data:/objectClassesOutput/objectClasses/User/description") == "u"
    assert data.at("data:/objectClassesOutput/objectClasses/a~1b") == {"name": "a/b", "description": "x"}
    assert data.at("data:/list/1/~0") is None
    missing = ["data:/list/2", "data:/list/1/~0/x", "data:/none", "code:/list"]
    missing += ["data:/objectClassesOutput/objectClasses/0"]
    assert {data.at(path) for path in missing} == {MISSING}
    assert [each.path for each in data.sources(["data:/list/0", *missing, "data:/list/0"])] == ["data:/list/0"]
    assert read == ["objectClassesOutput", "list", "none"]


def test_code_made_from_what_the_other_side_changed_is_stale() -> None:
    key = "objectClassesOutput"
    before, after = classes(User="old", Group="g"), classes(User="new", Group="g")
    user, group, gone = (
        made_from(key, f"/objectClasses/{name}", before if name != "Gone" else classes(Gone="x"))
        for name in ("User", "Group", "Gone")
    )
    old = CodeFile("user 1", (user,))
    whole = Inputs(
        data={key: Sides(before, before, after)},
        code={"user": Sides(old, replace(old, text="user 2"), old)},
        files={"group": (group,), "gone": (gone,), "hand": ()},
        unchanged=lambda _, path: CodeFile(path),
    )
    now = value_hash({"name": "User", "description": "new"})
    expected = (StaleFile("gone", gone, ""), StaleFile("user", user, now))

    warned, failed = merged(whole, Rules()), merged(whole, Rules(stale="fail"))

    assert (warned.conflicts, warned.stale) == ((), expected)
    assert told(failed) == [("code:/gone", "staleDerived"), ("code:/user", "staleDerived")]
    assert failed.stale == expected
    assert failed.conflicts[0].ours == CodeFile("gone")
    answers = (
        Resolution(path="code:/gone", take="delete"),
        Resolution(path="code:/user", take="value", content="user 3"),
    )
    settled = merged(whole, Rules(stale="fail", resolutions=answers))
    assert (settled.conflicts, settled.stale) == ((), ())
    assert settled.code == {"gone": MISSING, "user": CodeFile("user 3")}
    assert stale({"group": (group,)}, Data(lambda _: after)) == ()


def test_code_made_from_the_merged_value_is_fresh() -> None:
    file = CodeFile("made of both", (made_from("objectClassesOutput", "", classes(User="new", Group="new")),))
    sides = Sides(classes(User="", Group=""), classes(User="new", Group=""), classes(User="", Group="new"))
    whole = Inputs(data={"objectClassesOutput": sides}, code={"f": Sides(MISSING, MISSING, file)})

    assert merged(whole, Rules(stale="fail")).stale == ()
