"""JSON Schema, in the dialects of OpenAPI 3.x and Swagger 2.0, to neutral schemas."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading import codes
from shared.compiler.reading.pointers import References, escape
from shared.compiler.reading.schema_words import (
    SCALARS,
    has_shape,
    is_null,
    kind_of,
    name_at,
    notes_of,
    scalar_notes,
    title_of,
)
from shared.compiler.reading.unions import inherit, unite
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_DEPTH: Final = 24
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
        named = replace(schema, name=name_at(pointer)) if schema.kind != "named" else schema
        return self.known.setdefault(key, named)

    def _key(self, pointer: str) -> str:
        return f"{self._document}#{pointer}"

    def _schema(self, node: object, at: str, depth: int) -> Schema:
        here = Location(self._document, at)
        if not isinstance(node, Mapping):
            return self._odd(node, here)
        if isinstance(ref := node.get("$ref"), str):
            return self._reference(ref, node, here)
        if "$ref" in node and not isinstance(node["$ref"], Mapping):
            self._report(codes.SCHEMA_MALFORMED, "the reference here is no text", here)
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
        return Schema(kind="named", target=self._key(pointer), name=name_at(pointer), source=here, **notes_of(node))

    def _composed(self, word: str, parts: list[Any], node: _Json, here: Location, depth: int) -> Schema:
        read = [
            self._schema(part, f"{here.pointer}/{word}/{i}", depth + 1)
            for i, part in enumerate(parts)
            if not is_null(part)
        ]
        nullable = len(read) < len(parts)
        rest = {key: value for key, value in node.items() if key != word}
        notes = notes_of(rest) | ({"nullable": True} if nullable else {})
        if len(read) == 1 and not has_shape(rest):
            return replace(read[0], **notes)
        full = [self._full(part, depth) for part in read]
        if word != "allOf":
            full = [unite(full, here)]
        if has_shape(rest):
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
        kind, nullable = kind_of(node)
        notes: dict[str, Any] = notes_of(node)
        if nullable:
            notes["nullable"] = True
        if kind == "object":
            return self._object(node, here, depth, notes)
        if kind == "array":
            return self._array(node, here, depth, notes)
        if scalar := SCALARS.get(kind):
            return Schema(kind="scalar", json_type=scalar, source=here, **scalar_notes(node), **notes)
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
        return Schema(kind="object", members=members, name=title_of(node), source=here, **notes)

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
