"""Files that agents keep: named, in versions, each a part of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.kernel.hashing import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArtifact:
    """What becomes the next version of a file: a part of a conversation, and what its author notes about it."""

    name: str
    part: Mapping[str, Json]
    metadata: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactVersion:
    """One version of an agent's file; versions count from 0. `blob` is the digest of the part's JSON text."""

    name: str
    version: int
    blob: str
    media_type: str
    created: datetime
    metadata: Mapping[str, Json]
