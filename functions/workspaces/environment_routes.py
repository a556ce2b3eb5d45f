"""Routes of a session's environment spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import Asking
from functions.workspaces.exchange import Asked
from shared.api.json_text import JsonAnswer
from shared.bootstrap.workspaces import environments, workspaces
from shared.services.environments import Environments, Specification
from shared.services.once import Receipt
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["environment"])

Service = Annotated[Environments, Depends(environments)]
Sessions = Annotated[Workspaces, Depends(workspaces)]


class SpecWish(Asking):
    """A spec that somebody has written."""

    spec: dict[str, Any]


class GenerationWish(Asking):
    """How a spec is to be generated, and whether it is to become the session's."""

    format: Literal["json"] = "json"
    store: bool = False


@routes.get("/{session_id}/environmentSpec")
def read_spec(session_id: str, asked: Asked, service: Service) -> Response:
    """Return the session's environment spec; the ETag names the session's revision."""
    found = service.get(asked.caller, session_id)
    return asked.told(_answer(found), answers.tag_of(found.session))


@routes.put("/{session_id}/environmentSpec")
def write_spec(session_id: str, asked: Asked, service: Service, sessions: Sessions) -> Response:
    """Make what somebody has written the session's environment spec."""
    with asked.judged(lambda: sessions.see(asked.caller, session_id, "session.write")):
        wish = asked.read(SpecWish)
        found = service.put(asked.caller, session_id, wish.spec, asked.revision())
    return JsonAnswer(_answer(found), headers=answers.tag_of(found.session))


@routes.post("/{session_id}/generateEnvironmentSpec")
def generate_spec(session_id: str, asked: Asked, service: Service, sessions: Sessions) -> Response:
    """Return the environment spec of the connector of the session's model; with `store` it becomes the session's."""
    session = sessions.see(asked.caller, session_id)

    def work() -> JsonAnswer:
        wish = asked.read(GenerationWish, optional=True)
        if not wish.store:
            found = service.generate(asked.caller, session_id)
            return answers.DryAnswer(_answer(found) | {"stored": False}, headers=answers.tag_of(found.session))
        sessions.see(asked.caller, session_id, "session.write")
        found = service.generate_and_store(asked.caller, session_id, asked.revision())
        return JsonAnswer(_answer(found) | {"stored": True}, headers=answers.tag_of(found.session))

    def again(_receipts: Sequence[Receipt]) -> JsonAnswer:
        found = service.get(asked.caller, session_id)
        return JsonAnswer(_answer(found) | {"stored": True}, headers=answers.tag_of(found.session))

    return asked.effect(session, work, again=again)


def _answer(found: Specification) -> dict[str, Any]:
    return {
        "spec": dict(found.spec),
        "origin": found.origin,
        "generatedFrom": answers.hashed(found.generated_from) if found.generated_from else None,
        "stale": found.stale,
    }
