"""Sessions: the record everything else belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from shared.domain.content import Layers, Touched, Write
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId

CONNECTORSMITH: Final = "connectorsmith"
"""The agent app whose sessions are the generator's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """
    A session's header.

    `life` differs for every session that ever had this id, so that nothing of a deleted one can reappear. `space` is
    where its blobs lie. `revision` grows by one with every change of content; `sequence` is the number of the last
    event; `version` grows with every write of the header that concerns other writers. `layers` tells where the content
    lies, `changed` at which revision it last changed. `app` is the agent app it belongs to; agents of another app than
    ours know it as `alias`. `told` is the newest event's own time, as its author gave it, and `latest_told` the latest
    that any event gave: nanoseconds since 1970 UTC, which hold every float of seconds exactly.
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
    version: int = 0
    changed: int = 0
    layers: Layers = field(default_factory=Layers)
    app: str = CONNECTORSMITH
    alias: str = ""
    told: int = 0
    latest_told: int = 0

    @property
    def agent_id(self) -> str:
        """The id under which agents know the session, unique within its app and owner."""
        return self.alias or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One event to append, with its effect on the content.

    `delta` replaces whole values under top-level keys (None is a value like any other); `removed` takes keys away;
    `writes` are leaves of the other zones, and of the data those that are no keys. The same `event_id` never takes
    effect twice in a row. `told` is the time its author gives the event, in nanoseconds since 1970 UTC, where that is
    another than `at`; `body` is what else an agent says in it.
    """

    event_id: str
    kind: str
    author: str
    at: datetime
    told: int | None = None
    body: Mapping[str, Json] | None = None
    delta: Mapping[str, Json] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    One entry of a session's log, in the order of `sequence` and without holes.

    `told` is the time its author gave it, `latest_told` the latest of its own and all earlier ones: authors' clocks
    differ, so only that never decreases along the log.
    """

    sequence: int
    id: str
    kind: str
    author: str
    at: datetime
    told: int
    latest_told: int
    revision: int
    delta: Mapping[str, Json]
    removed: tuple[str, ...] = ()
    body: Mapping[str, Json] | None = None
    touched: tuple[Touched, ...] = ()
