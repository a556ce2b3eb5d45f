"""What a header keeps as JSON texts: what people say of a session, and where its content comes from."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.domain.content import ZONES, Ref, Roots
from shared.domain.workspace import About, ForkPoint, Hold, Lineage, Pause, Policy
from shared.records.values import to_text


def about_to_text(about: About) -> str:
    """Return what is said of a session as text."""
    fields = asdict(about)
    if about.pause is not None:
        fields["pause"]["until"] = about.pause.until.isoformat()
    if about.hold is not None:
        fields["hold"]["until"] = about.hold.until.isoformat()
    return to_text(fields)


def about_from_text(text: str) -> About:
    """Return what is said of a session behind its text."""
    fields = json.loads(text)
    fields.pop("approvals", None)  # headers from before there were approvals say that there are none
    parts = {"pause": _pause(fields.get("pause")), "hold": _hold(fields.get("hold"))}
    return About(**fields | {"policy": Policy(**fields["policy"])} | parts)


def _pause(fields: dict[str, Any] | None) -> Pause | None:
    if fields is None:
        return None
    until = datetime.fromisoformat(fields["until"])
    return Pause(**fields | {"until": until, "reviewers": tuple(fields["reviewers"])})


def _hold(fields: dict[str, Any] | None) -> Hold | None:
    return None if fields is None else Hold(**fields | {"until": datetime.fromisoformat(fields["until"])})


def lineage_to_text(lineage: Lineage) -> str:
    """Return a session's lineage as text."""
    return to_text(asdict(lineage))


def lineage_from_text(text: str) -> Lineage:
    """Return a session's lineage behind its text."""
    fields = json.loads(text)
    return Lineage(**fields | {"fork": ForkPoint(**fields["fork"]) if fields["fork"] else None})


def roots_to_text(roots: Roots) -> str:
    """Return the trees of a content as text."""
    return to_text([[tree.digest, tree.count, tree.weight] for _, tree in roots])


def roots_from_text(text: str) -> Roots:
    """Return the trees behind their text."""
    return Roots(**{zone: Ref(*tree) for zone, tree in zip(ZONES, json.loads(text), strict=True)})
