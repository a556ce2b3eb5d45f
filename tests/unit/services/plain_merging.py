"""The three-way rule over plain values, said in the simplest way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.unit.services.plain import ZONES, Content

ABSENT: Final[Any] = object()


@dataclass
class PlainMerge:
    """One merge; `strategy` decides conflicts unless it is "fail"."""

    strategy: str
    conflicts: int = 0

    def merged(self, base: Content, ours: Content, theirs: Content) -> Content:
        """Return what comes of three contents; with undecided conflicts it is not whole."""
        return {zone: self._value(base[zone], ours[zone], theirs[zone]) for zone in ZONES}

    def _value(self, base: Any, ours: Any, theirs: Any) -> Any:  # noqa: ANN401 - JSON, or absent
        if alike(ours, theirs) or alike(base, theirs):
            return ours
        if alike(base, ours):
            return theirs
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and (base is ABSENT or isinstance(base, Mapping)):
            return self._object(base if isinstance(base, Mapping) else {}, ours, theirs)
        self.conflicts += self.strategy == "fail"
        return theirs if self.strategy == "theirs" else ours

    def _object(self, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
        found = {
            key: self._value(*(side.get(key, ABSENT) for side in (base, ours, theirs))) for key in {**ours, **theirs}
        }
        return {key: value for key, value in found.items() if value is not ABSENT}


def alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON, or absent
    """Return whether two values are equal as JSON, whatever the order of their keys."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
