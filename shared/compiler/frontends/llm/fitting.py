"""Whether a model's answer fits the schema it was given: the part of JSON Schema that our prompts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.kernel.hashing import Json

_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
}
PROBLEMS_LIMIT: Final = 10
_SHOWN: Final = 60


def problems(value: Json, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what keeps `value` from fitting `schema`, a sentence each, at most `PROBLEMS_LIMIT`; none if it fits."""
    found = _problems(value, schema, "the answer")
    return tuple(sentence for sentence, _ in zip(found, range(PROBLEMS_LIMIT), strict=False))


def _problems(value: Json, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    kind = _TYPES[schema["type"]]
    if not isinstance(value, kind) or (isinstance(value, bool) and schema["type"] != "boolean"):
        yield f"{at} is not of type {schema['type']}"
    elif isinstance(value, dict):
        yield from _of_object(value, schema, at)
    elif isinstance(value, list):
        yield from _of_array(value, schema, at)
    elif isinstance(value, str):
        yield from _of_text(value, schema, at)


def _of_object(value: Mapping[str, Json], schema: Mapping[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at} lacks {name}"
    for name, member in value.items():
        if name in known:
            yield from _problems(member, known[name], f"{at}.{name}")
        else:
            yield f"{at} has an unknown member {name[:_SHOWN]!r}"


def _of_array(value: list[Json], schema: Mapping[str, Any], at: str) -> Iterator[str]:
    most = schema.get("maxItems")
    if most is not None and len(value) > most:
        yield f"{at} has more than {most} elements"
        return
    for number, element in enumerate(value):
        yield from _problems(element, schema["items"], f"{at}[{number}]")


def _of_text(value: str, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is {value[:_SHOWN]!r}, not one of {', '.join(schema['enum'])}"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{at} has more than {schema['maxLength']} characters"
    if len(value) < schema.get("minLength", 0):
        yield f"{at} is empty"
