"""Paths of units and of values within them, as `data:/objectClasses/User/description`, and patterns of such paths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.content import ZONES, Zone

LENGTH_LIMIT: Final = 10_000
"""How long a path or a pattern that somebody gives may be."""

_TOKENS: Final = re.compile(r"\*+|[^*]", re.DOTALL)


def escaped(step: str) -> str:
    """Return a step of a JSON Pointer as it is written (RFC 6901, section 3)."""
    return step.replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    """Return a step of a JSON Pointer as it is meant (RFC 6901, section 4)."""
    return step.replace("~1", "/").replace("~0", "~")


def zone_of(path: str) -> Zone | None:
    """Return the zone that a path or a pattern begins with, if it is one of tolerable length."""
    zone, colon, rest = path.partition(":/")
    return next((each for each in ZONES if each == zone and colon and rest and len(path) <= LENGTH_LIMIT), None)


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    A pattern of paths: `*` stands for what has no `/`, `**` for anything.

    All ways to match are followed at once, one bit each, so that no pattern takes long.
    """

    places: Mapping[str, int]
    """Where each character is wanted."""
    stars: int
    """The places of `*` and `**`."""
    wide: int
    """The places of `**`."""
    end: int

    def matches(self, path: str) -> bool:
        """Return whether it is the pattern of that path."""
        states = self._on(1)
        for character in path:
            staying = states & (self.wide if character == "/" else self.stars)
            states = self._on((states & self.places.get(character, 0)) << 1 | staying)
            if not states:
                return False
        return bool(states >> self.end & 1)

    def _on(self, states: int) -> int:
        return states | (states & self.stars) << 1


def pattern(text: str) -> Pattern:
    """Return the pattern that `text` writes."""
    tokens = _TOKENS.findall(text)
    places: dict[str, int] = {}
    stars = wide = 0
    for place, token in enumerate(tokens):
        bit = 1 << place
        if token.startswith("*"):
            stars |= bit
            wide |= bit if len(token) > 1 else 0
        else:
            places[token] = places.get(token, 0) | bit
    return Pattern(places, stars, wide, len(tokens))
