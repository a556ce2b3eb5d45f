"""Classes scripts name: constructors, static methods and constants, as far as they are known here."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus

from shared.compiler.verification.evaluation.exceptions import BAD_JSON, CLASS_NOT_FOUND, MISSING_METHOD, NUMBER_FORMAT
from shared.compiler.verification.evaluation.json_nodes import Data, Node
from shared.compiler.verification.evaluation.methods import to_json, url_encoded
from shared.compiler.verification.evaluation.operators import shown
from shared.compiler.verification.evaluation.values import (
    Constant,
    Invocation,
    JavaClass,
    NoSuchMember,
    NotSimulated,
    Problem,
    Secret,
    Thrown,
)

_NODE_FACTORIES: Final = frozenset({"tools.jackson.databind.node.JsonNodeFactory"})
_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH"})
_TRUTHS: Final = {"TRUE": True, "FALSE": False}


class NodeFactory:
    """Jackson's factory of nodes."""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return a new node."""
        match name:
            case "objectNode":
                return Node({})
            case "arrayNode":
                return Node([])
            case "textNode" | "stringNode" | "numberNode" | "booleanNode":
                (value,) = invocation.arguments
                return Node(value if isinstance(value, str | int | float) else None)
            case "nullNode":
                return Node(None)
        raise NoSuchMember(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: a factory has no properties."""
        raise NoSuchMember(name)


class Slurper:
    """Groovy's reader of JSON: maps and lists instead of nodes."""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the value a JSON text says."""
        if name != "parseText":
            raise NoSuchMember(name)
        try:
            return json.loads(str(invocation.arguments[0]))
        except ValueError as error:
            raise Thrown(BAD_JSON, str(error)) from error

    def get(self, name: str) -> object:
        """Raise NoSuchMember: a slurper has no properties."""
        raise NoSuchMember(name)


def constructed(type_name: str, arguments: tuple[object, ...]) -> object:
    """Return a new object of the class `type_name`; raises NotSimulated for one that is not known here."""
    simple = type_name.rsplit(".", 1)[-1]
    match simple:
        case "HashSet" | "LinkedHashSet" | "TreeSet":
            return set()
        case "ArrayList" | "LinkedList":
            return list(arguments[0]) if arguments and isinstance(arguments[0], list) else []
        case "HashMap" | "LinkedHashMap" | "TreeMap":
            return {}
        case "JsonSlurper":
            return Slurper()
        case "GuardedString":
            return Secret(shown(arguments[0]) if arguments else "")
    if simple.endswith(("Exception", "Error")):
        return Problem(simple, shown(arguments[0]) if arguments else "")
    message = f"the class {type_name}"
    raise NotSimulated(message)


def static_call(owner: str, name: str, arguments: tuple[object, ...]) -> object:
    """Return what a static method answers; raises NotSimulated for one that is not known here."""
    method = _STATIC.get((owner, name))
    if method is None:
        message = f"{owner}.{name}()"
        raise NotSimulated(message)
    return method(*arguments)


def static_member(owner: str, name: str) -> object:
    """Return a constant of a class; raises NotSimulated for one that is not known here."""
    if owner == "HttpMethod" and name in _METHODS:
        return Constant(name)
    if owner == "Boolean" and name in _TRUTHS:
        return _TRUTHS[name]
    if owner == "JsonNodeFactory" and name == "instance":
        return NodeFactory()
    if name == "class":
        return JavaClass(owner)
    message = f"{owner}.{name}"
    raise NotSimulated(message)


def _class_of_name(name: str) -> JavaClass:
    if "jackson" in name and name not in _NODE_FACTORIES:
        raise Thrown(CLASS_NOT_FOUND, name)
    return JavaClass(name.rsplit(".", 1)[-1])


def _number(value: object) -> int:
    try:
        return int(shown(value))
    except ValueError:
        raise Thrown(NUMBER_FORMAT, f'For input string: "{shown(value)}"') from None


def _decrypted(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, Secret):
        raise Thrown(MISSING_METHOD, "decrypt of something that is no GuardedString")
    return value.text


def _encoded(data: object) -> str:
    return base64.b64encode(data if isinstance(data, bytes) else shown(data).encode()).decode()


class Encoder:
    """Java's encoder of Base64."""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the encoded text."""
        if name != "encodeToString":
            raise NoSuchMember(name)
        return _encoded(invocation.arguments[0])

    def get(self, name: str) -> object:
        """Raise NoSuchMember: an encoder has no properties."""
        raise NoSuchMember(name)


def _parsed_node(text: str) -> Data:
    parsed: Data = json.loads(text)
    return parsed


_STATIC: Final[dict[tuple[str, str], Callable[..., object]]] = {
    ("Class", "forName"): lambda name, *_: _class_of_name(str(name)),
    ("SecurityUtil", "decrypt"): _decrypted,
    ("Long", "valueOf"): _number,
    ("Long", "parseLong"): _number,
    ("Integer", "valueOf"): _number,
    ("Integer", "parseInt"): _number,
    ("Boolean", "valueOf"): lambda value: shown(value).lower() == "true",
    ("Boolean", "parseBoolean"): lambda value: shown(value).lower() == "true",
    ("String", "valueOf"): shown,
    ("Objects", "toString"): shown,
    ("Base64", "getEncoder"): Encoder,
    ("URLDecoder", "decode"): lambda text, *_: unquote_plus(str(text)),
    ("URLEncoder", "encode"): lambda text, *_: url_encoded(shown(text)),
    ("JsonOutput", "toJson"): to_json,
    ("Math", "min"): min,
    ("Math", "max"): max,
}
