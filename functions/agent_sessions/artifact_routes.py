"""The routes of the files that agents keep, for one dialect."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from functions.agent_sessions.bodies import Body
from functions.agent_sessions.contracts import ArtifactStart
from functions.agent_sessions.events import read_part
from functions.agent_sessions.mounts import Mount
from shared.api.bodies import json_request
from shared.api.json_text import validated
from shared.api.principals import Caller
from shared.bootstrap.agents import agent_artifacts
from shared.domain.agent import AgentPlace
from shared.domain.agent_artifact import ArtifactVersion, NewArtifact
from shared.domain.principal import Principal
from shared.services.agent_artifacts import AgentArtifacts

_ARTIFACTS: Final = "/apps/{app_name}/users/{user_id}/sessions/{session_id}/artifacts"
# Names may hold slashes, so the routes that end otherwise come before the one that takes any.
_ARTIFACT: Final = f"{_ARTIFACTS}/{{name:path}}"
_LATEST: Final = "latest"
_DIGITS: Final = 10


class Visit:
    """Who comes for the files of which session."""

    def __init__(
        self,
        app_name: str,
        user_id: str,
        session_id: str,
        caller: Caller,
        service: Annotated[AgentArtifacts, Depends(agent_artifacts)],
    ) -> None:
        self.service = service
        self.whose: tuple[Principal, AgentPlace, str] = (caller, AgentPlace(app=app_name, user=user_id), session_id)


Visitor = Annotated[Visit, Depends()]


def artifact_routes(mount: Mount) -> APIRouter:
    """Return the routes of files in the words of `mount`."""
    routes = APIRouter()

    @routes.get(_ARTIFACTS)
    def list_artifacts(visit: Visitor) -> Response:
        """Return the names of the session's files and of its user's."""
        return mount.answer(visit.service.names(*visit.whose))

    @routes.post(_ARTIFACTS, openapi_extra=json_request(ArtifactStart))
    def save_artifact(visit: Visitor, body: Body) -> Response:
        """Keep a part as the next version of a file."""
        start = validated(ArtifactStart, body)
        part = read_part(start.artifact, ("artifact",))
        new = NewArtifact(name=start.filename, part=part, metadata=start.custom_metadata or {})
        return mount.answer(_described(visit, visit.service.save(*visit.whose, new)))

    @routes.get(f"{_ARTIFACT}/versions")
    def list_versions(visit: Visitor, name: str) -> Response:
        """Return the numbers of a file's versions."""
        return mount.answer([found.version for found in visit.service.versions(*visit.whose, name)])

    @routes.get(f"{_ARTIFACT}/versions/metadata")
    def describe_versions(visit: Visitor, name: str) -> Response:
        """Return what is known of each version of a file."""
        return mount.answer([_described(visit, found) for found in visit.service.versions(*visit.whose, name)])

    @routes.get(f"{_ARTIFACT}/versions/{{version}}/metadata")
    def describe_version(visit: Visitor, name: str, version: str) -> Response:
        """Return what is known of one version of a file."""
        found = visit.service.describe(*visit.whose, name, _number(version, "path"))
        return mount.answer(_described(visit, found))

    @routes.get(f"{_ARTIFACT}/versions/{{version}}")
    def load_version(visit: Visitor, name: str, version: str) -> Response:
        """Return one version of a file."""
        return mount.answer(visit.service.load(*visit.whose, name, _number(version, "path")))

    @routes.get(_ARTIFACT)
    def load_artifact(visit: Visitor, name: str, version: Annotated[str, Query()] = _LATEST) -> Response:
        """Return a version of a file, the latest if none is named."""
        return mount.answer(visit.service.load(*visit.whose, name, _number(version, "query")))

    @routes.delete(_ARTIFACT, response_class=Response)
    def delete_artifact(visit: Visitor, name: str) -> Response:
        """Remove a file with all its versions; one that does not exist is removed already."""
        visit.service.delete(*visit.whose, name)
        return mount.done()

    return routes


def _number(version: str, where: str) -> int | None:
    if version == _LATEST:
        return None
    if version.isascii() and version.isdecimal() and len(version) <= _DIGITS:
        return int(version)
    message = "version parameter must be an integer"
    raise RequestValidationError([{"type": "int_parsing", "loc": (where, "version"), "msg": message, "input": version}])


def _described(visit: Visit, found: ArtifactVersion) -> dict[str, Any]:
    _, place, session_id = visit.whose
    address = f"apps/{place.app}/users/{place.user}/sessions/{session_id}/artifacts/{found.name}"
    return {
        "version": found.version,
        "canonicalUri": f"connectorsmith://{address}/versions/{found.version}",
        "customMetadata": dict(found.metadata),
        "createTime": found.created.timestamp(),
        "mimeType": found.media_type,
    }
