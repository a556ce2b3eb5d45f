"""Routes of a session's log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import ClientEvent
from functions.workspaces.exchange import Asked
from functions.workspaces.filters import EventFilters, described
from shared.api.json_text import JsonAnswer
from shared.bootstrap.workspaces import logs, workspaces
from shared.domain.session import Event
from shared.services.logs import Logs, Part
from shared.services.once import Receipt
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["events"])

Log = Annotated[Logs, Depends(logs)]
Service = Annotated[Workspaces, Depends(workspaces)]

_PAUSE_SECONDS: Final = 0.5


@routes.get("/{session_id}/events", openapi_extra=described(EventFilters))
async def list_events(session_id: str, asked: Asked, service: Service, log: Log) -> Response:
    """Return events behind `afterSeq`; where there is none yet, wait for one for up to `waitSeconds`."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        filters = asked.query(EventFilters)
        part = _part(filters)
        until = monotonic() + filters.wait_seconds
        while True:
            found, token = await run_in_threadpool(log.read, asked.caller, session_id, part, filters.wish())
            left = until - monotonic()
            if found or left <= 0:
                return JsonAnswer({"events": [_event(each) for each in found], **answers.onwards(token)})
            await asyncio.sleep(min(_PAUSE_SECONDS, left))


@routes.post("/{session_id}/events", status_code=201)
def add_event(session_id: str, asked: Asked, service: Service, log: Log) -> Response:
    """Add progress, or an event of the client's own kind."""
    session = service.see(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        wish = asked.read(ClientEvent)
        return JsonAnswer(_event(log.add(asked.caller, session_id, wish.type, wish.data)), 201)

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return JsonAnswer(_event(log.at(asked.caller, session_id, receipts[0].sequence)), 201)

    return asked.effect(session, work, again=again)


def _part(filters: EventFilters) -> Part:
    return Part(
        after=filters.after_seq,
        kind=filters.type,
        since=filters.since,
        until=filters.until,
        newest_first=filters.order == "desc",
    )


def _event(event: Event) -> dict[str, Any]:
    """Return an event, which tells paths and hashes, never values."""
    paths = [f"data:/{name}" for name in (*event.delta, *event.removed)]
    paths += [f"{each.zone}:/{each.name}" for each in event.touched if not each.name.startswith("\0")]
    return {
        "seq": event.sequence,
        "eventId": event.id,
        "type": event.kind,
        "at": answers.instant(event.at),
        "actor": event.author,
        "revision": event.revision,
        "data": {**event.facts, **({"paths": paths} if paths else {})},
    }
