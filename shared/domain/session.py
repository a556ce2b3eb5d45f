"""Sessions: the record everything else belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """
    A session's header.

    `life` differs for every session that ever had this id, so that nothing of a deleted one can reappear. `space` is
    where its blobs lie. `revision` grows by one with every change of content; `sequence` is the number of the last
    event. `base` is the digest of the folded data map, or "" (see `shared.records.data`), `generation` counts its
    foldings.
    """

    id: SessionId
    tenant: str
    owner: str
    life: str
    space: str
    created: datetime
    updated: datetime
    revision: int = 0
    sequence: int = 0
    base: str = ""
    generation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One event to append, with its effect on the data map.

    `delta` replaces whole values under top-level keys (None is a value like any other); `removed` takes keys away. The
    same `event_id` never takes effect twice in a row.
    """

    event_id: str
    kind: str
    author: str
    at: datetime
    delta: Mapping[str, Json] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a session's log, in the order of `sequence` and without holes."""

    sequence: int
    id: str
    kind: str
    author: str
    at: datetime
    revision: int
    delta: Mapping[str, Json]
    removed: tuple[str, ...] = ()
