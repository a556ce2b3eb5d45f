"""What a state may carry: small values themselves, large ones by reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.kernel.errors import Invalid, TooLarge
from shared.kernel.hashing import Json, canonical
from shared.ports.pipelines import STATE_LIMIT_BYTES

RESULT_LIMIT: Final = STATE_LIMIT_BYTES - 32_768
"""Bytes that a task may answer: the invocation's envelope and the state it joins need a place as well."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A value in the blob store: the digest of its bytes, and how many they are."""

    blob: str
    size: int

    @classmethod
    def decode(cls, value: Json) -> Reference:
        """
        Return the reference that a state carries as `{"blob": ..., "size": ...}`.

        Raises:
            Invalid: it is anything else.
        """
        match value:
            case {"blob": str(blob), "size": int(size), **rest} if not rest and _DIGEST.fullmatch(blob) and size >= 0:
                return cls(blob=blob, size=size)
        message = "a reference is {blob: 64 hexadecimal digits, size: bytes}"
        raise Invalid(message, code="bad_reference")

    def encode(self) -> dict[str, Json]:
        """Return the reference as a state carries it."""
        return {"blob": self.blob, "size": self.size}


def fitting(result: Mapping[str, Json]) -> dict[str, Json]:
    """
    Return `result` if a state can carry it.

    Raises:
        TooLarge: it has more than `RESULT_LIMIT` bytes; a task with that much to say puts it into the blob store.
    """
    answer = dict(result)
    size = len(canonical(answer))
    if size > RESULT_LIMIT:
        message = f"a task answered {size} bytes, and a state carries {RESULT_LIMIT}"
        raise TooLarge(message, code="state_too_large")
    return answer
