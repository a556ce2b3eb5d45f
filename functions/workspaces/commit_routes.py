"""Routes of commits: summarise what would be committed, commit it, read what was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers, commit_answers
from functions.workspaces.commit_contracts import CommitWish, SummaryWish
from functions.workspaces.exchange import Asked
from functions.workspaces.filters import PageFilters, described
from shared.api.json_text import JsonAnswer
from shared.api.revisions import entity_tag
from shared.bootstrap.review import commits, summaries
from shared.bootstrap.workspaces import workspaces
from shared.domain.commit import Commit
from shared.services.commit_gate import Committing
from shared.services.commits import Commits
from shared.services.once import Receipt
from shared.services.summaries import Summaries, Summarising
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1", tags=["commits"])

Service = Annotated[Workspaces, Depends(workspaces)]
Committer = Annotated[Commits, Depends(commits)]


@routes.post("/sessions/{session_id}/generateCommitSummary")
def summarise(
    session_id: str, asked: Asked, service: Service, summariser: Annotated[Summaries, Depends(summaries)]
) -> Response:
    """Return what changed since the last commit, or another state; a commit names the summary it was decided by."""
    session = service.see(asked.caller, session_id)

    def work() -> JsonAnswer:
        wish = asked.read(SummaryWish, optional=True)
        summarising = Summarising(since=wish.since, full=wish.style == "full", most=wish.max_items)
        done = summariser.summarise(asked.caller, session_id, summarising)
        return JsonAnswer(commit_answers.summary(done), headers=answers.tag_of(done.session))

    return asked.effect(session, work)


@routes.post("/sessions/{session_id}/commit", status_code=201)
def commit_session(session_id: str, asked: Asked, service: Service, committer: Committer) -> Response:
    """Make the present content one that stays for good, if it gets past the gate."""
    session = service.see(asked.caller, session_id, "session.write")

    def answer(made: Commit, revision: int) -> JsonAnswer:
        headers = {"Location": f"/v1/commits/{made.id}", "ETag": entity_tag(revision), "Vary": "Authorization"}
        return JsonAnswer(commit_answers.commit(made), 201, headers)

    def work() -> JsonAnswer:
        wish = asked.read(CommitWish)
        committing = Committing(
            summary_id=wish.summary_id or "",
            content_hash=(wish.content_hash or "").removeprefix("sha256:"),
            message=wish.message,
            approval_id=wish.approval_id,
            allow_empty=wish.allow_empty,
        )
        after, made = committer.commit(asked.caller, session_id, committing, asked.revision())
        return answer(made, after.revision)

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(committer.get(asked.caller, str(receipts[0].facts["commitId"])), receipts[0].revision)

    return asked.effect(session, work, required=True, again=again)


@routes.get("/sessions/{session_id}/commits", openapi_extra=described(PageFilters))
def list_commits(session_id: str, asked: Asked, service: Service, committer: Committer) -> Response:
    """Return the session's commits, newest first."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        filters = asked.query(PageFilters)
        found, token = committer.page(asked.caller, session_id, filters.page_size, filters.next_token)
    return JsonAnswer({"commits": [commit_answers.commit(each) for each in found], **answers.onwards(token)})


@routes.get("/commits/{commit_id}")
def read_commit(commit_id: str, asked: Asked, committer: Committer) -> Response:
    """Return a commit, for whoever had a role in its session, which may be gone."""
    return JsonAnswer(commit_answers.commit(committer.get(asked.caller, commit_id)))
