"""Content digests and the one canonical text of a JSON value."""

from __future__ import annotations

import hashlib
import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Json) -> bytes:
    """
    Return the one UTF-8 text of `value`: keys sorted, no blanks, numbers as Python writes them.

    1 and 1.0 stay different, integers keep every digit.

    Raises:
        ValueError: NaN and infinities have no JSON text (RFC 8259, section 6).
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
