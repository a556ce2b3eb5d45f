"""Approvals: one item each, which moves from one state to the next exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, cast

from shared.domain.approval import Approval, ApprovalAction, ApprovalState, Source
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Action, Check, Equals, Item, Items, Present, Put, Update
from shared.records import keys, state_keys
from shared.records.expiries import released
from shared.records.headers import from_micros, to_micros
from shared.records.values import to_text

_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class ApprovalRecords:
    """The approvals of every session."""

    items: Items

    def requested(self, session: Session, approval: Approval) -> tuple[Action, ...]:
        """Return the actions that record a new approval; those behind the first fail when its checkpoint is gone."""
        put = Put(
            key=state_keys.approval(session, approval.id), attributes=_attributes(approval), conditions=(Absent(),)
        )
        if not approval.holds:
            return (put,)
        there = Check(key=state_keys.checkpoint(session, approval.holds), conditions=(Present(),))
        mark = state_keys.held(session, approval.holds)
        return (put, there, Put(key=mark, attributes={"approval": approval.id}, conditions=(Absent(),)))

    def decided(self, session: Session, before: Approval, after: Approval) -> tuple[Action, ...]:
        """Return the actions that move a pending approval on; the first fails when somebody else has done that."""
        return (self._moved(session, before, after), *released(session, before.holds))

    def used(self, session: Session, approval: Approval, now: datetime) -> Update:
        """Return the action that uses up a granted approval; it fails when that was used up already."""
        return self._moved(session, approval, approval.moved("consumed", now, comment=approval.comment))

    def get(self, session: Session, approval_id: str) -> Approval:
        """
        Return an approval as recorded.

        Raises:
            NotFound: the session has no such approval (`not_found`).
        """
        item = self.items.get(state_keys.approval(session, approval_id))
        if item is None:
            message = f"Session {session.id} has no approval {approval_id}"
            raise NotFound(message)
        return _approval(item)

    def latest(self, session: Session, *, before: str | None = None) -> Iterator[Approval]:
        """Yield the approvals as recorded, newest first, from behind the one with the id `before` on."""
        after = None if before is None else state_keys.approval(session, before).sort
        partition = keys.content_partition(session)
        while True:
            page = self.items.query(partition, prefix=state_keys.APPROVALS, after=after, forward=False, limit=_PAGE)
            yield from map(_approval, page.items)
            after = page.after
            if after is None:
                return

    def _moved(self, session: Session, before: Approval, after: Approval) -> Update:
        return Update(
            key=state_keys.approval(session, before.id),
            conditions=(Equals("state", before.state), Equals("version", before.version)),
            set={
                "state": after.state,
                "updated": to_micros(after.updated),
                "decider": after.decider,
                "comment": after.comment,
                "version": after.version,
            },
        )


def is_approval(item: Item) -> bool:
    """Return whether an item is an approval."""
    return item.key.sort.startswith(state_keys.APPROVALS)


def _attributes(approval: Approval) -> dict[str, str | int | bytes]:
    return {
        "id": approval.id,
        "action": approval.action,
        "hash": approval.content_hash,
        "changed": approval.changed,
        "requester": approval.requester,
        "created": to_micros(approval.created),
        "updated": to_micros(approval.updated),
        "expires": to_micros(approval.expires),
        "reason": approval.reason,
        "details": to_text(dict(approval.details)),
        "reviewers": to_text(list(approval.reviewers)),
        "source": to_text(None if approval.source is None else asdict(approval.source)),
        "state": approval.state,
        "decider": approval.decider,
        "comment": approval.comment,
        "version": approval.version,
    }


def _approval(item: Item) -> Approval:
    at = item.attributes
    return Approval(
        id=str(at["id"]),
        action=cast("ApprovalAction", at["action"]),
        content_hash=str(at["hash"]),
        changed=int(at["changed"]),
        requester=str(at["requester"]),
        created=from_micros(int(at["created"])),
        updated=from_micros(int(at["updated"])),
        expires=from_micros(int(at["expires"])),
        reason=str(at["reason"]),
        details=json.loads(str(at["details"])),
        reviewers=tuple(json.loads(str(at["reviewers"]))),
        source=_source(json.loads(str(at["source"]))),
        state=cast("ApprovalState", at["state"]),
        decider=str(at["decider"]),
        comment=str(at["comment"]),
        version=int(at["version"]),
    )


def _source(fields: dict[str, object] | None) -> Source | None:
    if fields is None:
        return None
    return Source(**fields | {"zones": tuple(cast("list[str]", fields["zones"]))})  # type: ignore[arg-type]  # as written
