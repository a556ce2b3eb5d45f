"""What records that an approval was not decided in time: whoever changes or reads the session next does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from shared.domain.session import Change, Session
from shared.domain.workspace import Pause
from shared.ports.items import Action, Delete, Equals, Update
from shared.records import state_keys
from shared.records.headers import to_micros

AUTHOR: Final = "service"


def change(session: Session, now: datetime) -> Change:
    """Return the event that the session's pause is over."""
    pause = _pause(session)
    facts = {"approvalId": pause.approval_id, "state": "expired"}
    # The same event by whoever records it: it happens once.
    event_id = f"{pause.approval_id}-expired"
    return Change(event_id=event_id, kind="approval.expired", author=AUTHOR, at=now, facts=facts)


def amend(after: Session) -> tuple[Session, Sequence[Action]]:
    """Return the header in its former status, and the actions that say so in the approval."""
    pause = _pause(after)
    expired = Update(
        key=state_keys.approval(after, pause.approval_id),
        conditions=(Equals("state", "pending"),),
        set={"state": "expired", "updated": to_micros(pause.until)},
        add={"version": 1},
    )
    return replace(after, about=after.about.resumed()), [expired, *released(after, pause.checkpoint_id)]


def released(session: Session, checkpoint_id: str) -> tuple[Delete, ...]:
    """Return the actions that let go of the checkpoint an approval names, if it names one."""
    return (Delete(key=state_keys.held(session, checkpoint_id)),) if checkpoint_id else ()


def _pause(session: Session) -> Pause:
    pause = session.about.pause
    if pause is None:
        message = f"session {session.id} waits for no approval"
        raise ValueError(message)
    return pause
