"""The kinds of arguments the framework's calls take."""

from __future__ import annotations

from typing import Final

from shared.compiler.writing.groovy.expressions import Expression, Invoke, Text
from shared.compiler.writing.groovy.grammar import Argument, one_name, one_text

JSON_TYPE: Final = one_text("string", "integer", "boolean", "number")
FORMAT: Final = one_text(
    "int64", "double", "date-time", "email", "uri", "uuid", "hostname", "ipv4", "ipv6"
)  # of those the framework knows, the ones that convert every value they are written for
SPECIAL: Final = one_text("UID", "NAME")
CLASS: Final = one_name("String", "Boolean", "Double", "GuardedString")
ROLE: Final = one_name("SUBJECT", "OBJECT")
SHAPE: Final = one_name("JSON_ARRAY", "JSON_OBJECT")
METHOD: Final = one_name("POST", "PUT", "PATCH", "DELETE")
_OPERATORS: Final = frozenset({"eq", "contains"})


def _is_path(expression: Expression) -> bool:
    match expression:
        case Invoke(None, "attribute", (Text(),)):
            return True
        case Invoke(None, "extension", (Text(),)):
            return False  # an extension is a container, not a value
        case Invoke(target, "child", (Text(),)) if target is not None:
            return _is_path(target) or _is_extension(target)
        case Invoke(target, "firstValue", ()) | Invoke(target, "valueFilter", (Text(), _)) if target is not None:
            return _is_path(target)
        case _:
            return False


def _is_extension(expression: Expression) -> bool:
    match expression:
        case Invoke(None, "extension", (Text(),)):
            return True
        case _:
            return False


def _is_filter(expression: Expression) -> bool:
    match expression:
        case Invoke(Invoke(Invoke(None, "attribute", (Text(),)), operator, ()), "anySingleValue", ()):
            return operator in _OPERATORS
        case _:
            return False


PATH: Final = Argument("a path from attribute('...') on", _is_path)
FILTER: Final = Argument("attribute('...').eq() or .contains(), with .anySingleValue()", _is_filter)
