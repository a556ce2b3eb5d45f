"""JSON as scripts see it: Jackson's tree of nodes, with the methods that mean the same in its versions 2 and 3."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from shared.compiler.verification.evaluation.exceptions import MISSING_METHOD
from shared.compiler.verification.evaluation.values import Invocation, NoSuchMember, Thrown

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One node; `data` is shared with the tree it is part of, so that changes show there."""

    data: Data
    missing: bool = False

    def elements(self) -> Iterator[Node]:
        """Yield the elements of an array, the values of an object, nothing of a scalar: what Java iterates over."""
        if isinstance(self.data, list):
            yield from map(Node, self.data)
        elif isinstance(self.data, dict):
            yield from map(Node, self.data.values())

    def field(self, name: object) -> Node | None:
        """Return the property or element `name`; Java's null when there is none."""
        if isinstance(self.data, dict) and isinstance(name, str) and name in self.data:
            return Node(self.data[name])
        if isinstance(self.data, list) and isinstance(name, int) and 0 <= name < len(self.data):
            return Node(self.data[name])
        return None

    def at(self, pointer: str) -> Node:
        """Return the node at `pointer` (RFC 6901), or a missing node."""
        node: Node | None = self
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            node = node.field(int(key) if isinstance(node.data, list) and key.isdigit() else key) if node else None
        return node or MISSING

    def text(self) -> str:
        """Return the text of a scalar, and "" for anything else."""
        match self.data:
            case str(value):
                return value
            case bool(value):
                return str(value).lower()
            case None:
                return "" if self.missing else "null"
            case int() | float() as value:
                return str(value)
            case _:
                return ""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return what the method `name` answers."""
        method = _METHODS.get(name)
        if method is None:
            raise NoSuchMember(name)
        return method(self, *invocation.arguments)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: properties of a node mean different things in different versions."""
        raise NoSuchMember(name)

    def __str__(self) -> str:
        return "" if self.missing else json.dumps(self.data, separators=(",", ":"), ensure_ascii=False)


MISSING: Final = Node(None, missing=True)


def plain(value: object) -> Data:
    """Return the JSON that `value` is: the data of a node, or a value of the script."""
    match value:
        case Node():
            return value.data
        case list():
            return [plain(it) for it in value]
        case dict():
            return {str(key): plain(it) for key, it in value.items()}
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)


def _put(node: Node, name: object, value: object) -> object:
    if not isinstance(node.data, dict):
        raise Thrown(MISSING_METHOD, "put on a node that is no object")
    node.data[str(name)] = plain(value)
    return node


def _put_array(node: Node, name: object) -> object:
    if not isinstance(node.data, dict):
        raise Thrown(MISSING_METHOD, "putArray on a node that is no object")
    node.data[str(name)] = []
    return Node(node.data[str(name)])


def _add(node: Node, value: object) -> object:
    if not isinstance(node.data, list):
        raise Thrown(MISSING_METHOD, "add on a node that is no array")
    node.data.append(plain(value))
    return node


def _is_number(node: Node) -> bool:
    return isinstance(node.data, int | float) and not isinstance(node.data, bool)


def _integer(node: Node) -> int:
    try:
        return int(float(node.text()))
    except ValueError:
        return 0


def _names(node: Node) -> list[str]:
    return list(node.data) if isinstance(node.data, dict) else []


def _size(node: Node) -> int:
    return len(node.data) if isinstance(node.data, list | dict) else 0


_METHODS: Final[dict[str, Callable[..., object]]] = {
    "get": lambda node, name: node.field(name),
    "path": lambda node, name: node.field(name) or MISSING,
    "at": lambda node, pointer: node.at(str(pointer)),
    "has": lambda node, name: node.field(name) is not None,
    "hasNonNull": lambda node, name: node.field(name) is not None and node.field(name).data is not None,
    "size": _size,
    "isEmpty": lambda node: _size(node) == 0,
    "asText": lambda node, *default: node.text() or (default[0] if default else ""),
    "asString": lambda node: node.text(),
    "textValue": lambda node: node.data if isinstance(node.data, str) else None,
    "asBoolean": lambda node, *_: node.data is True or node.data == "true" or (_is_number(node) and node.data != 0),
    "booleanValue": lambda node: node.data is True,
    "asInt": lambda node, *_: _integer(node),
    "asLong": lambda node, *_: _integer(node),
    "intValue": _integer,
    "longValue": _integer,
    "asDouble": lambda node, *_: float(cast("float", node.data)) if _is_number(node) else 0.0,
    "isNull": lambda node: node.data is None and not node.missing,
    "isMissingNode": lambda node: node.missing,
    "isObject": lambda node: isinstance(node.data, dict),
    "isArray": lambda node: isinstance(node.data, list),
    "isValueNode": lambda node: not node.missing and not isinstance(node.data, list | dict),
    "isContainerNode": lambda node: isinstance(node.data, list | dict),
    "isTextual": lambda node: isinstance(node.data, str),
    "isString": lambda node: isinstance(node.data, str),
    "isNumber": _is_number,
    "isBoolean": lambda node: isinstance(node.data, bool),
    "put": _put,
    "set": _put,
    "putArray": _put_array,
    "add": _add,
    "remove": lambda node, name: node.data.pop(name, None) if isinstance(node.data, dict) else None,
    "deepCopy": lambda node: Node(json.loads(json.dumps(node.data))),
    "fieldNames": _names,
    "propertyNames": _names,
    "elements": lambda node: list(node.elements()),
    "toString": str,
}
