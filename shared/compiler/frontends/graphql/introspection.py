"""The answer to an introspection query (spec.graphql.org, section 4) as a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from shared.compiler.frontends.graphql.definitions import Argument, Definition, Field, Kind, Schema, TypeReference
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Json: TypeAlias = Mapping[str, Any]
MAX_TYPES: Final = 20_000
MAX_WRAPPERS: Final = 12
_KINDS: Final[Mapping[str, Kind]] = {
    "OBJECT": "object", "INTERFACE": "interface", "INPUT_OBJECT": "input", "ENUM": "enum", "UNION": "union",
    "SCALAR": "scalar",
}  # fmt: skip


def schema(root: _Json, document: str, findings: list[Diagnostic]) -> Schema:
    """Return the schema in `root`, with or without `data` around it; what is no type costs one finding."""
    data = root.get("data")
    outer, at = (data, "/data") if isinstance(data, Mapping) else (root, "")
    node = outer.get("__schema")
    node = node if isinstance(node, Mapping) else {}
    types: dict[str, Definition] = {}
    for place, each in _entries(node.get("types"), f"{at}/__schema/types"):
        definition = _definition(each, Location(document, place))
        if definition is None:
            message = "what stands here is no type with a name and a kind and was left out"
            findings.append(codes.finding(codes.GRAPHQL_BROKEN, Severity.WARNING, message, Location(document, place)))
        else:
            types[definition.name] = definition
    return Schema(
        types=types,
        query=_root(node, "queryType"),
        mutation=_root(node, "mutationType"),
        subscription=_root(node, "subscriptionType"),
    )


def _root(node: _Json, key: str) -> str:
    named = node.get(key)
    return _text(named, "name") if isinstance(named, Mapping) else ""


def _entries(value: object, at: str) -> Iterator[tuple[str, _Json]]:
    for i, each in enumerate(value[:MAX_TYPES] if isinstance(value, list) else ()):
        yield f"{at}/{i}", each if isinstance(each, Mapping) else {}


def _definition(node: _Json, at: Location) -> Definition | None:
    kind = _KINDS.get(_text(node, "kind"))
    name = _text(node, "name")
    if kind is None or not name:
        return None
    return Definition(
        kind=kind,
        name=name,
        fields=tuple(_fields(node.get("fields"), at)),
        inputs=tuple(_arguments(node.get("inputFields"))),
        values=tuple(value for _, each in _entries(node.get("enumValues"), "") if (value := _text(each, "name"))),
        interfaces=tuple(found for _, each in _entries(node.get("interfaces"), "") if (found := _text(each, "name"))),
        description=" ".join(_text(node, "description").split()),
        source=at,
    )


def _fields(value: object, at: Location) -> Iterator[Field]:
    for place, node in _entries(value, f"{at.pointer}/fields"):
        kind = _type(node.get("type"))
        if (name := _text(node, "name")) and kind:
            yield Field(
                name=name,
                type=kind,
                arguments=tuple(_arguments(node.get("args"))),
                description=" ".join(_text(node, "description").split()),
                deprecated=node.get("isDeprecated") is True,
                source=Location(at.document, place),
            )


def _arguments(value: object) -> Iterator[Argument]:
    for _, node in _entries(value, ""):
        kind = _type(node.get("type"))
        if (name := _text(node, "name")) and kind:
            yield Argument(
                name=name,
                type=kind,
                has_default=node.get("defaultValue") is not None,
                description=" ".join(_text(node, "description").split()),
            )


def _type(node: object) -> TypeReference | None:
    """Return the type that wrappers of kind LIST and NON_NULL lead to; None when they lead to none."""
    several = required = False
    for level in range(MAX_WRAPPERS):
        if not isinstance(node, Mapping):
            return None
        kind = _text(node, "kind")
        if kind not in {"LIST", "NON_NULL"}:
            name = _text(node, "name")
            return TypeReference(name=name, several=several, required=required) if name else None
        several = several or kind == "LIST"
        required = required or (kind == "NON_NULL" and level == 0)
        node = node.get("ofType")
    return None


def _text(node: _Json, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""
