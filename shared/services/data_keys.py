"""The keys that a session's data may have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.domain.content import is_made
from shared.kernel.errors import Invalid
from shared.records.keys import escaped

KEY_LIMIT_BYTES: Final = 512


def check_keys(delta: Iterable[str]) -> None:
    """
    Refuse what cannot be a key of a data map.

    Raises:
        Invalid: a key is empty, too long, or one of those we make (`invalid_key`).
    """
    for key in delta:
        if not key or len(escaped(key)) > KEY_LIMIT_BYTES or is_made(key):
            message = (
                f"a data key has 1 to {KEY_LIMIT_BYTES} bytes, each beyond ASCII counting three, "
                "and does not start with U+0000"
            )
            raise Invalid(message, code="invalid_key")
