"""What the words of one JSON Schema object say, its sub-schemas left aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.compiler.model.types import JsonType
from shared.compiler.reading.pointers import PARTS, tokens

SCALARS: Final[Mapping[str, JsonType]] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean",
}  # fmt: skip
_OBJECT_WORDS: Final = ("properties", "additionalProperties", "patternProperties")
_SCALAR_WORDS: Final = {"pattern": "string", "maxLength": "string", "minLength": "string", "multipleOf": "number"}
_EARLY: Final = 200
_MAX_VALUES: Final = 200
_NAME_LIKE: Final = re.compile(r"[A-Za-z]\w{0,60}")
_Json = Mapping[str, Any]


def name_at(pointer: str) -> str:
    """Return the name of a schema that stands in a container of schemas, or "" for any other place."""
    path = tokens(pointer)
    if len(path) < 2:  # noqa: PLR2004 - a container and a name
        return ""
    listed = path[0] == PARTS and len(path) == _IN_PART
    return path[-1] if listed or path[-2] in {"schemas", "definitions", "$defs"} else ""


_IN_PART: Final = 5  # `User` in `/x-documents/0/schemas/models/User`: a part may be nothing but a list of schemas


def is_null(part: object) -> bool:
    """Return whether the schema only allows null."""
    return isinstance(part, Mapping) and (part.get("type") == "null" or part.get("enum") == [None])


def has_shape(node: _Json) -> bool:
    """Return whether `node` describes a structure of its own beside what it is composed of."""
    return any(word in node for word in ("properties", "allOf", "oneOf", "anyOf", "items", "additionalProperties"))


def kind_of(node: _Json) -> tuple[str, bool]:
    """Return the one JSON type `node` describes ("" when it is open), and whether null is allowed beside it."""
    declared = node.get("type")
    if isinstance(declared, list):
        types = [each for each in declared if isinstance(each, str) and each != "null"]
        return (_one_of(types), "null" in declared)
    if isinstance(declared, str) and declared in {*SCALARS, "object", "array"}:
        return declared, False
    return (_implied(node) if declared is None else ""), False


def _one_of(types: Sequence[Any]) -> str:
    if set(types) == {"integer", "number"}:
        return "number"
    return types[0] if len(types) == 1 else ""


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


def scalar_notes(node: _Json) -> dict[str, Any]:
    """Return what is said about a scalar alone: its format, values, default and bounds."""
    notes: dict[str, Any] = {}
    if isinstance(format_ := node.get("format"), str):
        notes["format"] = format_
    values = node.get("enum", [node["const"]] if "const" in node else None)
    if isinstance(values, list):
        notes["values"] = tuple(str(value) for value in values[:_MAX_VALUES] if value is not None)
    for bound in ("minimum", "maximum"):
        if isinstance(number := node.get(bound), int) and not isinstance(number, bool):
            notes[bound] = number
    if isinstance(default := node.get("default"), (str, int, float)):
        notes["default"] = str(default).lower() if isinstance(default, bool) else str(default)
    return notes


def described(node: _Json) -> str:
    """Return the description of a schema or parameter, which also says when it is deprecated."""
    text = node.get("description")
    told = text if isinstance(text, str) else ""
    if node.get("deprecated") is not True or "deprecated" in told[:_EARLY].lower():
        return told
    return f"Deprecated. {told}".strip()


def notes_of(node: _Json) -> dict[str, Any]:
    """Return what may stand beside any schema, a reference included."""
    notes: dict[str, Any] = {}
    if description := described(node):
        notes["description"] = description
    if node.get("readOnly") is True:
        notes["read_only"] = True
    if node.get("writeOnly") is True:
        notes["write_only"] = True
    if node.get("nullable") is True or node.get("x-nullable") is True:
        notes["nullable"] = True
    return notes


def title_of(node: _Json) -> str:
    """Return the title of an inline schema where it is a name, and no sentence about one."""
    title = node.get("title")
    return title if isinstance(title, str) and _NAME_LIKE.fullmatch(title) else ""
