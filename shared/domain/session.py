"""Sessions: the record everything else belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from shared.domain.content import Layers, Touched, Write
from shared.domain.workspace import About, Lineage, Role
from shared.kernel.errors import Conflict
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId

CONNECTORSMITH: Final = "connectorsmith"
"""The agent app whose sessions are the generator's."""


_CLOSED: Final[Mapping[str, tuple[str, str]]] = {
    "pendingApproval": ("session_paused", "waits for an approval; its content cannot be changed until that is decided"),
    "conflict": ("session_in_conflict", "has a merge to resolve or abort first"),
    "archived": ("session_archived", "is archived"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """
    A session's header.

    `life` differs for every session that ever had this id, so that nothing of a deleted one can reappear. `space` is
    where its blobs lie. `revision` grows by one with every change of content; `sequence` is the number of the last
    event, `revised` that of the one the revision comes from; `version` grows with every write of the header that
    concerns other writers. `layers` tells where the content lies, `changed` at which revision it last changed. `app` is
    the agent app it belongs to; agents of another app than
    ours know it as `alias`. `told` is the newest event's own time, as its author gave it, and `latest_told` the latest
    that any event gave: nanoseconds since 1970 UTC, which hold every float of seconds exactly. `checkpoints` counts
    those that were not taken by themselves.
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
    revised: int = 0
    version: int = 0
    changed: int = 0
    layers: Layers = field(default_factory=Layers)
    app: str = CONNECTORSMITH
    alias: str = ""
    told: int = 0
    latest_told: int = 0
    checkpoints: int = 0
    about: About = field(default_factory=About)
    lineage: Lineage = field(default_factory=Lineage)

    @property
    def agent_id(self) -> str:
        """The id under which agents know the session, unique within its app and owner."""
        return self.alias or self.id

    @property
    def access(self) -> Mapping[str, Role]:
        """Who has which role in it."""
        return self.about.access or {f"user:{self.owner}": "owner"}

    def role(self, principal: str) -> Role | None:
        """Return the role of a principal, `user:…`; whoever is asked to decide a pending approval is a reviewer."""
        pause = self.about.pause
        asked = pause is not None and principal in pause.reviewers
        return self.access.get(principal, "reviewer" if asked else None)

    @property
    def uncommitted(self) -> bool:
        """Whether the content was changed since it was committed, forked or begun, maybe back to what it was then."""
        return self.changed > self.lineage.settled

    @property
    def is_at_node(self) -> bool:
        """Whether the content is that of the lineage's newest node."""
        return self.lineage.node_changed == self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One event to append, with its effect on the content.

    `delta` replaces whole values under top-level keys (None is a value like any other); `removed` takes keys away;
    `writes` are leaves of the other zones, and of the data those that are no keys; `kept` are blobs of more such leaves
    than memory should hold (`SessionRecords.keep`); what does not `count` makes no new revision; `facts` are what else
    the log tells. The same `event_id` never takes effect twice in a row. `told` is the time its author gives the event,
    in nanoseconds since 1970 UTC, where that is another than `at`; `body` is what else an agent says in it.
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
    kept: tuple[str, ...] = ()
    counts: bool = True
    facts: Mapping[str, Json] = field(default_factory=dict)

    @property
    def touches_content(self) -> bool:
        """Whether it writes anything to the content."""
        return bool(self.delta or self.removed or self.writes or self.kept)


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
    facts: Mapping[str, Json] = field(default_factory=dict)


def event_of(change: Change, after: Session) -> Event:
    """Return the event that a change became; `after` is the header it led to."""
    return Event(
        sequence=after.sequence,
        id=change.event_id,
        kind=change.kind,
        author=change.author,
        at=change.at,
        told=after.told,
        latest_told=after.latest_told,
        revision=after.revision,
        delta=change.delta,
        body=change.body,
        facts=change.facts,
    )


def check_open(session: Session, now: datetime) -> None:
    """
    Refuse a change of content where the session's status forbids it.

    Raises:
        Conflict: it waits for an approval, for the resolution of a conflict, or is archived.
    """
    status = session.about.as_seen(now).status
    if status in _CLOSED:
        code, reason = _CLOSED[status]
        message = f"Session {session.id} {reason}"
        raise Conflict(message, code=code)
