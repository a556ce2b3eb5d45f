"""Bodies that only an example describes, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson

MAX_DEPTH: Final = 12
_SHAPE: Final = frozenset(
    ["$ref", "properties", "additionalProperties", "items", "prefixItems", "allOf", "oneOf", "anyOf", "enum", "const"]
)
_COMPOSED: Final = frozenset(["$ref", "allOf", "oneOf", "anyOf"])
_FEW: Final = 2
_SCALARS: Final[Mapping[type, str]] = {bool: "boolean", int: "integer", float: "number", str: "string"}
_Json = Mapping[str, Any]


def says_nothing(schema: object) -> bool:
    """Return whether `schema` leaves open what a body holds: there is none, or only `type: object` or the like."""
    if not isinstance(schema, Mapping):
        return True
    return schema.get("type") in (None, "object", "array") and not _SHAPE & schema.keys()


def telling_example(described: _Json) -> object:
    """Return the example of a body where it tells what the schema leaves open; None where the schema says enough."""
    schema = described.get("schema")
    if says_nothing(schema):
        return example_in(described)
    if not isinstance(schema, Mapping) or not _is_only_a_status(schema):
        return None
    example = example_in(described)
    return example if isinstance(example, Mapping) and _tells_more(example, schema["properties"]) else None


def _is_only_a_status(schema: _Json) -> bool:
    """Return whether `schema` is the short one that documentation repeats for every success: `ok`, and what may be."""
    properties = schema.get("properties")
    closed = schema.get("additionalProperties") is False or _COMPOSED & schema.keys()
    return isinstance(properties, Mapping) and 0 < len(properties) <= _FEW and not closed


def _tells_more(example: _Json, properties: _Json) -> bool:
    more = (value for key, value in example.items() if key not in properties)
    return properties.keys() <= example.keys() and any(map(_is_described, more))


def _is_described(value: object) -> bool:
    """Return whether `value` is an object, or a list of objects."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, Mapping) and bool(first)


def example_in(described: _Json) -> object:
    """Return the example beside a body's schema or inside it: `example`, or the first of `examples`; None for none."""
    schema = described.get("schema")
    for holder in (described, schema if isinstance(schema, Mapping) else {}):
        if (single := holder.get("example")) is not None:
            return _parsed(single)
        if (first := _first(holder.get("examples"))) is not None:
            return _parsed(first)
    return None


def _first(examples: object) -> object:
    listed = list(examples.values()) if isinstance(examples, Mapping) else examples
    if not isinstance(listed, list) or not listed:
        return None
    first = listed[0]
    return first.get("value", first) if isinstance(first, Mapping) else first


def _parsed(example: object) -> object:
    """Return the JSON value in an example that was written as text."""
    if not isinstance(example, str) or example.lstrip()[:1] not in {"{", "["}:
        return example
    try:
        return orjson.loads(example)
    except orjson.JSONDecodeError:
        return None


def schema_of(example: object, depth: int = 0) -> dict[str, Any]:
    """Return the JSON Schema of values like `example`; of a list, what its first entry is like."""
    if depth > MAX_DEPTH:
        return {}
    if isinstance(example, list):
        return {"type": "array", "items": schema_of(example[0], depth + 1) if example else {}}
    if isinstance(example, dict):
        return {"type": "object", "properties": {key: schema_of(value, depth + 1) for key, value in example.items()}}
    return {"type": _SCALARS[type(example)]} if type(example) in _SCALARS else {}
