"""Searches: which request answers a filter, page after page, from the answer to objects, and what resolvers add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from shared.compiler.reading.groovy.tree import Part
from shared.compiler.verification.evaluation.exceptions import (
    CLASS_CAST,
    ILLEGAL_ARGUMENT,
    MISSING_METHOD,
    NULL_POINTER,
)
from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.methods import iterated
from shared.compiler.verification.evaluation.values import Exhausted, Function, Invocation, Thrown
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.searches import CustomSearch, FilterHandler, Search, SearchEndpoint
from shared.compiler.verification.http import Request, Response
from shared.compiler.verification.runtime.authenticating import authenticated
from shared.compiler.verification.runtime.contexts import Conversion, Names
from shared.compiler.verification.runtime.conversions import connid_name, object_of
from shared.compiler.verification.runtime.custom_searches import Handle, Scripted, into
from shared.compiler.verification.runtime.objects import ConnectorObject, Filter, FilterStart, ObjectReference
from shared.compiler.verification.runtime.requests import Answer, Specification

PAGE: Final = 25
MOST_REQUESTS: Final = 400

Send = Callable[[Request], Response]


class Searching:
    """The searches of one connector; `send` carries requests to what it is connected to."""

    def __init__(
        self, connector: LoadedConnector, send: Send, configuration: Mapping[str, str], interpreter: Interpreter
    ) -> None:
        self.connector = connector
        self.interpreter = interpreter
        self._send = send
        self._configuration = configuration
        self._requests = 0

    def declared(self, name: str) -> ClassSchema:
        """Return the schema of a class; raises Thrown when there is none."""
        found = self.connector.schema.find(name)
        if found is None:
            raise Thrown(ILLEGAL_ARGUMENT, f"No such object class: {name}")
        return found

    def execute(self, specification: Specification) -> Answer:
        """Send a request with its credentials and return the answer; raises Exhausted when there are too many."""
        self._requests += 1
        if self._requests > MOST_REQUESTS:
            message = f"more than {MOST_REQUESTS} requests for one operation: the list is asked for without end"
            raise Exhausted(message)
        authenticated(self.interpreter, self.connector, specification, self._configuration)
        return Answer(self._send(specification.finished()))

    def search(self, name: str, wanted: Filter | None, handle: Handle, *, resolve: bool = True) -> None:
        """
        Give every object that `wanted` lets through to `handle`, until that returns False.

        Raises:
            Thrown: nothing answers the filter, or something fails on the way.
        """
        declared = self.declared(name)
        operations = self.connector.operations.of(name)
        handler, narrowing = self._handler(operations.search if operations else None, wanted)
        if resolve:
            handle = self._resolving(declared, handle)
        if isinstance(handler, SearchEndpoint):
            self._fetch(declared, handler, narrowing, wanted, handle)
            return
        body = handler.value("implementation")
        if isinstance(body, Function):
            self.interpreter.invoke(body, (), Scripted(self, declared.name, wanted, handle))

    def _handler(
        self, search: Search | None, wanted: Filter | None
    ) -> tuple[SearchEndpoint | CustomSearch, FilterHandler | None]:
        if search is not None and wanted is None:
            everything = next((it for it in search.handlers if it.answers_everything), None)
            if everything is not None:
                return everything, None
        found = search.handler(wanted.attribute, wanted.operator) if search and wanted else None
        if found is None:
            raise Thrown(ILLEGAL_ARGUMENT, f"Unsupported filter {wanted}")
        return found

    def _fetch(
        self,
        declared: ClassSchema,
        endpoint: SearchEndpoint,
        narrowing: FilterHandler | None,
        wanted: Filter | None,
        handle: Handle,
    ) -> None:
        page = 1
        while True:
            answer = self.execute(self._specification(endpoint, narrowing, wanted, page))
            count = 0
            for remote in self._extracted(endpoint, answer):
                if not isinstance(remote, Node) or not isinstance(remote.data, dict):
                    raise Thrown(ILLEGAL_ARGUMENT, f"Unexpected object type: {type(remote).__name__}")
                if not remote.data:
                    continue
                count += 1
                if not handle(object_of(self.interpreter, declared, remote.data)):
                    return
            if endpoint.value("singleResult") or count < PAGE:
                return
            page += 1

    def _specification(
        self, endpoint: SearchEndpoint, narrowing: FilterHandler | None, wanted: Filter | None, page: int
    ) -> Specification:
        made = Specification(endpoint.path)
        paging = endpoint.code("pagingSupport")
        if paging is not None:
            around = Names({"request": made, "paging": {"pageSize": PAGE, "pageOffset": page}})
            self.interpreter.invoke(paging, (), around)
        if narrowing is not None and narrowing.send is not None and wanted is not None:
            value = wanted.value
            names = {"request": made, "value": value, "values": [value], "filter": wanted}
            self.interpreter.invoke(narrowing.send, (), Names(names))
        return made

    def _extracted(self, endpoint: SearchEndpoint, answer: Answer) -> list[object]:
        extractor = endpoint.code("objectExtractor")
        wanted = list if endpoint.value("responseFormat") == "JSON_ARRAY" else dict
        body = answer.body
        if isinstance(body, Node) and not body.missing and not isinstance(body.data, wanted):
            raise Thrown(CLASS_CAST, f"the body is no {'array' if wanted is list else 'object'}")
        if extractor is not None:
            found = self.interpreter.invoke(extractor, (), Names({"response": answer}))
            return list(_iterated(found))
        if not isinstance(body, Node):
            raise Thrown(CLASS_CAST, f"the body of an answer of status {answer.response.status} is no JSON")
        return list(body.elements()) if wanted is list else [body]

    def _resolving(self, declared: ClassSchema, handle: Handle) -> Handle:
        resolved = [it for it, _ in declared.attributes.values() if it.resolver is not None]

        def complete(found: ConnectorObject) -> bool:
            for attribute in resolved:
                name = connid_name(declared, attribute)
                if name not in found.values:
                    found.values[name] = self._resolved(attribute, found)
            return handle(found)

        return complete if resolved else handle

    def _resolved(self, attribute: AttributeSchema, found: ConnectorObject) -> list[object]:
        setting = attribute.resolver.settings.get("search") if attribute.resolver else None
        if setting is None or not isinstance(setting.value, Function):
            return []
        wanted = self.interpreter.invoke(setting.value, (), ResolverContext(found))
        if not isinstance(wanted, Filter):
            raise Thrown(MISSING_METHOD, f"the resolver of `{attribute.name}` answers no filter")
        other = str(attribute.value("objectClass") or found.object_class)
        related: list[ConnectorObject] = []
        self.search(other, wanted, into(related), resolve=False)
        return [ObjectReference(other, it) for it in related]


class ResolverContext(Conversion):
    """Around the search of a resolver: the object being completed, and filters."""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return a filter in the making."""
        if name == "attributeFilter" and len(invocation.arguments) == 1:
            return FilterStart(str(invocation.arguments[0]))
        return super().call(name, invocation)


def _iterated(found: object) -> list[object]:
    if found is None:
        raise Thrown(NULL_POINTER, "the extractor answers null")
    return list(iterated(found))


def no_such_name(part: Part, name: str) -> object:
    """Raise what Groovy raises for a call or property that nobody knows."""
    del part
    raise Thrown(MISSING_METHOD, f"No signature of method or property: {name}")
