"""What the routes of workspaces answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from shared.api.json_text import JsonAnswer
from shared.api.revisions import entity_tag
from shared.domain.content import Ref
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.workspace import SCOPES, Checkpoint, ForkPoint, Policy
from shared.kernel.hashing import digest
from shared.services.comparison import Difference, tally
from shared.services.manifests import FoundChunk
from shared.services.restoring import Restored
from shared.services.workspaces import Description

_WRITABLE: Final = ("active", "pendingReview")


class DryAnswer(JsonAnswer):
    """The answer to a request that changed nothing on purpose."""

    is_dry = True


def instant(at: datetime) -> str:
    """Return a moment as RFC 3339 has it, with microseconds."""
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def tag_of(session: Session) -> dict[str, str]:
    """Return the headers that name a session's revision."""
    return {"ETag": entity_tag(session.revision), "Vary": "Authorization"}


def item_tag(digest: str) -> dict[str, str]:
    """Return the header that names the state of an item."""
    return {"ETag": f'"{hashed(digest)}"'}


def onwards(token: str | None) -> dict[str, str]:
    """Return the member of a list's answer that tells where it goes on, unless this was the last page."""
    return {} if token is None else {"nextToken": token}


def hashed(value: str) -> str:
    """Return a digest with its kind."""
    return f"sha256:{value}"


def detail(description: Description, caller: Principal) -> dict[str, Any]:
    """Return a session in full."""
    session, about, lineage = description.session, description.session.about, description.session.lineage
    return {
        "sessionId": session.id,
        "name": about.name,
        "owner": f"user:{session.owner}",
        "tenantId": session.tenant,
        "status": about.status,
        "statusReason": about.reason or None,
        "purpose": about.purpose,
        "revision": session.revision,
        "contentHash": hashed(description.hash),
        "zones": _zones(description),
        "parentSessionId": lineage.parent or None,
        "rootSessionId": lineage.root or session.id,
        "forkPoint": _fork_point(lineage.fork),
        "headCommitId": lineage.commit or None,
        "uncommitted": description.uncommitted,
        "tags": dict(about.tags),
        "metadata": dict(about.metadata),
        "access": [{"principal": principal, "role": role} for principal, role in session.access.items()],
        "policy": _policy(about.policy),
        "pendingApprovalIds": list(about.approvals),
        "lastEventSeqAtRevision": session.revised,
        "capabilities": _capabilities(session, caller),
        "createdAt": instant(session.created),
        "lastActivityAt": instant(session.updated),
    }


def row(session: Session) -> dict[str, Any]:
    """Return a session's line in a list: too little to change it by."""
    return {
        "sessionId": session.id,
        "name": session.about.name,
        "owner": f"user:{session.owner}",
        "status": session.about.status,
        "tags": dict(session.about.tags),
        "revision": session.revision,
        "parentSessionId": session.lineage.parent or None,
        "uncommitted": session.uncommitted,
        "approvalPending": bool(session.about.approvals),
        "createdAt": instant(session.created),
        "lastActivityAt": instant(session.updated),
    }


def fork_row(fork: Session) -> dict[str, Any]:
    """Return a fork as its maker is told of it."""
    point = fork.lineage.fork
    return {
        "sessionId": fork.id,
        "parentSessionId": fork.lineage.parent,
        "rootSessionId": fork.lineage.root,
        "forkPoint": _fork_point(point),
        "revision": fork.revision,
        "contentHash": hashed(point.content_hash) if point else None,
        "status": fork.about.status,
        "owner": f"user:{fork.owner}",
    }


def checkpoint(saved: Checkpoint) -> dict[str, Any]:
    """Return a checkpoint."""
    return {
        "checkpointId": saved.id,
        "sessionId": saved.session_id,
        "name": saved.name or None,
        "note": saved.note,
        "nodeId": saved.node_id,
        "revision": saved.revision,
        "contentHash": hashed(saved.content_hash),
        "eventSeq": saved.sequence,
        "automatic": saved.automatic,
        "createdBy": saved.author,
        "createdAt": instant(saved.created),
        "expiresAt": None if saved.expires is None else instant(saved.expires),
    }


def restored(done: Restored) -> dict[str, Any]:
    """Return what a restore did, or would do."""
    session = done.session
    return {
        "session": {
            "sessionId": session.id,
            "revision": session.revision,
            "contentHash": hashed(done.content_hash),
        },
        "restoredFrom": {
            "checkpointId": done.state.checkpoint_id or None,
            "revision": done.state.revision,
            **_commit(done.state.commit_id),
        },
        "safetyCheckpointId": done.safety_checkpoint_id or None,
        "changed": done.changed,
        "changes": tallied(done.differences),
    }


def tallied(differences: Iterable[Difference]) -> Mapping[str, Mapping[str, int]]:
    """Return how many units of each zone differ, and how."""
    counted = tally(tuple(differences))
    return {zone: {str(kind): count for kind, count in counts.items()} for zone, counts in counted.items()}


def difference(found: Difference) -> dict[str, Any]:
    """Return one unit that differs."""
    return {
        "path": found.path,
        "zone": found.zone,
        "change": found.kind,
        "from": hashed(found.before) if found.before else None,
        "to": hashed(found.after) if found.after else None,
    }


def chunk(found: FoundChunk) -> dict[str, Any]:
    """Return a chunk without its text."""
    return {
        "chunkId": found.chunk.id,
        "docId": found.document.id,
        "docVersion": found.document.raw,
        "source": found.document.source,
        "url": found.document.url,
        "summary": found.chunk.summary,
        "metadata": dict(found.chunk.metadata),
        "hash": hashed(found.hash),
    }


def _zones(description: Description) -> dict[str, Any]:
    roots = description.roots
    return {
        "data": {"hash": _root(roots.data), "keys": description.keys},
        "docs": {"hash": _root(roots.docs), "documents": roots.docs.count, "chunks": roots.docs.weight},
        "code": {"hash": _root(roots.code), "files": description.files, "bytes": roots.code.weight},
        "env": {"hash": _root(roots.env) if roots.env.count else None},
    }


def _root(tree: Ref) -> str:
    return hashed(tree.digest or digest(b""))


def _fork_point(point: ForkPoint | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "sessionId": point.session_id,
        "revision": point.revision,
        "nodeId": point.node_id,
        "contentHash": hashed(point.content_hash),
        "checkpointId": point.checkpoint_id or None,
        "eventSeq": point.sequence,
        **_commit(point.commit_id),
    }


def _commit(commit_id: str) -> dict[str, str]:
    return {"commitId": commit_id} if commit_id else {}


def _policy(policy: Policy) -> dict[str, Any]:
    commit = {"requireSummary": policy.summary, "requireApproval": policy.approval}
    # Only those who asked for it know of the exception.
    exception = {"allowSelfApproval": True} if policy.self_approval else {}
    return {"commit": commit | exception, "expiresAfterSeconds": policy.expires or None}


def _capabilities(session: Session, caller: Principal) -> dict[str, bool]:
    """Return what this caller may do in the present status; for buttons, since every call checks again."""
    role = session.role(f"user:{caller.subject}")
    may = {scope: role in roles and caller.may(scope) for scope, roles in SCOPES.items()}
    writable, paused = session.about.status in _WRITABLE, session.about.status == "pendingApproval"
    return {
        "write": may["session.write"] and writable,
        "commit": may["session.write"] and writable,
        "restore": may["session.write"] and (writable or paused),
        "fork": caller.may("session.write"),
        "merge": may["session.merge"] and may["session.write"] and writable,
        "approve": may["session.approve"] and paused,
        "delete": may["session.delete"],
    }
