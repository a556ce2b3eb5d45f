"""How values pass between JSON and ConnId where the framework's own conversion does not fit."""

from __future__ import annotations

from shared.compiler.backends.groovy.lower.calls import VALUE, json_value
from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.writing.groovy.expressions import NULL, Binary, Conditional, Expression, Invoke, Name, Not, Text
from shared.compiler.writing.groovy.syntax import Block, Do, Statement

_GIVEN = "given"
_MISSING = Binary(Binary(VALUE, "==", NULL), "||", Invoke(VALUE, "isNull"))


def needs_json_nodes(attribute: NativeAttribute) -> bool:
    """Return True when the conversion of `attribute` builds JSON nodes."""
    return _serializer(attribute) is not None


def conversion(attribute: NativeAttribute) -> tuple[Statement, ...]:
    """Return the closures that read and write a value of `attribute`, or nothing where the framework does it."""
    read, written = _reader(attribute), _serializer(attribute)
    reading = (Block("deserialize", (), (Do(read),)),) if read else ()
    writing = (Block("serialize", (), (Do(json_value(written)),), (_GIVEN,)),) if written else ()
    return (*reading, *writing)


def _reader(attribute: NativeAttribute) -> Expression | None:
    match attribute.role:
        case "text":
            return Invoke(VALUE, "asText", safe=True)
        case "disable":
            return Not(Invoke(VALUE, "asBoolean", safe=True))
        case "status":
            return Binary(Invoke(VALUE, "asText", safe=True), "==", Text(attribute.values[0]))
        case "password" | "secret":
            return NULL
        case _:
            found = _unless_null(attribute)
            return Conditional(_MISSING, NULL, found) if found else None


def _unless_null(attribute: NativeAttribute) -> Expression | None:
    match attribute.role:
        case "json_text":
            return Invoke(VALUE, "toString")
        case "reference":
            return _reference(attribute)
        case "plain" if attribute.json_type == "number":  # the framework's own conversion fails on null
            return Invoke(VALUE, "asDouble")
        case _:
            return None


def _reference(attribute: NativeAttribute) -> Expression:
    carrier = Invoke(VALUE, "get", (Text(attribute.member),)) if attribute.member else VALUE
    identifier = Invoke(carrier, "asText")
    return Invoke(None, "connectorObjectReference", (Text(attribute.target), identifier, NULL))


def _serializer(attribute: NativeAttribute) -> Expression | None:
    match attribute.role:
        case "text" if attribute.writable:
            return Invoke(Name("Long"), "valueOf", (Name(_GIVEN),))
        case "disable" if attribute.writable:
            return Not(Name(_GIVEN))
        case "status" if attribute.writable:
            enabled, disabled = attribute.values
            return Conditional(Name(_GIVEN), Text(enabled), Text(disabled))
        case "password" | "secret":
            return Invoke(Name("SecurityUtil"), "decrypt", (Name(_GIVEN),))
        case "plain" if attribute.json_type == "number" and attribute.writable:
            return Name(_GIVEN)
        case _:
            return None
