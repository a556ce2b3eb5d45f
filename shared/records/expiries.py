"""
What records that an approval was not decided in time, or a merge's conflicts were not.

Whoever changes or reads the session next does it. What is restored meanwhile ends the wait for an approval as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from shared.domain.session import Change, Session
from shared.domain.workspace import Hold, Pause
from shared.ports.items import Action, Delete, Equals, Update
from shared.records import state_keys
from shared.records.edits import Amend
from shared.records.headers import to_micros

AUTHOR: Final = "service"


def due(session: Session, now: datetime) -> tuple[Change, Amend]:
    """Return the event that the session's pause or hold is over, and what goes with it; the pause first."""
    about = session.about
    if about.pause is not None and about.is_pause_over(now):
        return _of_pause(about.pause, now)
    if about.hold is not None and about.is_hold_over(now):
        return _of_hold(about.hold, now)
    message = f"session {session.id} waits for nothing that is over"
    raise ValueError(message)


def superseded(after: Session, at: datetime) -> tuple[Session, Sequence[Action]]:
    """Return the header no longer waiting for an approval, if it does, and the actions that supersede that."""
    pause = after.about.pause
    return (after, ()) if pause is None else _ended(after, pause, "superseded", at)


def released(session: Session, checkpoint_id: str) -> tuple[Delete, ...]:
    """Return the actions that let go of the checkpoint an approval names, if it names one."""
    return (Delete(key=state_keys.held(session, checkpoint_id)),) if checkpoint_id else ()


def _of_pause(pause: Pause, now: datetime) -> tuple[Change, Amend]:
    facts = {"approvalId": pause.approval_id, "state": "expired"}

    def amend(after: Session) -> tuple[Session, Sequence[Action]]:
        return _ended(after, pause, "expired", pause.until)

    # The same event by whoever records it: it happens once.
    event_id = f"{pause.approval_id}-expired"
    return Change(event_id=event_id, kind="approval.expired", author=AUTHOR, at=now, facts=facts), amend


def _ended(
    after: Session, pause: Pause, state: Literal["expired", "superseded"], at: datetime
) -> tuple[Session, Sequence[Action]]:
    ending = Update(
        key=state_keys.approval(after, pause.approval_id),
        conditions=(Equals("state", "pending"),),
        set={"state": state, "updated": to_micros(at)},
        add={"version": 1},
    )
    return replace(after, about=after.about.resumed()), [ending, *released(after, pause.checkpoint_id)]


def _of_hold(hold: Hold, now: datetime) -> tuple[Change, Amend]:
    facts = {"mergeId": hold.merge_id, "state": "expired"}

    def amend(after: Session) -> tuple[Session, Sequence[Action]]:
        return replace(after, about=after.about.released()), ()

    event_id = f"{hold.merge_id}-expired"
    return Change(event_id=event_id, kind="session.mergeAborted", author=AUTHOR, at=now, facts=facts), amend
