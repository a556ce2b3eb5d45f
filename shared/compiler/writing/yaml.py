"""Print YAML 1.2: block mappings and lists, scalars plain where every reader agrees and double-quoted otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Code:
    """Program text: ASCII lines that end in one newline, the first not indented; printed as a literal block."""

    text: str


Value: TypeAlias = "str | bool | Code | list[Value] | dict[str, Value]"

_PLAIN: Final = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
# Words YAML 1.1 readers take for something other than text.
_AMBIGUOUS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_INDENT: Final = "  "


def render(document: dict[str, Value]) -> str:
    """Return `document` as YAML: LF line ends, one final newline, ASCII only."""
    return "\n".join(_mapping(document, 0)) + "\n"


def _mapping(mapping: dict[str, Value], depth: int) -> Iterator[str]:
    margin = _INDENT * depth
    for key, value in mapping.items():
        if isinstance(value, Code):
            yield f"{margin}{_scalar(key)}: |"
            yield from _literal(value, depth + 1)
        elif isinstance(value, str | bool):
            yield f"{margin}{_scalar(key)}: {_scalar(value)}"
        elif value:
            yield f"{margin}{_scalar(key)}:"
            yield from _block(value, depth + 1)
        else:
            yield f"{margin}{_scalar(key)}: {'{}' if isinstance(value, dict) else '[]'}"


def _literal(code: Code, depth: int) -> Iterator[str]:
    return (f"{_INDENT * depth}{line}".rstrip() for line in code.text.splitlines())


def _block(value: list[Value] | dict[str, Value], depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value, depth)
        return
    for item in value:
        yield from _item(item, depth)


def _item(item: Value, depth: int) -> Iterator[str]:
    margin = _INDENT * depth
    if isinstance(item, Code):
        yield f"{margin}- |"
        yield from _literal(item, depth + 1)
        return
    if isinstance(item, str | bool):
        yield f"{margin}- {_scalar(item)}"
        return
    first, *rest = _block(item, depth + 1)
    yield f"{margin}- {first.lstrip()}"
    yield from rest


def _scalar(value: str | bool) -> str:  # noqa: FBT001 - the two kinds of scalar
    if isinstance(value, bool):
        return "true" if value else "false"
    if _PLAIN.fullmatch(value) and value.lower() not in _AMBIGUOUS:
        return value
    return json.dumps(value)
