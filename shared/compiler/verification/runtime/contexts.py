"""What closures find around them while they run: the names the framework binds for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.values import (
    Invocation,
    NoSuchMember,
    NotSimulated,
    Secret,
)
from shared.compiler.verification.runtime.objects import ConnectorObject, ObjectReference

UNKNOWN: Final = frozenset({"newRequest", "newJwt", "execute", "parseJson", "context"})
"""What the framework lets scripts call that talks to others: nothing that we simulate."""


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
        if name in UNKNOWN:
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
