"""Routes of commits: summarise what would be committed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers, commit_answers
from functions.workspaces.commit_contracts import SummaryWish
from functions.workspaces.exchange import Asked
from shared.api.json_text import JsonAnswer
from shared.bootstrap.review import summaries
from shared.bootstrap.workspaces import workspaces
from shared.services.summaries import Summaries, Summarising
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1", tags=["commits"])

Service = Annotated[Workspaces, Depends(workspaces)]


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
