"""Parts of JSON and YAML documents as documents of the same format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from shared.compiler.reading.media_types import Format
from shared.compiler.reading.pieces import TARGET, Weighed

_DEEPEST: Final = 3
_CHARACTERS_OF_A_TOKEN: Final = 4

Path = tuple["str | int", ...]
Unit = tuple[Path, object]


def serialise(value: object, format_: Format) -> str:
    """Return `value` as indented JSON or as block YAML: keys in their order, every character kept."""
    if format_ is Format.YAML:
        from shared.compiler.reading.yaml_text import yaml_text  # noqa: PLC0415 - JSON alone must not pay for YAML

        return yaml_text(value)
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
    except orjson.JSONEncodeError:  # integers above 64 bits, lone surrogates
        return json.dumps(value, indent=2, default=str)


def weigh(unit: Unit, group: str = "") -> Weighed[Unit]:
    """Return `unit` with its size in tokens, judged by its length: counting would cost as much as parsing did."""
    return Weighed(value=unit, weight=len(_compact(unit[1])) // _CHARACTERS_OF_A_TOKEN + 1, group=group)


def _compact(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:
        return json.dumps(value, default=str).encode()


def units(value: object, path: Path = (), depth: int = 0) -> Iterator[Weighed[Unit]]:
    """Yield the parts of `value`, each with its path: whole where they fit the target, divided where they do not."""
    unit = weigh((path, value))
    if unit.weight <= TARGET or depth == _DEEPEST or not isinstance(value, (dict, list)) or not value:
        yield unit
        return
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield from units(part, (*path, key), depth + 1)


class _Slice(dict[int, Any]):
    """Some of the items of a list, by their place in it."""


def assemble(parts: list[Unit]) -> object:
    """
    Return the one document that holds each of `parts` at its path.

    Lists hold only the items that are there, in order: merging documents by key and appending lists restores the whole.
    """
    holder: dict[Any, Any] = {}
    for path, value in parts:
        at, key = holder, "root"
        for step in path:
            at = at.setdefault(key, _Slice() if isinstance(step, int) else {})
            key = step  # type: ignore[assignment]  # a key of a mapping, or an index of a slice
        at[key] = value
    return _plain(holder["root"], max(len(path) for path, _ in parts))


def _plain(value: object, depth: int) -> object:
    """Turn the slices in the `depth` outer levels into lists; what is deeper is the document's own."""
    if isinstance(value, _Slice):
        return [_plain(item, depth - 1) for item in value.values()]
    if depth > 0 and isinstance(value, Mapping):
        return {key: _plain(item, depth - 1) for key, item in value.items()}
    return value
