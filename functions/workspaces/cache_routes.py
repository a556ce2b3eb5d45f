"""Routes of a session's cache; those with a fixed name come before those with a key."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.cache_contracts import BatchEntry, CacheEntries, CacheKeys, Kept, KeyFilters, Prefix, Swap
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import described
from shared.api.json_text import JsonAnswer
from shared.api.problems import of_application
from shared.bootstrap.workspaces import caches
from shared.domain.cached import KEY_BYTES, KEYS, VALUE_BYTES, Cached, Entry
from shared.kernel.errors import ApplicationError, Stale
from shared.services.caches import Cache, Caches, Sight

routes = APIRouter(prefix="/v1/sessions/{session_id}/cache", tags=["cache"])

Service = Annotated[Caches, Depends(caches)]

_TAG: Final = re.compile(r'"v([0-9]{1,18})"')
_LIMITS: Final = {"keys": KEYS, "keyBytes": KEY_BYTES, "valueBytes": VALUE_BYTES}


@routes.get("/keys", openapi_extra=described(KeyFilters))
def list_keys(session_id: str, asked: Asked, service: Service) -> Response:
    """Return the keys that have a value."""
    cache = service.open(asked.caller, session_id)
    filters = asked.query(KeyFilters)
    keys, token = cache.keys(filters.prefix, filters.page_size, filters.next_token)
    return JsonAnswer({"keys": keys, **answers.onwards(token)})


@routes.get("/stats")
def read_stats(session_id: str, asked: Asked, service: Service) -> Response:
    """Return how much the cache holds, and how much it can."""
    stats = service.open(asked.caller, session_id).stats()
    return JsonAnswer({"keys": stats.keys, "sizeBytes": stats.size, "limits": _LIMITS})


@routes.post("/batch-get")
def get_batch(session_id: str, asked: Asked, service: Service) -> Response:
    """Return the values of several keys, each with a status of its own."""
    cache = service.open(asked.caller, session_id)

    def one(key: str) -> dict[str, Any]:
        return {"status": 200, **_value(cache.get(key))}

    return JsonAnswer({"results": [_result(key, partial(one, key)) for key in asked.read(CacheKeys).keys]})


@routes.post("/batch-set")
def set_batch(session_id: str, asked: Asked, service: Service) -> Response:
    """Keep several values, each by itself."""
    cache = service.open(asked.caller, session_id, "session.write")

    def one(wish: BatchEntry) -> dict[str, Any]:
        entry, created = _set(cache, wish)
        return {"status": 201 if created else 200, **_known(entry)}

    def work() -> JsonAnswer:
        wishes = asked.read(CacheEntries).entries
        return JsonAnswer({"results": [_result(wish.key, partial(one, wish)) for wish in wishes]})

    return asked.effect(cache.session, work)


@routes.post("/batch-delete")
def delete_batch(session_id: str, asked: Asked, service: Service) -> Response:
    """Remove several values, each by itself."""
    cache = service.open(asked.caller, session_id, "session.write")

    def one(key: str) -> dict[str, Any]:
        cache.delete(key, Sight())
        return {"status": 204}

    def work() -> JsonAnswer:
        keys = asked.read(CacheKeys).keys
        return JsonAnswer({"results": [_result(key, partial(one, key)) for key in keys]})

    return asked.effect(cache.session, work)


@routes.post("/delete-by-prefix")
def delete_by_prefix(session_id: str, asked: Asked, service: Service) -> Response:
    """Remove every value whose key starts with a text."""
    cache = service.open(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        return JsonAnswer({"deleted": cache.delete_all(asked.read(Prefix).prefix)})

    return asked.effect(cache.session, work)


@routes.get("/{key:path}/exists")
def check_key(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Tell whether a key has a value."""
    return JsonAnswer({"exists": service.open(asked.caller, session_id).find(key) is not None})


@routes.get("/{key:path}/metadata")
def describe_key(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Return what is known of a value."""
    entry = service.open(asked.caller, session_id).describe(key)
    return JsonAnswer(_known(entry), headers=_tag(entry))


@routes.post("/{key:path}/compare-and-set")
def compare_and_set(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Keep a value in the place of that of a version."""
    cache = service.open(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        wish = asked.read(Swap)
        entry, _created = cache.compare_and_set(key, wish.kept(), wish.expected_version)
        return JsonAnswer(_known(entry), headers=_tag(entry))

    return asked.effect(cache.session, work)


@routes.get("/{key:path}")
def read_value(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Return a value; the ETag names its version."""
    found = service.open(asked.caller, session_id).get(key)
    tag = _tag(found.entry)
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return JsonAnswer(_value(found), headers=tag)


@routes.put("/{key:path}")
def write_value(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Keep a value, from the state that was seen if one is named."""
    cache = service.open(asked.caller, session_id, "session.write")
    value = asked.read(Kept).kept()
    entry, created = cache.put(key, value, _seen(asked))
    return JsonAnswer(_known(entry), 201 if created else 200, _tag(entry))


@routes.delete("/{key:path}", status_code=204)
def delete_value(session_id: str, key: str, asked: Asked, service: Service) -> Response:
    """Remove a value, from the state that was seen if one is named."""
    service.open(asked.caller, session_id, "session.write").delete(key, _seen(asked))
    return Response(status_code=204)


def _set(cache: Cache, wish: BatchEntry) -> tuple[Entry, bool]:
    if wish.expected_version is None:
        return cache.put(wish.key, wish.kept(), Sight())
    return cache.compare_and_set(wish.key, wish.kept(), wish.expected_version)


def _result(key: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what became of one item of a batch; the others do not suffer from it."""
    try:
        return {"key": key, **act()}
    except ApplicationError as error:
        problem = of_application(error, "")
        code = problem.code.replace("_", "-")
        return {"key": key, "status": int(problem.status), "code": code, "detail": problem.message, **problem.facts}


def _seen(asked: Exchange) -> Sight:
    if (asked.header("if-none-match") or "").strip() == "*":
        return Sight(absent=True)
    given = (asked.header("if-match") or "*").strip()
    if given == "*":
        return Sight()
    found = _TAG.fullmatch(given)
    if found is None:
        message = f"no cached value has the entity tag {given}"
        raise Stale(message)
    return Sight(int(found[1]))


def _known(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "version": entry.version,
        "contentType": entry.media_type,
        "sizeBytes": entry.size,
        "createdAt": answers.instant(entry.created),
        "updatedAt": answers.instant(entry.updated),
        "expiresAt": None if entry.expires is None else answers.instant(entry.expires),
    }


def _value(found: Cached) -> dict[str, Any]:
    if found.entry.is_json:
        return _known(found.entry) | {"value": json.loads(found.data.decode("utf-8", "surrogatepass"))}
    return _known(found.entry) | {"valueBase64": base64.b64encode(found.data).decode()}


def _tag(entry: Entry) -> dict[str, str]:
    return {"ETag": f'"v{entry.version}"'}
