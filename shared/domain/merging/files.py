"""Code files, each one unit, or merged by lines where that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from shared.domain.merging.deciding import Answer, Deciding
from shared.domain.merging.fields import choices_of, kind_of
from shared.domain.merging.lines import LineMerge, line_merge
from shared.domain.merging.outcome import Conflict, Kind
from shared.domain.merging.rules import Take
from shared.domain.merging.values import CodeFile, DerivedFrom, Sides, Value


@dataclass(frozen=True, slots=True)
class Files:
    """
    Merge code files.

    With `unit` "line", what only one side changed is kept of both; a conflict is about the lines of its hunks, and
    only those are taken from a side.
    """

    deciding: Deciding
    unit: Literal["file", "line"] = "file"

    def merged(self, path: str, sides: Sides) -> Value:
        """Return the outcome of a file."""
        match self.deciding.clean(sides, alike):
            case "ours":
                return _rederived(sides)
            case "theirs":
                return sides.theirs
        conflict = file_conflict(path, sides, kind_of(sides))
        by_line = self._by_line(sides, conflict) if self.unit == "line" else None
        return self.deciding.settled(conflict, from_answer) if by_line is None else by_line

    def _by_line(self, sides: Sides, conflict: Conflict) -> Value | None:
        """Return the outcome by lines, None where the three are no texts to be merged so."""
        base, ours, theirs = sides.base, sides.ours, sides.theirs
        if not (isinstance(base, CodeFile) and isinstance(ours, CodeFile) and isinstance(theirs, CodeFile)):
            return None
        merge = line_merge(base.text, ours.text, theirs.text)
        if merge is None:
            return None
        return self._settled(merge, conflict, _derived_from(base, ours, theirs))

    def _settled(self, merge: LineMerge, conflict: Conflict, derived_from: tuple[DerivedFrom, ...]) -> Value:
        hunks = merge.hunks
        for piece in merge.sides:
            self.deciding.clean(piece)
        if not hunks:
            return CodeFile(merge.text("ours"), derived_from)
        answer = self.deciding.answer(replace(conflict, hunks=hunks))
        if answer is None:
            return conflict.ours
        match answer.take:
            case "ours" | "theirs" | "base" as side:
                return CodeFile(merge.text(side), derived_from)
            case _:
                return answer.of(conflict, from_answer)


def alike(one: Value, other: Value) -> bool:
    """Return whether two files have the same text, or are both missing."""
    return _text(one) == _text(other)


def from_answer(answer: Answer) -> Value:
    """Return the file that somebody wrote as the answer to a conflict."""
    return CodeFile(answer.content())


def file_conflict(path: str, sides: Sides, kind: Kind, *without: Take) -> Conflict:
    """Return the conflict about a file."""
    return Conflict(
        path=f"code:/{path}",
        zone="code",
        unit=path,
        kind=kind,
        base=sides.base,
        ours=sides.ours,
        theirs=sides.theirs,
        choices=choices_of(sides, *without),
    )


def _text(value: Value) -> str | None:
    return value.text if isinstance(value, CodeFile) else None


def _rederived(sides: Sides) -> Value:
    """Return our file, which is the same as theirs or as the base, made from what it was made from last."""
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    if not isinstance(ours, CodeFile) or not isinstance(theirs, CodeFile) or ours.text != theirs.text:
        return ours
    return CodeFile(ours.text, _derived_from(base if isinstance(base, CodeFile) else CodeFile(""), ours, theirs))


def _derived_from(base: CodeFile, ours: CodeFile, theirs: CodeFile) -> tuple[DerivedFrom, ...]:
    """Return what a file was made from that holds something of both sides: for each path what changed, if either."""
    before, one, other = ({each.path: each.hash for each in file.derived_from} for file in (base, ours, theirs))
    merged = {path: _hash(before.get(path, ""), one.get(path, ""), other.get(path, "")) for path in {**one, **other}}
    return tuple(DerivedFrom(path, found) for path, found in merged.items() if found)


def _hash(base: str, ours: str, theirs: str) -> str:
    if base in (ours, theirs):
        return theirs if ours == base else ours
    return min(ours, theirs)
