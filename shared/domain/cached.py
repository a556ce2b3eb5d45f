"""What people and programs keep beside a session's content, under keys of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

KEYS: Final = 10_000
"""How many keys the cache of one session has at most."""

KEY_BYTES: Final = 256
VALUE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValue:
    """A value to keep: the text of a JSON value, or bytes; for so many seconds, or for good (None)."""

    data: bytes
    is_json: bool
    media_type: str
    lifetime: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    What is known of a value.

    `version` grows with every write of the key, and is higher than that of any value the key had before it was removed.
    `size` is in bytes; `created` is when the key last came to be; `expires` is None for good.
    """

    key: str
    version: int
    size: int
    is_json: bool
    media_type: str
    created: datetime
    updated: datetime
    expires: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Return whether it has expired, which is as if it were not there."""
        return self.expires is not None and now >= self.expires


@dataclass(frozen=True, slots=True)
class Cached:
    """A value and what is known of it."""

    entry: Entry
    data: bytes
