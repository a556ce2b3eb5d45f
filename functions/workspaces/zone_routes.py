"""Routes of a session's content, item by item."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import ManifestFilters, PageFilters, described
from shared.api.json_text import JsonAnswer
from shared.bootstrap.workspaces import manifests, workspaces, zones
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.services.data_keys import check_keys
from shared.services.manifests import Manifests
from shared.services.paths import check_path
from shared.services.workspaces import Workspaces
from shared.services.zones import Written, Zones

routes = APIRouter(prefix="/v1/sessions", tags=["content"])

Service = Annotated[Workspaces, Depends(workspaces)]
Content = Annotated[Zones, Depends(zones)]
Lists = Annotated[Manifests, Depends(manifests)]


@routes.get("/{session_id}/data")
def read_data(session_id: str, asked: Asked, content: Content) -> Response:
    """Return the whole data; the ETag names the session's revision."""
    session, data = content.data(asked.caller, session_id)
    return asked.told(data, answers.tag_of(session))


@routes.put("/{session_id}/data")
def replace_data(session_id: str, asked: Asked, service: Service, content: Content) -> Response:
    """Make an object the whole data."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        data = _object(asked)
        session = content.replace_data(asked.caller, session_id, data, asked.revision())
    return Response(status_code=204, headers=answers.tag_of(session))


@routes.patch("/{session_id}/data")
def merge_data(session_id: str, asked: Asked, service: Service, content: Content) -> Response:
    """Replace the values under the keys of an object; null takes a key away."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        changes = _object(asked)
        session = content.merge_data(asked.caller, session_id, changes, asked.revision())
    return Response(status_code=204, headers=answers.tag_of(session))


@routes.get("/{session_id}/data/{key:path}")
def read_key(session_id: str, key: str, asked: Asked, content: Content) -> Response:
    """Return the value of one data key; the ETag is its hash."""
    item = content.item(asked.caller, session_id, "data", key)
    tag = answers.item_tag(item.hash)
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return JsonAnswer(content.value(item), headers=tag)


@routes.put("/{session_id}/data/{key:path}")
def write_key(session_id: str, key: str, asked: Asked, service: Service, content: Content) -> Response:
    """Write one data key, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        value = asked.json()
        check_keys([key])
        return _written(content.put_key(asked.caller, session_id, key, value, asked.seen()))


@routes.delete("/{session_id}/data/{key:path}", status_code=204)
def delete_key(session_id: str, key: str, asked: Asked, service: Service, content: Content) -> Response:
    """Take one data key away, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        content.remove(asked.caller, session_id, "data", key, asked.seen())
    return Response(status_code=204)


@routes.get("/{session_id}/code", openapi_extra=described(PageFilters))
def list_files(session_id: str, asked: Asked, service: Service, lists: Lists) -> Response:
    """Return the code files by path, without their text."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        page = asked.query(PageFilters).wish()
        session, units, token = lists.units(asked.caller, session_id, ("code",), "", page)
    files = [{"path": unit.name, "hash": answers.hashed(unit.hash), "bytes": unit.size} for unit in units]
    return asked.told({"files": files, **answers.onwards(token)}, answers.tag_of(session))


@routes.get("/{session_id}/code/{path:path}")
def read_file(session_id: str, path: str, asked: Asked, content: Content) -> Response:
    """Return the text of one code file; the ETag is its hash."""
    item = content.item(asked.caller, session_id, "code", path)
    tag = answers.item_tag(item.hash)
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return Response(content.text(item), media_type="text/plain; charset=utf-8", headers=tag)


@routes.put("/{session_id}/code/{path:path}")
def write_file(session_id: str, path: str, asked: Asked, service: Service, content: Content) -> Response:
    """Write one code file, whose text is the body, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        text = asked.text()
        check_path(path)
        return _written(content.put_file(asked.caller, session_id, path, text, asked.seen()))


@routes.delete("/{session_id}/code/{path:path}", status_code=204)
def delete_file(session_id: str, path: str, asked: Asked, service: Service, content: Content) -> Response:
    """Take one code file away, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        content.remove(asked.caller, session_id, "code", path, asked.seen())
    return Response(status_code=204)


@routes.get("/{session_id}/manifest", openapi_extra=described(ManifestFilters))
def read_manifest(session_id: str, asked: Asked, service: Service, lists: Lists) -> Response:
    """Return the units of the content by path, with their hashes."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        filters = asked.query(ManifestFilters)
        zones = tuple(filters.zone)
        session, units, token = lists.units(asked.caller, session_id, zones, filters.prefix, filters.wish())
    entries = [
        {"path": unit.path, "zone": unit.zone, "hash": answers.hashed(unit.hash), "size": unit.size} for unit in units
    ]
    return asked.told({"entries": entries, **answers.onwards(token)}, answers.tag_of(session))


def _object(asked: Exchange) -> dict[str, Json]:
    value = asked.json()
    if not isinstance(value, dict):
        message = "the data is an object"
        raise Invalid(message, code="validation_failed")
    return value


def _written(written: Written) -> Response:
    return Response(status_code=201 if written.created else 204, headers=answers.item_tag(written.hash))
