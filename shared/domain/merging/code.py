"""The code of the merged whole, of which no file may be where another has a folder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, takewhile

from shared.domain.merging.deciding import Deciding
from shared.domain.merging.files import file_conflict, from_answer
from shared.domain.merging.outcome import Kind, Warned
from shared.domain.merging.rules import Take
from shared.domain.merging.values import MISSING, CodeFile, DerivedFrom, Inputs, Sides, Value


@dataclass(slots=True)
class Code:
    """The files of the merged whole: the outcome of each that was merged, beside those that did not change."""

    inputs: Inputs
    outcomes: dict[str, Value]
    deciding: Deciding

    def paths(self) -> list[str]:
        """Return the paths of all files, in order."""
        return sorted(path for path in {*self.outcomes, *self.inputs.files} if self._is_there(path))

    def derivations(self) -> dict[str, tuple[DerivedFrom, ...]]:
        """Return what each file was made from, by path."""
        return {path: self._derived_from(path) for path in self.paths()}

    def settle_collisions(self) -> None:
        """Decide about files that are where others have a folder; who takes the file takes the folder away."""
        paths = self.paths()
        for path in paths:
            below = [each for each in _below(paths, path) if self._is_there(each)]
            if below and self._is_there(path) and any(each in self.outcomes for each in (path, *below)):
                self._settle_collision(path, below)

    def settle(self, path: str, kind: Kind, *without: Take) -> Take | None:
        """Return what is taken for a file in a conflict, if that is decided, after taking it."""
        conflict = file_conflict(path, self._sides(path), kind, *without)
        if any(each.path == conflict.path for each in self.deciding.conflicts):
            return None  # it is yet to be decided what the file is
        answer = self.deciding.answer(conflict)
        if answer is not None:
            self.outcomes[path] = answer.of(conflict, from_answer)
        return None if answer is None else answer.take

    def _settle_collision(self, path: str, below: list[str]) -> None:
        if self.settle(path, "fileDirectory", "base", "value") and self._is_there(path):
            self.outcomes |= dict.fromkeys(below, MISSING)

    def warnings(self) -> Iterator[Warned]:
        """Yield the files whose paths differ in case only, which some file systems take for one."""
        for _, group in groupby(sorted(self.paths(), key=lambda path: (path.casefold(), path)), key=str.casefold):
            first, *others = group
            for other in others:
                yield Warned("case-collision", f"code:/{other}", f"code:/{first} differs from it in case only")

    def written(self) -> dict[str, Value]:
        """Return what is to be written: each outcome that the target does not have yet."""
        return {path: value for path, value in self.outcomes.items() if value != self._sides(path).ours}

    def _sides(self, path: str) -> Sides:
        if path in self.inputs.code:
            return self.inputs.code[path]
        file = self.inputs.unchanged("code", path)
        return Sides(file, file, file)

    def _is_there(self, path: str) -> bool:
        return self.outcomes.get(path, None if path in self.inputs.files else MISSING) is not MISSING

    def _derived_from(self, path: str) -> tuple[DerivedFrom, ...]:
        if path not in self.outcomes:
            return self.inputs.files[path]
        outcome = self.outcomes[path]
        return outcome.derived_from if isinstance(outcome, CodeFile) else ()


def _below(paths: list[str], path: str) -> Iterator[str]:
    folder = f"{path}/"
    return takewhile(lambda each: each.startswith(folder), islice(paths, bisect_left(paths, folder), None))
