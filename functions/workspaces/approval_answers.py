"""What the routes of approvals answer."""

from __future__ import annotations

from typing import Any

from functions.workspaces import answers
from shared.domain.approval import Approval, Source
from shared.kernel.hashing import Json


def approval(session_id: str, found: Approval) -> dict[str, Any]:
    """Return an approval."""
    decided = found.state != "pending"
    return {
        "approvalId": found.id,
        "sessionId": session_id,
        "action": found.action,
        "state": found.state,
        "reason": found.reason,
        "details": dict(found.details),
        "contentHash": answers.hashed(found.content_hash),
        **_subject(found),
        "reviewers": list(found.reviewers),
        "requestedBy": found.requester,
        "createdAt": answers.instant(found.created),
        "expiresAt": answers.instant(found.expires),
        "decidedBy": found.decider or None,
        "decidedAt": answers.instant(found.updated) if decided else None,
        "comment": found.comment,
    }


def tag(found: Approval) -> dict[str, str]:
    """Return the header that names the state of an approval."""
    return {"ETag": f'"v{found.version}"'}


def _subject(found: Approval) -> dict[str, Any]:
    source = found.source
    if source is None:
        return {}
    if found.action == "merge":
        content = answers.hashed(source.content_hash)
        return {"source": {"sessionId": source.session_id, "at": _state(source), "contentHash": content}}
    return {
        "to": _state(source),
        "zones": list(source.zones),
        "resultContentHash": answers.hashed(source.content_hash),
    }


def _state(source: Source) -> dict[str, Json]:
    named: dict[str, Json] = {
        "checkpointId": source.checkpoint_id,
        "commitId": source.commit_id,
        "revision": source.revision,
    }
    return {name: value for name, value in named.items() if value} or {"head": True}
