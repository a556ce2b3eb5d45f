"""JSON Schema, in the dialects of OpenAPI 3.x and Swagger 2.0, to neutral schemas."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import JsonType
from shared.compiler.reading import codes
from shared.compiler.reading.pointers import References, escape, tokens
from shared.compiler.reading.unions import inherit, unite
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_DEPTH: Final = 24
_SCALARS: Final[Mapping[str, JsonType]] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean",
}  # fmt: skip
_OBJECT_WORDS: Final = ("properties", "additionalProperties", "patternProperties")
_SCALAR_WORDS: Final = {"pattern": "string", "maxLength": "string", "minLength": "string", "multipleOf": "number"}
_MAX_VALUES: Final = 200
_NAME_LIKE: Final = re.compile(r"[A-Za-z]\w{0,60}")
_Json = Mapping[str, Any]


class Schemas:
    """
    The schemas of one document, read on demand; every named one is read once.

    `known` holds what was read so far under the keys that `named` schemas point with.
    """

    def __init__(self, references: References, document: str) -> None:
        self._references = references
        self._document = document
        self._waiting: deque[str] = deque()
        self._asked: set[str] = set()
        self._open: set[str] = set()
        self.known: dict[str, Schema] = {}
        self.findings: list[Diagnostic] = []

    def read(self, node: object, at: str) -> Schema:
        """Return the schema at the pointer `at`, and make sure that all it points at is known."""
        schema = self._schema(node, at, 0)
        while self._waiting:
            self._named(self._waiting.popleft(), 0)
        return schema

    def _named(self, pointer: str, depth: int) -> Schema:
        key = self._key(pointer)
        if key in self.known:
            return self.known[key]
        node = self._references.follow({"$ref": f"#{pointer}"}, pointer)[0]
        self._open.add(pointer)
        schema = self._schema(node, pointer, depth)
        self._open.discard(pointer)
        named = replace(schema, name=_name(pointer)) if schema.kind != "named" else schema
        return self.known.setdefault(key, named)

    def _key(self, pointer: str) -> str:
        return f"{self._document}#{pointer}"

    def _schema(self, node: object, at: str, depth: int) -> Schema:
        here = Location(self._document, at)
        if not isinstance(node, Mapping):
            return self._odd(node, here)
        if isinstance(ref := node.get("$ref"), str):
            return self._reference(ref, node, here)
        if depth > MAX_DEPTH:
            self._report(codes.SCHEMA_TOO_DEEP, f"the schema is nested deeper than {MAX_DEPTH} levels", here)
            return Schema(kind="anything", source=here)
        for word in ("allOf", "oneOf", "anyOf"):
            if isinstance(parts := node.get(word), list) and parts:
                return self._composed(word, parts, node, here, depth)
        return self._plain(node, here, depth)

    def _odd(self, node: object, here: Location) -> Schema:
        # `true` and `false` are whole schemas since JSON Schema draft 6; a dangling reference already has its finding.
        if not isinstance(node, bool) and node is not None:
            self._report(codes.SCHEMA_MALFORMED, "what stands here is no schema", here)
        return Schema(kind="anything", source=here)

    def _report(self, code: str, message: str, here: Location) -> None:
        self.findings.append(codes.finding(code, Severity.WARNING, message, here))

    def _reference(self, ref: str, node: _Json, here: Location) -> Schema:
        found = self._references.target(ref, here.pointer)
        if found is None:
            return Schema(kind="anything", source=here)
        pointer = found[1]
        if pointer not in self._asked:
            self._asked.add(pointer)
            self._waiting.append(pointer)
        return Schema(kind="named", target=self._key(pointer), name=_name(pointer), source=here, **_notes(node))

    def _composed(self, word: str, parts: list[Any], node: _Json, here: Location, depth: int) -> Schema:
        read = [
            self._schema(part, f"{here.pointer}/{word}/{i}", depth + 1)
            for i, part in enumerate(parts)
            if not _is_null(part)
        ]
        nullable = len(read) < len(parts)
        rest = {key: value for key, value in node.items() if key != word}
        notes = _notes(rest) | ({"nullable": True} if nullable else {})
        if len(read) == 1 and not _has_shape(rest):
            return replace(read[0], **notes)
        full = [self._full(part, depth) for part in read]
        if word != "allOf":
            full = [unite(full, here)]
        if _has_shape(rest):
            full.append(self._schema(rest, here.pointer, depth + 1))
        merged = inherit(full, tuple(part.name for part in read if part.kind == "named"), here)
        return replace(merged, **notes)

    def _full(self, schema: Schema, depth: int) -> Schema:
        """Return what a `named` schema points at; one that is being read already gives nothing to itself."""
        if schema.kind != "named":
            return schema
        pointer = schema.target.removeprefix(f"{self._document}#")
        if pointer in self._open or depth > MAX_DEPTH:
            return Schema(kind="anything", name=schema.name, source=schema.source)
        return self._named(pointer, depth + 1)

    def _plain(self, node: _Json, here: Location, depth: int) -> Schema:
        kind, nullable = _kind(node)
        notes: dict[str, Any] = _notes(node)
        if nullable:
            notes["nullable"] = True
        if kind == "object":
            return self._object(node, here, depth, notes)
        if kind == "array":
            return self._array(node, here, depth, notes)
        if scalar := _SCALARS.get(kind):
            return Schema(kind="scalar", json_type=scalar, source=here, **_scalar_notes(node), **notes)
        return Schema(kind="anything", source=here, **notes)

    def _array(self, node: _Json, here: Location, depth: int, notes: dict[str, Any]) -> Schema:
        items = node.get("items", node.get("prefixItems"))
        at = f"{here.pointer}/items"
        if isinstance(items, list):
            parts = [self._full(self._schema(item, f"{at}/{i}", depth + 1), depth) for i, item in enumerate(items)]
            element = unite(parts, here) if parts else None
            if "type" not in node and parts and all(part.kind == "object" for part in parts):
                # A list of schemas without the word `array` is how some write alternatives.
                return replace(unite(parts, here), **notes)
        else:
            element = self._schema(items, at, depth + 1) if items is not None else None
        return Schema(kind="array", element=element, source=here, **notes)

    def _object(self, node: _Json, here: Location, depth: int, notes: dict[str, Any]) -> Schema:
        members = self._members(node, here.pointer, depth)
        extra = node.get("additionalProperties")
        if not members and isinstance(extra, Mapping) and extra:
            element = self._schema(extra, f"{here.pointer}/additionalProperties", depth + 1)
            return Schema(kind="map", element=element, source=here, **notes)
        return Schema(kind="object", members=members, name=_title(node), source=here, **notes)

    def _members(self, node: _Json, at: str, depth: int) -> tuple[Member, ...]:
        properties = node.get("properties")
        if not isinstance(properties, Mapping):
            return ()
        listed = node.get("required")
        required = frozenset(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()
        return tuple(
            Member(
                name=name,
                schema=self._schema(part, f"{at}/properties/{escape(name)}", depth + 1),
                # `required: true` on the property itself is draft 3, and still written.
                required=name in required or (isinstance(part, Mapping) and part.get("required") is True),
            )
            for name, part in properties.items()
        )


def _name(pointer: str) -> str:
    """Return the name of a schema that stands in a container of schemas, or "" for any other place."""
    path = tokens(pointer)
    return path[-1] if len(path) > 1 and path[-2] in {"schemas", "definitions", "$defs"} else ""


def _is_null(part: object) -> bool:
    return isinstance(part, Mapping) and (part.get("type") == "null" or part.get("enum") == [None])


def _has_shape(node: _Json) -> bool:
    return any(word in node for word in ("properties", "allOf", "oneOf", "anyOf", "items", "additionalProperties"))


def _kind(node: _Json) -> tuple[str, bool]:
    """Return the one JSON type `node` describes ("" when it is open), and whether null is allowed beside it."""
    declared = node.get("type")
    if isinstance(declared, list):
        types = [each for each in declared if each != "null"]
        return (_one_of(types), "null" in declared)
    if isinstance(declared, str) and declared in {*_SCALARS, "object", "array"}:
        return declared, False
    return (_implied(node) if declared is None else ""), False


def _one_of(types: Sequence[Any]) -> str:
    if set(types) == {"integer", "number"}:
        return "number"
    return types[0] if len(types) == 1 and isinstance(types[0], str) else ""


def _implied(node: _Json) -> str:
    if any(word in node for word in _OBJECT_WORDS):
        return "object"
    if "items" in node or "prefixItems" in node:
        return "array"
    implied = next((kind for word, kind in _SCALAR_WORDS.items() if word in node), "")
    return implied or _type_of_values(node)


def _type_of_values(node: _Json) -> str:
    values = node.get("enum", [node["const"]] if "const" in node else [])
    kinds = {type(value) for value in values if value is not None} if isinstance(values, list) else set()
    names: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return names.get(kinds.pop(), "") if len(kinds) == 1 else ""


def _scalar_notes(node: _Json) -> dict[str, Any]:
    notes: dict[str, Any] = {}
    if isinstance(format_ := node.get("format"), str):
        notes["format"] = format_
    values = node.get("enum", [node["const"]] if "const" in node else None)
    if isinstance(values, list):
        notes["values"] = tuple(str(value) for value in values[:_MAX_VALUES] if value is not None)
    if isinstance(maximum := node.get("maximum"), int) and not isinstance(maximum, bool):
        notes["maximum"] = maximum
    if isinstance(default := node.get("default"), (str, int, float)):
        notes["default"] = str(default).lower() if isinstance(default, bool) else str(default)
    return notes


def _notes(node: _Json) -> dict[str, Any]:
    """Return what may stand beside any schema, a reference included."""
    notes: dict[str, Any] = {}
    if isinstance(description := node.get("description"), str):
        notes["description"] = description
    if node.get("readOnly") is True:
        notes["read_only"] = True
    if node.get("writeOnly") is True:
        notes["write_only"] = True
    if node.get("nullable") is True or node.get("x-nullable") is True:
        notes["nullable"] = True
    return notes


def _title(node: _Json) -> str:
    """Return the title of an inline schema where it is a name, and no sentence about one."""
    title = node.get("title")
    return title if isinstance(title, str) and _NAME_LIKE.fullmatch(title) else ""
