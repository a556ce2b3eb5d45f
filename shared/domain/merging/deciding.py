"""Who decides a conflict: the answer to its path, else the first pattern that fits, the strategy, the rule for runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from shared.domain.merging.outcome import Conflict, Decider, Resolved, Stats
from shared.domain.merging.paths import Pattern, pattern
from shared.domain.merging.refusals import refusal
from shared.domain.merging.rules import Resolution, Rules, Strategy, Take
from shared.domain.merging.runs import is_of_a_run
from shared.domain.merging.sameness import same
from shared.domain.merging.values import MISSING, Sides, Value

Alike = Callable[[Value, Value], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is taken for a conflict, who decided so, and the resolution, the `number`th, where that is who."""

    take: Take
    decider: Decider
    resolution: Resolution | None = None
    number: int = 0

    def value(self) -> Value:
        """
        Return the JSON that was given.

        Raises:
            Invalid: none was, or a text (`validation_failed`).
        """
        found = self.resolution
        if found is None or not found.is_given or found.content is not None:
            message = "a value is wanted here"
            raise refusal(message, f"/resolutions/{self.number}/value")
        return found.value

    def content(self) -> str:
        """Return the text that was given; raises as `value`."""
        found = self.resolution
        if found is None or found.is_given or found.content is None:
            message = "a text is wanted here"
            raise refusal(message, f"/resolutions/{self.number}/content")
        return found.content

    def of(self, conflict: Conflict, given: Callable[[Answer], Value]) -> Value:
        """Return the outcome of the conflict; `given` returns it where it was given."""
        match self.take:
            case "ours":
                return conflict.ours
            case "theirs":
                return conflict.theirs
            case "base":
                return conflict.base
            case "delete":
                return MISSING
            case "value":
                return given(self)


@dataclass
class Deciding:
    """The rules at work, and a record of what they decided."""

    rules: Rules
    conflicts: list[Conflict] = field(default_factory=list)
    resolved: list[Resolved] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    taken: int = 0
    kept: int = 0
    alike: int = 0

    @property
    def stats(self) -> Stats:
        """How many values were decided, in which way."""
        return Stats(self.taken, self.kept, self.alike, len(self.resolved))

    def clean(self, sides: Sides, alike: Alike = same) -> Literal["ours", "theirs"] | None:
        """Return the side that has the outcome, None where both changed the value in different ways."""
        if alike(sides.ours, sides.theirs):
            self.alike += not alike(sides.base, sides.ours)
            return "ours"
        if alike(sides.base, sides.ours):
            self.taken += 1
            return "theirs"
        if alike(sides.base, sides.theirs):
            self.kept += 1
            return "ours"
        return None

    def settled(self, conflict: Conflict, given: Callable[[Answer], Value]) -> Value:
        """Return the outcome of a conflict, ours while nobody decided it; `given` makes one of a resolution's value."""
        answer = self.answer(conflict)
        return conflict.ours if answer is None else answer.of(conflict, given)

    def answer(self, conflict: Conflict) -> Answer | None:
        """Return what is decided on a conflict, if anything is, after recording it."""
        found = next(self._answers(conflict.path), None)
        if found is None:
            self.conflicts.append(conflict)
            return None
        self.resolved.append(Resolved(conflict.path, conflict.kind, found.decider, found.take))
        if found.take not in conflict.choices:
            message = f"this conflict can be decided by {', '.join(conflict.choices)}"
            raise refusal(message, f"/resolutions/{found.number}/take")
        return found

    def _answers(self, path: str) -> Iterator[Answer]:
        if path in self._resolutions:
            self.used.add(path)
            yield self._resolutions[path]
        for known, strategy in self._patterns:
            if known.matches(path):
                if strategy != "fail":
                    yield Answer(strategy, "pathStrategy")
                return
        if self.rules.strategy != "fail":
            yield Answer(self.rules.strategy, "strategy")
        elif is_of_a_run(path):
            yield Answer("ours", "registered")

    @cached_property
    def _resolutions(self) -> dict[str, Answer]:
        listed = enumerate(self.rules.resolutions)
        return {each.path: Answer(each.take, "resolution", each, number) for number, each in listed}

    @cached_property
    def _patterns(self) -> list[tuple[Pattern, Strategy]]:
        return [(pattern(each.pattern), each.strategy) for each in self.rules.path_strategies]

    def check_used(self) -> None:
        """
        Refuse answers to what is no conflict.

        Raises:
            Invalid: there are some (`unused_resolution`).
        """
        unused = [number for number, each in enumerate(self.rules.resolutions) if each.path not in self.used]
        if unused:
            pointers = (f"/resolutions/{number}/path" for number in unused)
            message = "there is no conflict at this path"
            raise refusal(message, *pointers, code="unused_resolution")
