"""Routes of merges: bring together what two sessions changed, look at what they disagree on, give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers, merge_answers
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import PageFilters, described
from functions.workspaces.merge_contracts import Answer, MergeWish
from functions.workspaces.session_routes import reference
from shared.api.json_text import JsonAnswer
from shared.bootstrap.merging import merge_attempts, merges
from shared.domain.merge import Merge
from shared.domain.merging.rules import Granularity, ListKey, PathStrategy, Resolution, Rules
from shared.domain.merging.values import MISSING
from shared.domain.session import Session
from shared.services.merge_attempts import MergeAttempts
from shared.services.merge_wishes import Done, Expected, Merging
from shared.services.merging import Merges
from shared.services.once import Receipt

routes = APIRouter(prefix="/v1/sessions", tags=["merges"])

Service = Annotated[Merges, Depends(merges)]
Attempts = Annotated[MergeAttempts, Depends(merge_attempts)]


@routes.post("/{session_id}:merge")
def merge_fork(session_id: str, asked: Asked, service: Service) -> Response:
    """Merge a session that was forked from this one into it."""
    return _merged(session_id, asked, service, descending=True)


@routes.post("/{session_id}:mergeFrom")
def merge_related(session_id: str, asked: Asked, service: Service) -> Response:
    """Merge any session that has a state in common with this one into it."""
    return _merged(session_id, asked, service, descending=False)


@routes.get("/{session_id}/merges/{merge_id}")
def read_merge(session_id: str, merge_id: str, asked: Asked, attempts: Attempts) -> Response:
    """Return what came of a merge into the session, for a day."""
    merge, found = attempts.found(asked.caller, session_id, merge_id)
    about = {"state": merge.state, "createdBy": merge.author, "createdAt": answers.instant(merge.created)}
    return JsonAnswer(merge_answers.told(merge, found) | about)


@routes.get("/{session_id}/merges/{merge_id}/conflicts", openapi_extra=described(PageFilters))
def list_conflicts(session_id: str, merge_id: str, asked: Asked, attempts: Attempts) -> Response:
    """Return the conflicts of a merge, by path."""
    with asked.judged(lambda: attempts.found(asked.caller, session_id, merge_id)):
        filters = asked.query(PageFilters)
        found, token = attempts.page(asked.caller, session_id, merge_id, filters.page_size, filters.next_token)
    rows = [merge_answers.conflict(session_id, each) for each in found]
    return JsonAnswer({"conflicts": rows, **answers.onwards(token)})


@routes.post("/{session_id}/merges/{merge_id}/abort")
def abort_merge(session_id: str, merge_id: str, asked: Asked, service: Service, attempts: Attempts) -> Response:
    """Give up a merge that holds the session; its content is as it was."""
    session = service.target(asked.caller, session_id)

    def answer(after: Session, merge: Merge) -> JsonAnswer:
        body = {"mergeId": merge.id, "state": merge.state, "status": after.about.status, "revision": after.revision}
        return JsonAnswer(body, headers=answers.tag_of(after))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        merge, _ = attempts.found(asked.caller, session_id, merge_id)
        return answer(replace(session, revision=receipts[0].revision), merge)

    return asked.effect(session, lambda: answer(*attempts.abort(asked.caller, session_id, merge_id)), again=again)


def _merged(session_id: str, asked: Exchange, service: Merges, *, descending: bool) -> Response:
    session = service.target(asked.caller, session_id)

    def answer(done: Done) -> JsonAnswer:
        if done.found and not done.merge.dry_run:
            raise merge_answers.refusal(done)
        answering = answers.DryAnswer if done.merge.dry_run else JsonAnswer
        headers = answers.tag_of(replace(done.session, revision=done.merge.revision))
        return answering(merge_answers.told(done.merge, done.found), headers=headers)

    def work() -> JsonAnswer:
        wish = asked.read(MergeWish)
        merging = _merging(wish, descending=descending)
        return answer(service.merge(asked.caller, session_id, merging, asked.revision()))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        merging = _merging(asked.read(MergeWish), descending=descending)
        return answer(service.done(asked.caller, session_id, merging, str(receipts[0].facts["mergeId"])))

    return asked.effect(session, work, required=True, again=again)


def _merging(wish: MergeWish, *, descending: bool) -> Merging:
    return Merging(
        source_id=wish.source.session_id,
        at=reference(wish.source.at),
        expected_revision=wish.source.expected_revision,
        rules=_rules(wish),
        expect=_expected(wish),
        may_be_unrelated=wish.base is not None,
        descending=descending,
        carry=wish.carry_annotations,
        dry_run=wish.dry_run,
        hold=wish.on_conflict == "hold",
        message=wish.message,
        close_source=wish.close_source,
    )


def _expected(wish: MergeWish) -> Expected | None:
    told = wish.expect
    if told is None:
        return None
    return Expected(told.merge_base, _digest(told.target_content_hash), _digest(told.source_content_hash))


def _rules(wish: MergeWish) -> Rules:
    grain = wish.granularity
    return Rules(
        strategy=wish.strategy,
        path_strategies=tuple(PathStrategy(each.pattern, each.strategy) for each in wish.path_strategies),
        resolutions=tuple(map(_resolution, wish.resolutions)),
        zones=tuple(wish.zones),
        granularity=Granularity(data=grain.data, docs=grain.docs, code=grain.code),
        list_keys=tuple(
            ListKey(each.path, (each.key,) if isinstance(each.key, str) else tuple(each.key)) for each in wish.list_keys
        ),
        stale=wish.on_stale_derived,
    )


def _resolution(answer: Answer) -> Resolution:
    given = answer.value if "value" in answer.model_fields_set else MISSING
    return Resolution(path=answer.path, take=answer.take, value=given, content=answer.content)


def _digest(hashed: str) -> str:
    return hashed.removeprefix("sha256:")
