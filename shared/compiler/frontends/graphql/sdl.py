"""The schema definition language, read with graphql-core."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeVar

from graphql import GraphQLSyntaxError, parse
from graphql.language import ast

from shared.compiler.frontends.graphql.definitions import Argument, Definition, Field, Kind, Schema, TypeReference
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Named = TypeVar("_Named", Argument, Field)
MAX_TOKENS: Final = 2_000_000
_KINDS: Final[tuple[tuple[type[ast.Node], type[ast.Node], Kind], ...]] = (
    (ast.ObjectTypeDefinitionNode, ast.ObjectTypeExtensionNode, "object"),
    (ast.InterfaceTypeDefinitionNode, ast.InterfaceTypeExtensionNode, "interface"),
    (ast.InputObjectTypeDefinitionNode, ast.InputObjectTypeExtensionNode, "input"),
    (ast.EnumTypeDefinitionNode, ast.EnumTypeExtensionNode, "enum"),
    (ast.UnionTypeDefinitionNode, ast.UnionTypeExtensionNode, "union"),
    (ast.ScalarTypeDefinitionNode, ast.ScalarTypeExtensionNode, "scalar"),
)
# A description belongs to the definition below it.
_START: Final = re.compile(
    r"^(?:\"\"\"(?:(?!\"\"\").)*+\"\"\"\s*+|\"[^\"\n]*+\"\s*+)?+"
    r"(?:extend\s+)?(?:schema|type|interface|input|enum|union|scalar|directive)\b",
    re.MULTILINE | re.DOTALL,
)


def schema(text: str, document: str, findings: list[Diagnostic]) -> Schema:
    """Return what `text` defines; a broken definition costs one finding and itself."""
    types: dict[str, Definition] = {}
    roots = Schema()
    for node, line in _nodes(text, document, findings):
        if isinstance(node, (ast.SchemaDefinitionNode, ast.SchemaExtensionNode)):
            roots = _rooted(roots, node)
        elif definition := _definition(node, line, document):
            types[definition.name] = _extended(types.get(definition.name), definition)
    return replace(roots, types=types)


def _nodes(text: str, document: str, findings: list[Diagnostic]) -> Iterator[tuple[ast.DefinitionNode, int]]:
    """Yield the definitions in `text` with the number of lines before what was parsed."""
    try:
        yield from ((node, 0) for node in parse(text, max_tokens=MAX_TOKENS).definitions)
    except (GraphQLSyntaxError, RecursionError):
        for part, line in _parts(text):
            try:
                yield from ((node, line) for node in parse(part, max_tokens=MAX_TOKENS).definitions)
            except (GraphQLSyntaxError, RecursionError):
                at = Location(document, f"line {line + 1}")
                message = "what begins here is no definition of a GraphQL schema and was left out"
                findings.append(codes.finding(codes.GRAPHQL_BROKEN, Severity.WARNING, message, at))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield each definition and the number of lines before it."""
    starts = [found.start() for found in _START.finditer(text)]
    line = counted = 0
    for start, end in pairwise((*starts, len(text))):
        line += text.count("\n", counted, start)
        counted = start
        yield text[start:end], line


def _rooted(roots: Schema, node: ast.SchemaDefinitionNode | ast.SchemaExtensionNode) -> Schema:
    named = {each.operation.value: each.type.name.value for each in node.operation_types or ()}
    return replace(
        roots,
        query=named.get("query", roots.query),
        mutation=named.get("mutation", roots.mutation),
        subscription=named.get("subscription", roots.subscription),
    )


def _definition(node: ast.DefinitionNode, before: int, document: str) -> Definition | None:
    kind = next((kind for whole, more, kind in _KINDS if isinstance(node, (whole, more))), None)
    if kind is None:
        return None
    inputs = kind == "input"
    members = getattr(node, "fields", None) or ()
    return Definition(
        kind=kind,
        name=_name(node),
        fields=() if inputs else tuple(_field(each, before, document) for each in members),
        inputs=tuple(map(_argument, members)) if inputs else (),
        values=tuple(map(_name, getattr(node, "values", None) or ())),
        interfaces=tuple(map(_name, getattr(node, "interfaces", None) or ())),
        description=_description(node),
        source=Location(document, f"line {_line(node) + before}"),
    )


def _extended(known: Definition | None, more: Definition) -> Definition:
    """Return `known` with what `more` adds, in which `extend` puts it."""
    if known is None or known.kind != more.kind:
        return more
    return replace(
        known,
        fields=_unique((*known.fields, *more.fields)),
        inputs=_unique((*known.inputs, *more.inputs)),
        values=tuple(dict.fromkeys((*known.values, *more.values))),
        interfaces=tuple(dict.fromkeys((*known.interfaces, *more.interfaces))),
        description=known.description or more.description,
    )


def _unique(listed: Iterable[_Named]) -> tuple[_Named, ...]:
    found: dict[str, _Named] = {}
    for each in listed:
        found.setdefault(each.name, each)
    return tuple(found.values())


def _field(node: ast.FieldDefinitionNode, before: int, document: str) -> Field:
    return Field(
        name=_name(node),
        type=_type(node.type),
        arguments=tuple(map(_argument, node.arguments or ())),
        description=_description(node),
        deprecated=any(_name(each) == "deprecated" for each in node.directives or ()),
        source=Location(document, f"line {_line(node) + before}"),
    )


def _argument(node: ast.InputValueDefinitionNode) -> Argument:
    return Argument(
        name=_name(node),
        type=_type(node.type),
        has_default=node.default_value is not None,
        description=_description(node),
    )


def _type(node: ast.TypeNode) -> TypeReference:
    required = isinstance(node, ast.NonNullTypeNode)
    inner: ast.Node = node.type if isinstance(node, ast.NonNullTypeNode) else node
    several = isinstance(inner, ast.ListTypeNode)
    while isinstance(inner, (ast.ListTypeNode, ast.NonNullTypeNode)):
        inner = inner.type
    return TypeReference(name=_name(inner), several=several, required=required)


def _name(node: ast.Node) -> str:
    name = getattr(node, "name", None)
    return name.value if isinstance(name, ast.NameNode) else ""


def _description(node: ast.Node) -> str:
    described = getattr(node, "description", None)
    return " ".join(described.value.split()) if described is not None else ""


def _line(node: ast.Node) -> int:
    return node.loc.start_token.line if node.loc else 1
