"""Routes of a session's approvals: ask for one, list them, decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers, approval_answers
from functions.workspaces.approval_contracts import ApprovalWish, DecisionWish
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import PageFilters, described
from shared.api.json_text import JsonAnswer
from shared.bootstrap.review import decisions, requests
from shared.bootstrap.workspaces import workspaces
from shared.domain.approval import Approval
from shared.kernel.errors import Stale
from shared.services.deciding import Decision, Decisions, Verdict
from shared.services.once import Receipt
from shared.services.requesting import Requesting, Requests
from shared.services.states import HEAD, Reference
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions/{session_id}", tags=["approvals"])

Service = Annotated[Workspaces, Depends(workspaces)]
Decider = Annotated[Decisions, Depends(decisions)]

_TAG: Final = re.compile(r'"v([0-9]{1,18})"')


@routes.post("/request-approval", status_code=201)
def request_approval(
    session_id: str,
    asked: Asked,
    service: Service,
    requester: Annotated[Requests, Depends(requests)],
    decider: Decider,
) -> Response:
    """Ask for leave to commit, merge, restore or delete; the content stands still until that is decided."""
    session = service.see(asked.caller, session_id, "session.write")

    def answer(found: Approval) -> JsonAnswer:
        location = f"/v1/sessions/{session_id}/approvals/{found.id}"
        headers = {"Location": location, **approval_answers.tag(found)}
        return JsonAnswer(approval_answers.approval(session_id, found), 201, headers)

    def work() -> JsonAnswer:
        return answer(requester.request(asked.caller, session_id, _wish(asked.read(ApprovalWish))))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(decider.get(asked.caller, session_id, str(receipts[0].facts["approvalId"])))

    return asked.effect(session, work, again=again)


@routes.get("/approvals", openapi_extra=described(PageFilters))
def list_approvals(session_id: str, asked: Asked, service: Service, decider: Decider) -> Response:
    """Return approvals, newest first."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        filters = asked.query(PageFilters)
        found, token = decider.page(asked.caller, session_id, filters.page_size, filters.next_token)
    rows = [approval_answers.approval(session_id, each) for each in found]
    return JsonAnswer({"approvals": rows, **answers.onwards(token)})


@routes.get("/approvals/{approval_id}")
def read_approval(session_id: str, approval_id: str, asked: Asked, decider: Decider) -> Response:
    """Return one approval, to whoever sees the session, and to those who are asked to decide it."""
    found = decider.get(asked.caller, session_id, approval_id)
    return JsonAnswer(approval_answers.approval(session_id, found), headers=approval_answers.tag(found))


@routes.post("/approvals/{approval_id}/grant")
def grant(session_id: str, approval_id: str, asked: Asked, decider: Decider) -> Response:
    """Give leave; what it is for is not done by that."""
    return _decided(session_id, approval_id, asked, decider, "granted")


@routes.post("/approvals/{approval_id}/deny")
def deny(session_id: str, approval_id: str, asked: Asked, decider: Decider) -> Response:
    """Refuse leave."""
    return _decided(session_id, approval_id, asked, decider, "denied")


@routes.post("/approvals/{approval_id}/cancel")
def cancel(session_id: str, approval_id: str, asked: Asked, decider: Decider) -> Response:
    """Take the request back."""
    return _decided(session_id, approval_id, asked, decider, "cancelled")


def _decided(session_id: str, approval_id: str, asked: Exchange, decider: Decisions, verdict: Verdict) -> Response:
    session, _approval = decider.decidable(asked.caller, session_id, approval_id, verdict)

    def answer(found: Approval) -> JsonAnswer:
        return JsonAnswer(approval_answers.approval(session_id, found), headers=approval_answers.tag(found))

    def work() -> JsonAnswer:
        wish = asked.read(DecisionWish, optional=True)
        decision = Decision(verdict=verdict, comment=wish.comment, version=_version(asked))
        return answer(decider.decide(asked.caller, session_id, approval_id, decision))

    def again(_receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(decider.get(asked.caller, session_id, approval_id))

    return asked.effect(session, work, again=again)


def _wish(wish: ApprovalWish) -> Requesting:
    state = wish.source.at if wish.source else wish.to
    return Requesting(
        action=wish.action,
        content_hash=wish.content_hash.removeprefix("sha256:"),
        reason=wish.reason,
        details=wish.details,
        reviewers=tuple(wish.reviewers),
        expires_after=timedelta(seconds=wish.expires_after_seconds),
        at=HEAD if state is None else Reference(**state.model_dump(exclude={"head"})),
        zones=tuple(wish.zones),
        source_id=wish.source.session_id if wish.source else "",
        source_hash=wish.source.content_hash.removeprefix("sha256:") if wish.source else "",
    )


def _version(asked: Exchange) -> int | None:
    given = (asked.header("if-match") or "*").strip()
    if given == "*":
        return None
    found = _TAG.fullmatch(given)
    if found is None:
        message = f"no approval has the entity tag {given}"
        raise Stale(message)
    return int(found[1])
