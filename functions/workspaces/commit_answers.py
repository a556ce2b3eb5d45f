"""What the routes of summaries and commits answer."""

from __future__ import annotations

from typing import Any

from functions.workspaces.answers import hashed, instant, tallied
from shared.domain.commit import Commit
from shared.services.summaries import Listed, Summarised
from shared.services.validation import Validation


def commit(it: Commit) -> dict[str, Any]:
    """Return a commit."""
    return {
        "commitId": it.id,
        "sessionId": it.session_id,
        "parents": list(it.parents),
        "nodeId": it.node_id,
        "contentHash": hashed(it.content_hash),
        "message": it.message,
        "summaryId": it.summary_id or None,
        "approvalId": it.approval_id or None,
        "author": it.author,
        "createdAt": instant(it.created),
    }


def summary(done: Summarised) -> dict[str, Any]:
    """Return a summary; `truncated` says that not every change is listed."""
    it = done.summary
    return {
        "summaryId": it.id,
        "contentHash": hashed(it.content_hash),
        "revision": it.revision,
        "baseCommitId": it.base_commit_id or None,
        "title": it.title,
        "text": it.text,
        "generator": it.generator,
        "stats": tallied(done.differences),
        "changes": [_change(each) for each in done.listed],
        "truncated": len(done.listed) < len(done.differences),
        "warnings": [{"code": each.code, "path": each.path, "detail": each.detail} for each in done.warnings],
        "validations": [_validation(each) for each in done.validations],
        "expiresAt": instant(it.expires),
    }


def _change(listed: Listed) -> dict[str, Any]:
    return {"path": listed.difference.path, "change": listed.difference.kind, "bytes": listed.size}


def _validation(validation: Validation) -> dict[str, Any]:
    findings = [{"path": each.path, "code": each.code, "message": each.message} for each in validation.findings]
    return {"name": validation.name, "result": "failed" if findings else "passed", "findings": findings}
