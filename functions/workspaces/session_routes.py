"""Routes of sessions as such: make, list, describe, tag, share, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import Access, Creation, Point, PolicyWish
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import DeletionFilters, PageFilters, SessionFilters, described
from shared.api.json_text import JsonAnswer
from shared.bootstrap.review import commits
from shared.bootstrap.workspaces import forks, listing, paged, workspaces
from shared.domain.policies import Rules
from shared.domain.session import Session
from shared.domain.workspace import About, Purpose
from shared.kernel.errors import Invalid
from shared.services.commits import Commits
from shared.services.forks import Forking, Forks
from shared.services.listing import Listing, Wanted
from shared.services.once import Receipt
from shared.services.paged import Paged
from shared.services.states import Reference
from shared.services.visibility import check_scope
from shared.services.workspaces import Beginning, Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["sessions"])

Service = Annotated[Workspaces, Depends(workspaces)]
Forker = Annotated[Forks, Depends(forks)]
Lister = Annotated[Listing, Depends(listing)]


@routes.post("", status_code=201)
def create_session(
    asked: Asked, service: Service, forker: Forker, committer: Annotated[Commits, Depends(commits)]
) -> Response:
    """Make a session: empty, from another session, from a commit, or from content that comes along."""
    check_scope(asked.caller, "session.write")

    def answer(session: Session) -> JsonAnswer:
        headers = {"Location": f"/v1/sessions/{session.id}", **answers.tag_of(session)}
        return JsonAnswer(answers.detail(service.described(session), asked.caller), 201, headers)

    def work() -> JsonAnswer:
        wish = asked.read(Creation, optional=True)
        if wish.source.from_session is not None:
            return answer(_copied(asked, forker, wish))
        if wish.source.from_commit is not None:
            commit = committer.start(asked.caller, wish.source.from_commit.commit_id)
            return answer(forker.begin(asked.caller, commit, _inheriting(wish)))
        return answer(_begun(asked, service, wish))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(service.see(asked.caller, receipts[0].sessions[0]))

    return asked.effect(None, work, again=again)


@routes.get("", openapi_extra=described(SessionFilters))
def list_sessions(asked: Asked, lister: Lister) -> Response:
    """Return the sessions that the caller may see, newest first; a row is too little to change a session by."""
    check_scope(asked.caller, "session.read")
    filters = asked.query(SessionFilters)
    wanted = Wanted(
        status=filters.status,
        tags=tuple(filters.tag),
        owner=filters.owner,
        parent=filters.parent_session_id,
        root=filters.root_session_id,
        updated_after=filters.updated_after,
        sort=filters.sort,
    )
    sessions, token = lister.page(asked.caller, wanted, filters.wish())
    return JsonAnswer({"sessions": [answers.row(session) for session in sessions], **answers.onwards(token)})


@routes.head("/{session_id}", response_class=Response)
def check_session(session_id: str, asked: Asked, service: Service) -> Response:
    """Tell whether there is such a session, and at which revision."""
    headers = answers.tag_of(service.current(asked.caller, session_id))
    return Response(status_code=304 if asked.is_known(headers["ETag"]) else 200, headers=headers)


@routes.get("/{session_id}")
def read_session(session_id: str, asked: Asked, service: Service) -> Response:
    """Return a session in full; the ETag names its revision."""
    session = service.current(asked.caller, session_id)
    headers = answers.tag_of(session)
    if asked.is_known(headers["ETag"]):
        return Response(status_code=304, headers=headers)
    description = service.described(session)
    return JsonAnswer(answers.detail(description, asked.caller), headers=answers.tag_of(description.session))


@routes.delete("/{session_id}", status_code=204, openapi_extra=described(DeletionFilters))
def delete_session(session_id: str, asked: Asked, service: Service) -> Response:
    """Remove a session; its forks stay."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.delete")):
        discard = asked.query(DeletionFilters).discard == "true"
        service.delete(asked.caller, session_id, asked.revision(), discard=discard)
    return Response(status_code=204)


@routes.patch("/{session_id}/tags")
def change_tags(session_id: str, asked: Asked, service: Service) -> Response:
    """Set tags, and remove those whose value is null; return all of them."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        changes = _tags(asked)
        session = service.tag(asked.caller, session_id, changes, asked.any_revision())
    return JsonAnswer(dict(session.about.tags), headers=answers.tag_of(session))


@routes.put("/{session_id}/access")
def change_access(session_id: str, asked: Asked, service: Service) -> Response:
    """Replace who has which role."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.delete")):
        wish = asked.read(Access)
        access = {grant.principal: grant.role for grant in wish.access}
        session = service.share(asked.caller, session_id, access, asked.revision())
    listed = [{"principal": principal, "role": role} for principal, role in session.access.items()]
    return JsonAnswer({"access": listed}, headers=answers.tag_of(session))


@routes.get("/{session_id}/jobs", openapi_extra=described(PageFilters))
def list_jobs(session_id: str, asked: Asked, service: Service, pages: Annotated[Paged, Depends(paged)]) -> Response:
    """Return the session's jobs, oldest first."""
    jobs = service.sessions.list_jobs(asked.caller, session_id)
    found, token = pages.page({"jobs": session_id}, jobs, lambda job: job.id, asked.query(PageFilters).wish())
    rows = [
        {
            "jobId": job.id,
            "type": job.kind,
            "status": job.status,
            "createdAt": answers.instant(job.created),
            "updatedAt": answers.instant(job.updated),
        }
        for job in found
    ]
    return JsonAnswer({"jobs": rows, **answers.onwards(token)})


def reference(point: Point) -> Reference:
    """Return how a request refers to a state."""
    return Reference(checkpoint_id=point.checkpoint_id, commit_id=point.commit_id, revision=point.revision)


def rules(purpose: Purpose | None, wish: PolicyWish) -> Rules:
    """Return what a request wants of purpose and policy."""
    return Rules(
        purpose=purpose,
        summary=wish.commit.require_summary,
        approval=wish.commit.require_approval,
        self_approval=wish.commit.allow_self_approval,
        expires=wish.expires_after_seconds,
    )


def _begun(asked: Exchange, service: Workspaces, wish: Creation) -> Session:
    inline = wish.source.inline
    purpose, policy = rules(wish.purpose, wish.policy).begun()
    beginning = Beginning(
        session_id=wish.session_id,
        about=replace(_about(wish), purpose=purpose, policy=policy),
        data=inline.data if inline else {},
        code=inline.code if inline else {},
    )
    return service.create(asked.caller, beginning)


def _copied(asked: Exchange, forker: Forks, wish: Creation) -> Session:
    source = wish.source.from_session
    assert source is not None  # noqa: S101 - the caller has looked
    forking = replace(_inheriting(wish), start=reference(source.at))
    [session] = forker.fork(asked.caller, source.session_id, forking, missing="start_point_not_found")
    return session


def _inheriting(wish: Creation) -> Forking:
    return Forking(session_id=wish.session_id, about=_about(wish), rules=rules(wish.purpose, wish.policy))


def _about(wish: Creation) -> About:
    access = {grant.principal: grant.role for grant in wish.access}
    return About(name=wish.name, tags=wish.tags, metadata=wish.metadata, access=access)


def _tags(asked: Exchange) -> dict[str, str | None]:
    value = asked.json()
    if not isinstance(value, dict) or any(not isinstance(each, str | None) for each in value.values()):
        message = "send an object of texts and nulls"
        raise Invalid(message, code="validation_failed")
    return {name: each if isinstance(each, str) else None for name, each in value.items()}
