"""What closures find around them while they run: the names the framework binds for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from shared.compiler.verification.evaluation.exceptions import MISSING_METHOD, NULL_POINTER
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.values import (
    Function,
    Invocation,
    NoSuchMember,
    NotSimulated,
    Secret,
    Thrown,
)
from shared.compiler.verification.runtime.objects import ConnectorObject, Filter, FilterStart, ObjectReference

if TYPE_CHECKING:
    from shared.compiler.verification.runtime.searching import Searching

_UNKNOWN: Final = frozenset({"newRequest", "newJwt", "execute", "parseJson", "context"})

Handle = Callable[[ConnectorObject], bool]


def into(found: list[ConnectorObject]) -> Handle:
    """Return the handler that collects every object in `found`."""

    def handle(item: ConnectorObject) -> bool:
        found.append(item)
        return True

    return handle


@dataclass(frozen=True, slots=True)
class Names:
    """Names with fixed values, and nothing to call."""

    values: Mapping[str, object]

    def get(self, name: str) -> object:
        """Return the value of a name."""
        if name not in self.values:
            raise NoSuchMember(name)
        return self.values[name]

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the value of a name called without arguments, as a getter is."""
        if invocation.arguments or name not in self.values:
            raise NoSuchMember(name)
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Conversion:
    """Around `deserialize` and `serialize`: the value, and helpers."""

    value: object

    def get(self, name: str) -> object:
        """Return the value."""
        if name == "value":
            return self.value
        raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return a reference, or a text without its prefix."""
        match name, invocation.arguments:
            case "connectorObjectReference", (str(object_class), uid, shown_name):
                values: dict[str, list[object]] = {"__UID__": [uid]} if uid is not None else {}
                if shown_name is not None:
                    values["__NAME__"] = [shown_name]
                return ObjectReference(object_class, ConnectorObject(object_class, values))
            case "stripPrefix", (str(prefix), text):
                plain = text.text() if isinstance(text, Node) else str(text)
                return plain.removeprefix(prefix)
            case _:
                raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Authorization:
    """Around an authentication customizer."""

    request: object
    configuration: Mapping[str, str]
    cache: dict[object, object] = field(default_factory=dict)

    def get(self, name: str) -> object:
        """Return the request, the configuration or the cache."""
        match name:
            case "request":
                return self.request
            case "configuration":
                return Configuration(self.configuration)
            case "ctx":
                return self.cache
            case _:
                raise NoSuchMember(name)

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the text of a secret; raises NotSimulated for requests of its own."""
        if name == "decrypt" and len(invocation.arguments) == 1:
            (secret,) = invocation.arguments
            return secret.text if isinstance(secret, Secret) else secret
        if name in _UNKNOWN:
            message = f"{name}() in an authentication script"
            raise NotSimulated(message)
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The connector's configuration: secrets are GuardedStrings, what is not set is null."""

    values: Mapping[str, str]

    def get(self, name: str) -> object:
        """Return a property."""
        value = self.values.get(name)
        secret = any(word in name for word in ("Password", "Token", "ApiKey", "Secret")) and name[-4:] != "Name"
        return Secret(value) if value is not None and secret else value

    def call(self, name: str, invocation: Invocation) -> object:
        """Return a property by its getter."""
        if name.startswith("get") and not invocation.arguments:
            return self.get(name[3:4].lower() + name[4:])
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class Scripted:
    """Around `custom { implementation { } }`: searches of other classes, and where results go."""

    searching: Searching
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
                if name in _UNKNOWN:
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

    searching: Searching
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
