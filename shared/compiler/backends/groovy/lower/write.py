"""Create, update and delete: the framework sends one flat JSON object and fills `{id}`."""

from __future__ import annotations

from shared.compiler.backends.groovy.lower.calls import in_class
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.backends.groovy.plan.paths import endpoint, selector
from shared.compiler.model.operation import Operation
from shared.compiler.writing.groovy.expressions import Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Comment, Do, Statement

_JSON = Block("request", (), (Command("contentType", (Name("APPLICATION_JSON"),)),))


def creation(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the script that creates objects of `native`."""
    sent = tuple(it.name for it in native.attributes if it.creatable)
    return (in_class(native.name, Block("create", (), (_sending(operation, endpoint(operation).path, sent),))),)


def update(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the script that changes objects of `native`."""
    sent = tuple(it.name for it in native.attributes if it.updatable)
    sending = _sending(operation, _item_path(operation), sent)
    warned = (Comment("sends only what changed: the server must keep the rest"),) if operation.method == "PUT" else ()
    return (in_class(native.name, Block("update", (), (*warned, sending))),)


def deletion(native: NativeClass, operation: Operation) -> tuple[Statement, ...]:
    """Return the script that deletes objects of `native`."""
    request = Do(Invoke(None, "endpoint", (Name(operation.method), Text(_item_path(operation)))))
    return (in_class(native.name, Block("delete", (), (request,))),)


def _item_path(operation: Operation) -> str:
    return endpoint(operation, selecting=selector(operation)).path


def _sending(operation: Operation, path: str, attributes: tuple[str, ...]) -> Block:
    supported = Command("supportedAttributes", tuple(map(Text, attributes)))
    return Block("endpoint", (Name(operation.method), Text(path)), (_JSON, supported))
