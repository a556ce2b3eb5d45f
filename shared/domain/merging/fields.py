"""JSON values, merged field by field, and lists that have a key element by element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from shared.domain.content import Zone
from shared.domain.merging.deciding import Answer, Deciding
from shared.domain.merging.keyed import Index, ListKeys
from shared.domain.merging.outcome import Conflict, Kind
from shared.domain.merging.paths import escaped
from shared.domain.merging.refusals import refusal
from shared.domain.merging.rules import TAKES, Take
from shared.domain.merging.sameness import shape
from shared.domain.merging.values import MISSING, Sides, Value
from shared.kernel.hashing import Json

DEPTH_LIMIT: Final = 100
"""How deep values are merged by field; what lies deeper is one value."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a value is: the unit it belongs to, its path, and how deep it lies.

    What is `fixed` neither goes away nor becomes another kind of JSON.
    """

    unit: str
    path: str
    depth: int = 0
    fixed: bool = False

    def within(self, step: str, *, fixed: bool = False) -> Place:
        """Return the place of a value within this one."""
        return replace(self, path=f"{self.path}/{escaped(step)}", depth=self.depth + 1, fixed=fixed)


@dataclass(frozen=True, slots=True)
class Fields:
    """Merge the JSON of a zone; unless it is `granular`, each unit as a whole."""

    deciding: Deciding
    keys: ListKeys
    zone: Zone
    granular: bool = True

    def merged_unit(self, name: str, sides: Sides) -> Value:
        """Return the outcome of a top-level key."""
        return self.merged(sides, Place(name, f"{self.zone}:/{escaped(name)}"))

    def merged(self, sides: Sides, place: Place) -> Value:
        """Return the outcome of the three values of a place."""
        match self.deciding.clean(sides):
            case "ours":
                return sides.ours
            case "theirs":
                return sides.theirs
        if self.granular and place.depth < DEPTH_LIMIT:
            if isinstance(sides.ours, dict) and isinstance(sides.theirs, dict) and _is_object(sides.base):
                return self.members(sides, place)
            if isinstance(sides.ours, list) and isinstance(sides.theirs, list):
                indexes = self.keys.indexes(place.path, (sides.base, sides.ours, sides.theirs))
                if indexes is not None:
                    return [*self._each(indexes, place).values()]
        return self.deciding.settled(self._conflict(sides, place), lambda answer: _given(answer, sides, place))

    def members(self, sides: Sides, place: Place, *, fixed: bool = False) -> dict[str, Json]:
        """Return the object merged by field; a missing one has none."""
        objects = tuple(each if isinstance(each, dict) else {} for each in (sides.base, sides.ours, sides.theirs))
        return self._each(objects, place, fixed=fixed)

    def _each(self, indexes: Iterable[Index], place: Place, *, fixed: bool = False) -> dict[str, Json]:
        base, ours, theirs = indexes
        merged: dict[str, Json] = {}
        for name in {**ours, **theirs}:
            sides = Sides(base.get(name, MISSING), ours.get(name, MISSING), theirs.get(name, MISSING))
            value = self.merged(sides, place.within(name, fixed=fixed))
            if value is not MISSING:
                merged[name] = cast("Json", value)
        return merged

    def _conflict(self, sides: Sides, place: Place) -> Conflict:
        choices = choices_of(sides, "delete") if place.fixed else choices_of(sides)
        return Conflict(
            path=place.path,
            zone=self.zone,
            unit=place.unit,
            kind=kind_of(sides),
            base=sides.base,
            ours=sides.ours,
            theirs=sides.theirs,
            choices=choices,
        )


def kind_of(sides: Sides) -> Kind:
    """Return in which way both sides changed a value."""
    if sides.ours is MISSING:
        return "deleteModify"
    if sides.theirs is MISSING:
        return "modifyDelete"
    if sides.base is MISSING:
        return "addAdd"
    alike = shape(sides.base) == shape(sides.ours) == shape(sides.theirs)
    return "modifyModify" if alike else "typeChange"


def choices_of(sides: Sides, *without: Take) -> tuple[Take, ...]:
    """Return what may be taken: everything but a base that is not there, and some."""
    return tuple(take for take in TAKES if take not in without and (take != "base" or sides.base is not MISSING))


def _given(answer: Answer, sides: Sides, place: Place) -> Value:
    value = answer.value()
    if place.fixed and shape(value) != shape(sides.ours):
        message = f"a value of kind {shape(sides.ours)} is wanted here"
        raise refusal(message, f"/resolutions/{answer.number}/value")
    return value


def _is_object(value: Value) -> bool:
    return value is MISSING or isinstance(value, Mapping)
