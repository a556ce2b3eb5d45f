"""Routes of a session's states: fork, save, restore, compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import Carry, CheckpointWish, ForkWish, RestoreWish
from functions.workspaces.exchange import Asked
from functions.workspaces.filters import DiffFilters, PageFilters, described
from functions.workspaces.session_routes import reference, rules
from shared.api.json_text import JsonAnswer
from shared.bootstrap.states import checkpoints
from shared.bootstrap.workspaces import carrying, differences, forks, listing, paged, restores, workspaces
from shared.domain.session import Session
from shared.domain.workspace import Checkpoint
from shared.services.carrying import Carrying
from shared.services.checkpoints import Checkpoints, Saving
from shared.services.differences import Differences
from shared.services.forks import Forking, Forks
from shared.services.listing import Listing
from shared.services.once import Receipt
from shared.services.paged import Paged
from shared.services.restoring import Restores, Restoring
from shared.services.states import Reference
from shared.services.visibility import check_scope
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["states"])

Service = Annotated[Workspaces, Depends(workspaces)]
Saver = Annotated[Checkpoints, Depends(checkpoints)]
Pages = Annotated[Paged, Depends(paged)]


@routes.post("/{session_id}/fork", status_code=201)
def fork_session(
    session_id: str,
    asked: Asked,
    service: Service,
    forker: Annotated[Forks, Depends(forks)],
    carrier: Annotated[Carrying, Depends(carrying)],
) -> Response:
    """Make one to four sessions with the content of a state of this one."""
    session = service.see(asked.caller, session_id)
    check_scope(asked.caller, "session.write")

    def carried(made: Sequence[Session], carry: Carry) -> JsonAnswer:
        carrier.carry(asked.caller, session, made, annotations=carry.annotations, cache=carry.cache)
        return JsonAnswer({"sessions": [answers.fork_row(fork) for fork in made]}, 201)

    def work() -> JsonAnswer:
        wish = asked.read(ForkWish, optional=True)
        forking = Forking(
            start=reference(wish.from_),
            count=wish.count,
            session_id=wish.session_id,
            name=wish.name,
            tags=wish.tags,
            inherit_tags=wish.inherit_tags,
            rules=rules(wish.purpose, wish.policy),
        )
        carrier.check(session, cache=wish.carry.cache)
        return carried(forker.fork(asked.caller, session_id, forking), wish.carry)

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        made = [service.see(asked.caller, fork) for fork in receipts[0].sessions]
        return carried(made, asked.read(ForkWish, optional=True).carry)

    return asked.effect(session, work, required=True, again=again)


@routes.get("/{session_id}/forks", openapi_extra=described(PageFilters))
def list_forks(
    session_id: str, asked: Asked, service: Service, lister: Annotated[Listing, Depends(listing)]
) -> Response:
    """Return the forks of this session that the caller may see, by their ids: ours in the order of their making."""
    session = service.see(asked.caller, session_id)
    found, token = lister.forks(asked.caller, session, asked.query(PageFilters).wish())
    return JsonAnswer({"sessions": [answers.row(fork) for fork in found], **answers.onwards(token)})


@routes.post("/{session_id}/checkpoints", status_code=201)
def take_checkpoint(session_id: str, asked: Asked, service: Service, saver: Saver) -> Response:
    """Save the present content."""
    session = service.see(asked.caller, session_id, "session.write")

    def answer(saved: Checkpoint) -> JsonAnswer:
        location = f"/v1/sessions/{session_id}/checkpoints/{saved.id}"
        return JsonAnswer(answers.checkpoint(saved), 201, {"Location": location})

    def work() -> JsonAnswer:
        wish = asked.read(CheckpointWish, optional=True)
        saving = Saving(name=wish.name, note=wish.note, expires_after=wish.expires_after_seconds)
        return answer(saver.take(asked.caller, session_id, saving))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(saver.get(asked.caller, session_id, str(receipts[0].facts["checkpointId"])))

    return asked.effect(session, work, again=again)


@routes.get("/{session_id}/checkpoints", openapi_extra=described(PageFilters))
def list_checkpoints(session_id: str, asked: Asked, saver: Saver, pages: Pages) -> Response:
    """Return the saved states, oldest first."""
    saved = saver.list(asked.caller, session_id)
    found, token = pages.page({"checkpoints": session_id}, saved, lambda each: each.id, asked.query(PageFilters).wish())
    return JsonAnswer({"checkpoints": [answers.checkpoint(each) for each in found], **answers.onwards(token)})


@routes.get("/{session_id}/checkpoints/{checkpoint_id}")
def read_checkpoint(session_id: str, checkpoint_id: str, asked: Asked, saver: Saver) -> Response:
    """Return one saved state."""
    return JsonAnswer(answers.checkpoint(saver.get(asked.caller, session_id, checkpoint_id)))


@routes.delete("/{session_id}/checkpoints/{checkpoint_id}", status_code=204)
def delete_checkpoint(session_id: str, checkpoint_id: str, asked: Asked, saver: Saver) -> Response:
    """Remove one saved state, unless a pending approval names it; forks, each made at once, do not need it."""
    saver.delete(asked.caller, session_id, checkpoint_id)
    return Response(status_code=204)


@routes.post("/{session_id}/restore")
def restore_session(
    session_id: str, asked: Asked, service: Service, restorer: Annotated[Restores, Depends(restores)]
) -> Response:
    """Bring the session back to a saved state; what is outside of it is not undone."""
    session = service.see(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        wish = asked.read(RestoreWish)
        restoring = Restoring(
            to=Reference(checkpoint_id=wish.to.checkpoint_id, commit_id=wish.to.commit_id, revision=wish.to.revision),
            zones=tuple(wish.zones),
            keep_current_as=wish.keep_current_as,
            dry_run=wish.dry_run,
            reason=wish.reason,
        )
        done = restorer.restore(asked.caller, session_id, restoring, asked.revision())
        answer = answers.DryAnswer if wish.dry_run else JsonAnswer
        return answer(answers.restored(done), headers=answers.tag_of(done.session))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        done = restorer.done(asked.caller, session_id, receipts[0])
        return JsonAnswer(answers.restored(done), headers=answers.tag_of(done.session))

    return asked.effect(session, work, again=again)


@routes.get("/{session_id}/diff", openapi_extra=described(DiffFilters))
def compare(
    session_id: str,
    asked: Asked,
    service: Service,
    comparer: Annotated[Differences, Depends(differences)],
) -> Response:
    """
    Return what differs between two states.

    Each is head, origin, forkPoint, lastCommit, commit:ID, revision:N, session:ID, or a checkpoint.
    """
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        filters = asked.query(DiffFilters)
        before, after = filters.from_, filters.to
        found = comparer.between(asked.caller, session_id, before, after, tuple(filters.zone))
    return JsonAnswer(
        {
            "from": {"ref": before, "contentHash": answers.hashed(found.before)},
            "to": {"ref": after, "contentHash": answers.hashed(found.after)},
            "stats": answers.tallied(found.differences),
            "changes": [answers.difference(each) for each in found.differences],
        }
    )
