"""The walk through conflicts, with the answers of a person and the conflicts of the contract's example."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from shared.cli.sessions.columns import SIDES, side_by_side
from shared.cli.sessions.walk import Walk

ALL = ["ours", "theirs", "base", "value", "delete"]
FIELD = {
    "path": "data:/objectClasses/User/description",
    "zone": "data",
    "kind": "modifyModify",
    "base": {"hash": "sha256:01", "value": "A user"},
    "ours": {"hash": "sha256:02", "value": "Directory user", "changedBy": "user:alice", "changedAt": "2026-03-11"},
    "theirs": {"hash": "sha256:03", "value": "Login user", "changedBy": "user:bob", "changedAt": "2026-03-11"},
    "choices": ALL,
}
FILE = {
    "path": "code:/src/Group.groovy",
    "zone": "code",
    "kind": "modifyDelete",
    "base": {"hash": "sha256:11", "size": 900, "href": "/v1/sessions/s/blobs/sha256:11"},
    "ours": {"hash": "sha256:12", "size": 950, "href": "/v1/sessions/s/blobs/sha256:12"},
    "theirs": None,
    "choices": ALL,
}
TEXTS = {"/v1/sessions/s/blobs/sha256:11": "def a\ndef b", "/v1/sessions/s/blobs/sha256:12": "def a\ndef c"}


class Person:
    """Answers questions one after the other; without answers left, it is gone."""

    def __init__(self, *answers: str) -> None:
        self.asked: list[str] = []
        self.page = io.StringIO()
        self._answers: Iterator[str] = iter(answers)
        self.walk = Walk(Console(file=self.page, width=120), self._ask, TEXTS.__getitem__)

    def _ask(self, question: str) -> str:
        self.asked.append(question)
        try:
            return next(self._answers)
        except StopIteration:
            raise EOFError from None


def test_each_conflict_is_shown_and_decided() -> None:
    person = Person("t", "ours")

    assert person.walk.resolutions([FIELD, FILE]) == [
        {"path": FIELD["path"], "take": "theirs"},
        {"path": FILE["path"], "take": "ours"},
    ]
    lines = [" ".join(line.split()) for line in person.page.getvalue().splitlines()]
    assert "1/2 data:/objectClasses/User/description modifyModify" in lines
    assert any("A user" in line and "Directory user" in line and "Login user" in line for line in lines)
    assert any("def b" in line and "def c" in line for line in lines)
    assert any("(absent)" in line for line in lines)
    assert "ours: user:alice at 2026-03-11" in lines


def test_a_value_is_typed_and_a_text_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "Group.groovy"
    file.write_text("def d\n", encoding="utf-8")

    assert Person("v", '{"a": 1}', "v", str(file)).walk.resolutions([FIELD, FILE]) == [
        {"path": FIELD["path"], "take": "value", "value": {"a": 1}},
        {"path": FILE["path"], "take": "value", "content": "def d\n"},
    ]


@pytest.mark.parametrize("wrong", [("x", "t"), ("v", "{", "t"), ("", "t")])
def test_what_is_no_answer_is_asked_again(wrong: tuple[str, ...]) -> None:
    assert Person(*wrong).walk.resolutions([FIELD]) == [{"path": FIELD["path"], "take": "theirs"}]


@pytest.mark.parametrize("answers", [("q",), ("t", "quit"), ("t",)])
def test_who_leaves_decides_nothing(answers: tuple[str, ...]) -> None:
    assert Person(*answers).walk.resolutions([FIELD, FILE]) is None


def test_only_what_the_service_offers_may_be_taken() -> None:
    person = Person("b", "d", "o")

    assert person.walk.resolutions([FIELD | {"choices": ["ours", "theirs"]}]) == [
        {"path": FIELD["path"], "take": "ours"}
    ]
    assert person.asked == ["take [o]urs, [t]heirs, or [q]uit? "] * 3


def shown(texts: dict[str, str | None]) -> list[list[str]]:
    """Return what stands in each row, column by column."""
    page = io.StringIO()
    Console(file=page, width=120).print(side_by_side(texts))
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in page.getvalue().splitlines() if "│" in line]


def test_lines_stand_beside_what_they_were() -> None:
    texts: dict[str, str | None] = {
        "base": "a\nb\nc\nd",
        "ours": "new\na\nB\nc\nd",
        "theirs": "a\nb\nd\nlast",
    }

    assert shown(texts) == [
        ["", "new", ""],
        ["a", "a", "a"],
        ["b", "B", "b"],
        ["c", "c", ""],
        ["d", "d", "d"],
        ["", "", "last"],
    ]


def test_of_long_texts_what_differs_is_shown_with_a_few_lines_around() -> None:
    same = [f"line {number}" for number in range(100)]
    texts: dict[str, str | None] = {
        side: "\n".join([*same, word, *same]) for side, word in (("base", "old"), ("ours", "mine"), ("theirs", "yours"))
    }

    assert shown(texts) == [
        ["…"] * 3,
        *([f"line {number}"] * 3 for number in (97, 98, 99)),
        ["old", "mine", "yours"],
        *([f"line {number}"] * 3 for number in (0, 1, 2)),
    ]


def test_texts_that_differ_everywhere_are_cut_off() -> None:
    texts: dict[str, str | None] = {side: "\n".join(f"{side} {number}" for number in range(100)) for side in SIDES}

    rows = shown(texts)

    assert (len(rows), rows[0], rows[-1]) == (61, ["base 0", "ours 0", "theirs 0"], ["… more"] * 3)
