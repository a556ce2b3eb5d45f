"""Requests while scripts complete them, and answers as scripts see them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.verification.evaluation.exceptions import CONNECTOR, NO_SUCH_ELEMENT
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.operators import shown
from shared.compiler.verification.evaluation.values import Constant, Invocation, NoSuchMember, Thrown
from shared.compiler.verification.http import Request, Response

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_PARSED: Final = range(200, 204)


@dataclass(slots=True)
class Specification:
    """A request in the making: what the framework calls HttpRequestSpecification."""

    path: str
    method: str = "GET"
    places: dict[str, str] = field(default_factory=dict)
    query: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None

    def call(self, name: str, invocation: Invocation) -> object:
        """Complete the request; a value of null changes nothing."""
        setter = _SETTERS.get((name, len(invocation.arguments)))
        if setter is None:
            raise NoSuchMember(name)
        if None not in invocation.arguments:
            setter(self, *invocation.arguments)
        return self

    def get(self, name: str) -> object:
        """Raise NoSuchMember: a request is only written to."""
        raise NoSuchMember(name)

    def finished(self) -> Request:
        """Return the request as it is sent; a placeholder nobody filled stays."""
        path = _PLACEHOLDER.sub(lambda match: self.places.get(match[1], match[0]), self.path)
        return Request(self.method, f"/{path}", tuple(self.query), dict(self.headers), self.body)


def _method(made: Specification, method: object) -> None:
    made.method = method.name if isinstance(method, Constant) else shown(method)


def _body(made: Specification, value: object) -> None:
    made.body = value.decode() if isinstance(value, bytes) else shown(value)


def _path(made: Specification, path: object) -> None:
    made.path = shown(path)


def _subpath(made: Specification, path: object) -> None:
    made.path = f"{made.path.rstrip('/')}/{shown(path).lstrip('/')}"


def _query(made: Specification, key: object, value: object) -> None:
    made.query.append((shown(key), shown(value)))


_SETTERS: Final[dict[tuple[str, int], Callable[..., object]]] = {
    ("queryParameter", 2): _query,
    ("query", 2): _query,
    ("formParam", 2): _query,
    ("pathParameter", 2): lambda made, key, value: made.places.update({shown(key): shown(value)}),
    ("header", 2): lambda made, key, value: made.headers.update({shown(key): shown(value)}),
    ("body", 1): _body,
    ("httpMethod", 1): _method,
    ("apiEndpoint", 1): _path,
    ("subpath", 1): _subpath,
    ("timeout", 1): lambda _made, _duration: None,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as extractors see it: its body is JSON where the status says success, and bytes where not."""

    response: Response

    @property
    def body(self) -> object:
        """The parsed body, or its bytes; raises Thrown when it should be JSON and is none."""
        if self.response.status not in _PARSED:
            return self.response.body.encode()
        if not self.response.body:
            return Node(None, missing=True)
        try:
            return Node(json.loads(self.response.body))
        except ValueError as error:
            raise Thrown(CONNECTOR, "Failed to parse response body") from error

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the body, the status or the headers."""
        if invocation.arguments:
            raise NoSuchMember(name)
        match name:
            case "body":
                return self.body
            case "statusCode":
                return self.response.status
            case "headers":
                return Headers(self.response)
            case _:
                raise NoSuchMember(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: an answer has methods only."""
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of an answer: java.net.http.HttpHeaders."""

    response: Response

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the values of a header."""
        (wanted,) = invocation.arguments or ("",)
        folded = shown(wanted).lower()
        values = [value for key, value in self.response.headers.items() if key.lower() == folded]
        match name:
            case "allValues":
                return values
            case "firstValue":
                return Optional(values[0] if values else None)
            case _:
                raise NoSuchMember(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: headers have methods only."""
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Optional:
    """Java's Optional."""

    value: object

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the value, or what stands for it."""
        match name, invocation.arguments:
            case "isPresent", ():
                return self.value is not None
            case "isEmpty", ():
                return self.value is None
            case "orElse", (other,):
                return other if self.value is None else self.value
            case "get", ():
                if self.value is None:
                    raise Thrown(NO_SUCH_ELEMENT, "No value present")
                return self.value
            case _:
                raise NoSuchMember(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: it has methods only."""
        raise NoSuchMember(name)
