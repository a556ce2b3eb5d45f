"""
The simulated application: it answers every documented request as the documents say, and refuses what they refuse.

Without credentials it answers 401, for an unknown object 404, for a request that is not documented 404 too. What it
refused and why is remembered, so that a failure can be explained.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, Parameter
from shared.compiler.verification.evaluation.json_nodes import Data
from shared.compiler.verification.http import Request, Response
from shared.compiler.verification.target.bodies import parsed, written
from shared.compiler.verification.target.credentials import accepts
from shared.compiler.verification.target.pages import paged, with_next
from shared.compiler.verification.target.population import Collection, Object, Population, place, text_of
from shared.compiler.verification.target.routes import Route, Routes, placeholders
from shared.compiler.verification.target.selection import listed, members, narrowed, selected, selecting

_LISTS: Final = frozenset({"list", "search"})
_SENT_ANYWAY: Final = frozenset({"accept", "authorization", "content-type"})
_JSON: Final = {"Content-Type": "application/json"}


class Target:
    """One application; `open_to_all` lets requests without credentials in, `refusals` says what was refused."""

    def __init__(self, model: ConnectorModel) -> None:
        self.model = model
        self.population = Population(model)
        self.routes = Routes(model)
        self.open_to_all = False
        self.refusals: list[str] = []
        self.requests = 0

    def answer(self, request: Request) -> Response:
        """Return the answer to `request`."""
        self.requests += 1
        if not self.open_to_all and not accepts(self.model.authentications, request):
            return self._refused(401, "no valid credentials")
        candidates = self.routes.matching(request.method, request.path)
        if not candidates:
            return self._refused(404, f"{request.method} {request.path} is not documented")
        route, values = self._chosen(candidates, request)
        missing = next((it for it in route.operation.parameters if _is_missing(it, request)), None)
        if missing is not None:
            return self._refused(400, f"the {missing.placement} parameter `{missing.name}` is required")
        return self._carried_out(route, request, values)

    def _chosen(self, candidates: list[tuple[Route, dict[str, str]]], request: Request) -> tuple[Route, dict[str, str]]:
        """Return the route `request` means: one that reads a single object by its query only when that is there."""
        fewest = len(candidates[0][1])
        same = [it for it in candidates if len(it[1]) == fewest]
        for route, values in same:
            reads_by_query = route.operation.kind == "get" and not placeholders(route.operation.path)
            if reads_by_query and route.documented is not None:
                name, _ = selecting(route.operation, route.documented)
                if name and request.parameter(name) is not None:
                    return route, values
        usual = [it for it in same if not (it[0].operation.kind == "get" and not it[1])]
        return min(usual or same, key=lambda it: (it[0].documented is None, _required(it[0].operation)))

    def _carried_out(self, route: Route, request: Request, values: Mapping[str, str]) -> Response:
        operation = route.operation
        if route.documented is None or (route.relation is not None and operation.kind not in _LISTS):
            return self._members(route, request, values)
        collection = self.population.of(route.documented.name)
        if collection is None:
            return self._refused(404, "no such class")
        if operation.kind in _LISTS:
            found = listed(self.population, route, collection, values)
            return self._list(found, route, collection, request)
        if operation.kind == "create":
            return self._create(operation, collection, request)
        single = {"get": self._read, "update": self._update, "delete": self._delete}.get(operation.kind)
        if single is None:
            return self._refused(404, f"{operation.kind} is not simulated")
        return single(route, collection, request, values)

    def _members(self, route: Route, request: Request, values: Mapping[str, str]) -> Response:
        found = members(self.population, route.relation, route.operation, values) if route.relation else None
        if found is None:
            return self._refused(404, "no such object")
        return self._list(found[1], route, found[0], request)

    def _list(self, found: list[Object] | None, route: Route, collection: Collection, request: Request) -> Response:
        if found is None:
            return self._refused(404, "no such object around the list")
        operation = route.operation
        body = parsed(request.body)
        items: list[Data] = list(narrowed(found, operation.filters, request))
        page = paged(items, operation, request, body if isinstance(body, dict) else {})
        if page.refused:
            return self._refused(400, page.refused)
        shaped = _shaped(operation, collection, page.items)
        content = with_next(_wrapped(operation, shaped), operation.paging, page)
        return _json(_success(operation, 200), content, page.headers)

    def _read(self, route: Route, collection: Collection, request: Request, values: Mapping[str, str]) -> Response:
        found = selected(route, collection, request, values)
        operation = route.operation
        listing = collection.documented.operation("list")
        if listing is not None and (listing.method, listing.path) == (operation.method, operation.path):
            return self._list([found] if found is not None else [], _as_list(route, listing), collection, request)
        if operation.collection == "array" and (found is not None or not placeholders(operation.path)):
            return _json(200, _wrapped(operation, [found] if found is not None else []))
        if found is None:
            return self._refused(404, "no such object")
        return _json(_success(operation, 200), _wrapped(operation, found))

    def _create(self, operation: Operation, collection: Collection, request: Request) -> Response:
        documented = collection.documented
        came = written(request, operation, documented, "create")
        if came.refused:
            return self._refused(came.status, came.refused)
        made = self.population.assigned(collection) | came.properties
        collection.objects.append(made)
        return _answered(operation, _readable(documented, made), 201)

    def _update(self, route: Route, collection: Collection, request: Request, values: Mapping[str, str]) -> Response:
        found = selected(route, collection, request, values)
        if found is None:
            return self._refused(404, "no such object")
        came = written(request, route.operation, collection.documented, "update")
        if came.refused:
            return self._refused(came.status, came.refused)
        if route.operation.method == "PUT":
            for attribute in collection.documented.attributes:
                if attribute.updatable and not attribute.path and attribute.name not in came.properties:
                    found.pop(attribute.name, None)
        found |= came.properties
        return _answered(route.operation, _readable(collection.documented, found), 200)

    def _delete(self, route: Route, collection: Collection, request: Request, values: Mapping[str, str]) -> Response:
        found = selected(route, collection, request, values)
        if found is None:
            return self._refused(404, "no such object")
        collection.objects.remove(found)
        return _answered(route.operation, found, 204)

    def _refused(self, status: int, reason: str) -> Response:
        self.refusals.append(f"{status}: {reason}")
        return Response(status, json.dumps({"message": reason}), _JSON)


def _as_list(route: Route, listing: Operation) -> Route:
    """Return the route of a list that also reads single objects: one request has one shape of answer."""
    return replace(route, operation=listing)


def _is_missing(parameter: Parameter, request: Request) -> bool:
    if not parameter.required or parameter.is_credential or parameter.name.lower() in _SENT_ANYWAY:
        return False
    match parameter.placement:
        case "query":
            return request.parameter(parameter.name) is None
        case "header":
            return not request.header(parameter.name)
        case "cookie":
            return f"{parameter.name}=" not in request.header("Cookie")
        case _:
            return False


def _required(operation: Operation) -> int:
    return sum(it.required for it in operation.parameters)


def _success(operation: Operation, usual: int) -> int:
    return operation.success[0] if operation.success else usual


def _wrapped(operation: Operation, content: Data) -> Data:
    if not operation.answer_path:
        return content
    body: Object = {}
    place(body, operation.answer_path, content)
    return body


def _shaped(operation: Operation, collection: Collection, items: list[Data]) -> Data:
    identifier = collection.identifier
    name = identifier.name if identifier else "id"
    keys = [it.get(name) if isinstance(it, dict) else it for it in items]
    if operation.collection == "map":
        return {text_of(key): it for key, it in zip(keys, items, strict=True)}
    if operation.element == "identifier":
        return keys
    return items if operation.collection == "array" else (items[0] if items else {})


def _readable(documented: ObjectClass, found: Object) -> Object:
    hidden = {it.name for it in documented.attributes if it.readable is False}
    return {name: value for name, value in found.items() if name not in hidden}


def _answered(operation: Operation, found: Object, usual: int) -> Response:
    """Return the answer to a write: the object where the documents show one, and nothing where they do not."""
    status = _success(operation, usual)
    if operation.collection == "nothing" or status in {202, 204}:
        return Response(status)
    content: Data = [found] if operation.collection == "array" else found
    return _json(status, _wrapped(operation, content))


def _json(status: int, content: Data, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status, json.dumps(content), {**_JSON, **(headers or {})})
