"""The operations midPoint asks for: search, create, update, delete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from shared.compiler.verification.evaluation.exceptions import CONNECTOR, NULL_POINTER, UNSUPPORTED_OPERATION
from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.json_nodes import Data, Node
from shared.compiler.verification.evaluation.values import Thrown
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.writes import WriteEndpoint
from shared.compiler.verification.runtime.conversions import connid_name, object_of, write
from shared.compiler.verification.runtime.custom_searches import into
from shared.compiler.verification.runtime.objects import ConnectorObject, Filter
from shared.compiler.verification.runtime.requests import Answer, Specification
from shared.compiler.verification.runtime.searching import Searching, Send, no_such_name

STEPS: Final = 3_000_000
_WRITTEN: Final = frozenset({200, 201})
_DELETED: Final = frozenset({202, 204})


class Framework:
    """One connector at work for one operation; every method raises Thrown, Exhausted or NotSimulated."""

    def __init__(self, connector: LoadedConnector, send: Send, configuration: Mapping[str, str]) -> None:
        self.connector = connector
        self.interpreter = Interpreter(STEPS, no_such_name)
        self.searching = Searching(connector, send, configuration, self.interpreter)

    def search(self, name: str, wanted: Filter | None = None, *, resolve: bool = False) -> list[ConnectorObject]:
        """Return the objects that `wanted` lets through, all of them without a filter."""
        found: list[ConnectorObject] = []
        self.searching.search(name, wanted, into(found), resolve=resolve)
        return found

    def read(self, name: str, uid: str, *, resolve: bool = False) -> ConnectorObject | None:
        """Return the object with the identifier `uid`, if it is there."""
        identifier = self.searching.declared(name).special("__UID__")
        if identifier is None:
            raise Thrown(CONNECTOR, f"`{name}` has no UID")
        found = self.search(name, Filter(identifier.protocol_name, "eq", uid), resolve=resolve)
        return found[0] if found else None

    def create(self, name: str, values: Mapping[AttributeSchema, list[object]]) -> ConnectorObject:
        """Create an object with `values` and return it as the application answers it."""
        endpoint = self._supporting(name, "create", values)
        body: dict[str, Data] = {}
        for attribute, given in values.items():
            write(self.interpreter, attribute, given, body)
        answer = self._sent(endpoint, body, uid=None)
        content = _written(answer)
        if not content:
            raise Thrown(NULL_POINTER, "the answer to a create is empty")
        return object_of(self.interpreter, self.searching.declared(name), content)

    def update(self, name: str, uid: str, values: Mapping[AttributeSchema, list[object]]) -> None:
        """Replace the values of attributes of one object, which is read first."""
        endpoint = self._supporting(name, "update", values)
        before = self.read(name, uid)
        if before is None:
            raise Thrown(CONNECTOR, f"Can not update object: {uid}. Unable to read previous state")
        body: dict[str, Data] = {}
        for attribute, given in values.items():
            if connid_name(self.searching.declared(name), attribute) not in before.values:
                message = f'Cannot invoke "java.util.Collection.toArray()" because "c" is null (`{attribute.name}`)'
                raise Thrown(NULL_POINTER, message)
            write(self.interpreter, attribute, given, body)
        content = _written(self._sent(endpoint, body, uid=uid))
        if content:
            object_of(self.interpreter, self.searching.declared(name), content)

    def delete(self, name: str, uid: str) -> None:
        """Delete one object."""
        endpoints = self._endpoints(name, "delete")
        answer = self._sent(endpoints[0], None, uid=uid)
        status = answer.response.status
        body = answer.body if status == 200 else None  # noqa: PLR2004 - HTTP's OK
        if status not in _DELETED and not (isinstance(body, Node) and isinstance(body.data, dict)):
            raise Thrown(CONNECTOR, f"Cannot delete object, HTTP status code: {status}")

    def _endpoints(self, name: str, operation: str) -> list[WriteEndpoint]:
        operations = self.connector.operations.of(name)
        found = operations.writes.get(operation) if operations else None
        if found is None or not found[0].endpoints:
            raise Thrown(UNSUPPORTED_OPERATION, f"Operation {operation} is not supported")
        return list(found[0].endpoints.values())

    def _supporting(self, name: str, operation: str, values: Mapping[AttributeSchema, list[object]]) -> WriteEndpoint:
        """Return the first request that takes the attributes: any of them to create, all of them to update."""
        wanted = {it.protocol_name for it in values}
        for endpoint in self._endpoints(name, operation):
            taken = {it for it, _ in endpoint.supported}
            if endpoint.conditions and operation == "update":
                raise Thrown(NULL_POINTER, "an update that depends on a value")
            if not taken or (wanted <= taken if operation == "update" else wanted & taken):
                return endpoint
        if operation == "update":
            raise Thrown(CONNECTOR, f"Attribute deltas are unsupported: {', '.join(sorted(wanted))}")
        raise Thrown(NULL_POINTER, "no request takes any of the attributes")

    def _sent(self, endpoint: WriteEndpoint, body: dict[str, Data] | None, uid: str | None) -> Answer:
        request = Specification(endpoint.path, endpoint.method)
        if uid is not None:
            request.places["id"] = uid
        if endpoint.request.value("contentType") is not None and endpoint.request.value("body") != "EMPTY":
            request.headers["Content-Type"] = "application/json"
            request.body = json.dumps(body or {})
        return self.searching.execute(request)


def _written(answer: Answer) -> dict[str, Data]:
    status = answer.response.status
    content = answer.body if status in _WRITTEN else None
    if isinstance(content, Node) and isinstance(content.data, dict):
        return content.data
    raise Thrown(CONNECTOR, f"Cannot create object. HTTP status code: {status}")
