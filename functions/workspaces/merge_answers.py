"""What the routes of merges answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from pydantic.alias_generators import to_camel

from functions.workspaces.answers import hashed, instant
from shared.api.revisions import entity_tag
from shared.domain.merge import Disagreement, HeldValue, Merge, Party, Stale
from shared.kernel.errors import Conflict
from shared.services.merge_wishes import Done, Expected

INLINE: Final = 100
"""How many conflicts an answer lists; the others come page by page."""


def told(merge: Merge, found: Sequence[Disagreement] = ()) -> dict[str, Any]:
    """Return what a merge did, or would do."""
    return {
        "mergeId": merge.id or None,
        "result": merge.result,
        "applied": merge.state == "applied",
        "dryRun": merge.dry_run,
        "base": {
            "nodeId": merge.start.node_id or None,
            "contentHash": hashed(merge.start.content_hash),
            "kind": merge.start.kind,
            "baseAmbiguous": bool(merge.start.others),
            "otherNodeIds": list(merge.start.others),
        },
        "target": {
            "sessionId": merge.target.session_id,
            "revisionBefore": merge.target.revision,
            "revisionAfter": merge.revision,
            "contentHash": hashed(merge.content_hash),
        },
        "source": _party(merge.source),
        "safetyCheckpointId": merge.safety_checkpoint_id or None,
        "stats": {to_camel(name): count for name, count in asdict(merge.stats).items()},
        "resolved": [
            {"path": each.path, "kind": each.kind, "resolvedBy": each.resolved_by, "took": each.took}
            for each in merge.resolved
        ],
        "staleDerived": [_stale(each) for each in merge.stale],
        "warnings": [{"code": each.code, "path": each.path, "detail": each.detail} for each in merge.warnings],
        "message": merge.message,
        **(listed(merge, found) if merge.conflicts else {}),
    }


def listed(merge: Merge, found: Sequence[Disagreement]) -> dict[str, Any]:
    """Return the conflicts of a merge, the first of them whole, and what a resolution is decided by."""
    return {
        "expect": Expected(merge.start.node_id, merge.target.content_hash, merge.source.content_hash).told,
        "conflictCount": merge.conflicts,
        "truncated": merge.conflicts > INLINE,
        "conflicts": [conflict(merge.target.session_id, each) for each in found[:INLINE]],
    }


def refusal(done: Done) -> Conflict:
    """Return the error of a merge that left the content as it was, for its conflicts."""
    merge = done.merge
    paths = "1 path was" if merge.conflicts == 1 else f"{merge.conflicts} paths were"
    facts = {
        "instance": f"/v1/sessions/{merge.target.session_id}/merges/{merge.id}",
        "title": "Merge has conflicts",
        "mergeId": merge.id,
        "held": merge.state == "held",
        "currentETag": entity_tag(done.session.revision),
        **listed(merge, done.found),
    }
    return Conflict(f"{paths} changed differently in both sessions.", code="merge_conflict", facts=facts)


def conflict(session_id: str, found: Disagreement) -> dict[str, Any]:
    """Return one conflict."""
    hunks = [asdict(hunk) for hunk in found.hunks]
    return {
        "path": found.path,
        "zone": found.zone,
        "kind": found.kind,
        **{side: _held(session_id, getattr(found, side)) for side in ("base", "ours", "theirs")},
        "choices": list(found.choices),
        **({"hunks": hunks} if hunks else {}),
    }


def _held(session_id: str, value: HeldValue | None) -> dict[str, Any] | None:
    if value is None:
        return None
    hashed_value = hashed(value.hash)
    shown = (
        {"value": value.value}
        if value.is_inline
        else {"size": value.size, "href": f"/v1/sessions/{session_id}/blobs/{hashed_value}"}
    )
    changed = (
        {} if value.changed_at is None else {"changedAt": instant(value.changed_at), "changedBy": value.changed_by}
    )
    return {"hash": hashed_value, **shown, **changed}


def _party(party: Party) -> dict[str, Any]:
    return {
        "sessionId": party.session_id,
        "revision": party.revision,
        "contentHash": hashed(party.content_hash),
    }


def _stale(stale: Stale) -> dict[str, Any]:
    return {"path": stale.path, "derivedFrom": stale.made_from or None, "detail": stale.detail}
