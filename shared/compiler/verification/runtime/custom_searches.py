"""What scripts that search by themselves find around them: where results go, and searches of other classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from shared.compiler.verification.evaluation.exceptions import MISSING_METHOD, NULL_POINTER
from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.values import Function, Invocation, NoSuchMember, NotSimulated, Thrown
from shared.compiler.verification.runtime.contexts import UNKNOWN
from shared.compiler.verification.runtime.objects import ConnectorObject, Filter, FilterStart

Handle = Callable[[ConnectorObject], bool]


def into(found: list[ConnectorObject]) -> Handle:
    """Return the handler that collects every object in `found`."""

    def handle(item: ConnectorObject) -> bool:
        found.append(item)
        return True

    return handle


class Searches(Protocol):
    """The searches of the connector that a script belongs to."""

    interpreter: Interpreter

    def search(self, name: str, wanted: Filter | None, handle: Handle, *, resolve: bool = True) -> None:
        """Give every object of the class `name` that `wanted` lets through to `handle`."""
        ...


@dataclass(frozen=True, slots=True)
class Scripted:
    """Around `custom { implementation { } }`: searches of other classes, and where results go."""

    searching: Searches
    object_class: str
    filter: Filter | None
    handle: Handle

    def get(self, name: str) -> object:
        """Return where results go."""
        if name == "resultHandler":
            return Results(self.handle)
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the filter, where results go, a class to search, or a filter in the making."""
        match name, invocation.arguments:
            case "filter", ():
                return self.filter
            case "resultHandler", ():
                return Results(self.handle)
            case (("operationOptions" | "definition"), ()):
                return None
            case "attributeFilter", (str(attribute),):
                return FilterStart(attribute)
            case "objectClass", (str(wanted),):
                return SearchedClass(self.searching, wanted)
            case _:
                if name in UNKNOWN:
                    message = f"{name}() in a search"
                    raise NotSimulated(message)
                raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Results:
    """Where a search puts what it finds."""

    handle: Handle

    def get(self, name: str) -> object:
        """Raise NoSuchMember: it has methods only."""
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Take one object; return whether more are wanted."""
        if name == "handle" and len(invocation.arguments) == 1:
            (found,) = invocation.arguments
            if not isinstance(found, ConnectorObject):
                raise Thrown(MISSING_METHOD, "handle() takes a ConnectorObject")
            return self.handle(found)
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class SearchedClass:
    """`objectClass(name)` inside a script that runs."""

    searching: Searches
    name: str

    def get(self, name: str) -> object:
        """Raise NoSuchMember: it has methods only."""
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Search the class: with or without a filter, into a list or a handler."""
        if name != "search":
            raise NoSuchMember(name)
        found: list[ConnectorObject] = []
        arguments = list(invocation.arguments)
        handle = self._handle(arguments.pop()) if len(arguments) > 1 else None
        wanted = arguments[0] if arguments else None
        if wanted is not None and not isinstance(wanted, Filter):
            raise Thrown(MISSING_METHOD, "search() takes a filter")
        if handle is None:
            self.searching.search(self.name, wanted, into(found), resolve=False)
        elif wanted is None:
            raise Thrown(NULL_POINTER, "search(null, handler) is ambiguous")
        else:
            self.searching.search(self.name, wanted, handle, resolve=False)
        return found

    def _handle(self, handler: object) -> Handle:
        if isinstance(handler, Results):
            return handler.handle
        if isinstance(handler, Function):
            function = handler
            return lambda it: self.searching.interpreter.invoke(function, (it,)) is not False
        raise Thrown(MISSING_METHOD, "search() takes a handler")
