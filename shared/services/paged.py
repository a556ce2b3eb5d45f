"""Lists whose rows have keys that never move: who goes on behind a key meets no row twice, and misses none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.kernel.hashing import Json
from shared.services.tokens import Tokens

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PageWish:
    """How many rows at most, and the token of the page; None for the first."""

    size: int = 50
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """The pages of lists."""

    tokens: Tokens

    def page(
        self, wanted: Mapping[str, Json], rows: Sequence[Row], key: Callable[[Row], str], wish: PageWish
    ) -> tuple[tuple[Row, ...], str | None]:
        """
        Return a page of rows that are in the order of their keys, and the token of the next one, if there is one.

        Raises:
            Invalid: the token is not this list's, or too old.
        """
        place = self.tokens.place(wanted, wish.token)
        start = 0 if place is None else bisect_right(rows, str(place), key=key)
        end = start + wish.size
        onwards = self.tokens.token(wanted, key(rows[end - 1])) if end < len(rows) else None
        return tuple(rows[start:end]), onwards
