"""Identifiers: one type and one rule each."""

from __future__ import annotations

import hashlib
from typing import Final, NewType
from uuid import UUID

SessionId = NewType("SessionId", str)
JobId = NewType("JobId", str)
DocumentId = NewType("DocumentId", str)
ChunkId = NewType("ChunkId", str)

_NAMESPACE: Final = UUID("3f1c2f5e-6f0b-5a7d-9d3e-6c1b7b1f0a11")
_VERSION_AND_VARIANT: Final = (0xF << 76) | (0b11 << 62)
_VERSION_8: Final = (0x8 << 76) | (0b10 << 62)


def derived_uuid(*parts: str) -> str:
    """Return the version 5 UUID (RFC 9562) that always belongs to `parts`; how idempotent tasks name what they make."""
    joined = "\x1f".join(part.replace("\x1f", "\x1f\x1f") for part in parts)
    seed = hashlib.sha1(_NAMESPACE.bytes + joined.encode(), usedforsecurity=False).digest()[:16]
    return str(UUID(bytes=seed, version=5))


def hashed_uuid(name: bytes) -> str:
    """Return the version 8 UUID (RFC 9562, section 5.8) made of the SHA-256 of `name`: nobody finds two of one name."""
    number = int.from_bytes(hashlib.sha256(name).digest()[:16])
    return str(UUID(int=number & ~_VERSION_AND_VARIANT | _VERSION_8))
