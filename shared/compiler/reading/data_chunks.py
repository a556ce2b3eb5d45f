"""JSON and YAML documents that are no API specification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from shared.compiler.reading.dialects import Dialect
from shared.compiler.reading.media_types import Format
from shared.compiler.reading.mini_documents import assemble, serialise, units
from shared.compiler.reading.pieces import Category, Piece, enumeration, pack, tag_list

_WHAT: Final[Mapping[Dialect, str]] = {
    Dialect.SCIM: "SCIM definitions",
    Dialect.SQL: "Tables",
    Dialect.CONNDEV: "Connector export",
    Dialect.PLAIN: "Data",
}
_KINDS: Final[Mapping[Dialect, tuple[str, ...]]] = {
    Dialect.SCIM: ("scim", "schema"),
    Dialect.SQL: ("sql", "schema"),
    Dialect.CONNDEV: ("schema", "conndev"),
    Dialect.PLAIN: (),
}
_MOST_NAMES: Final = 40


def data_pieces(root: object, format_: Format, dialect: Dialect) -> tuple[Piece, ...]:
    """
    Return the parts of a JSON or YAML document.

    An export, a SCIM or a table description stays whole: its parts explain each other. Other data is cut by keys and
    items, at most three levels deep; merging mappings and appending lists gives the document again.
    """
    parts = [root] if dialect is not Dialect.PLAIN else [assemble(part) for part in pack(units(root))]
    return tuple(_piece(part, format_, dialect) for part in parts)


def _piece(part: object, format_: Format, dialect: Dialect) -> Piece:
    names = tuple(islice(_names(part), _MOST_NAMES))
    what = f"{_WHAT[dialect]}: {enumeration(names)}" if names else _WHAT[dialect]
    return Piece(
        content=serialise(part, format_),
        summary=what,
        tags=tag_list([*_origin(part, dialect), *_KINDS[dialect], *(names if dialect else ())]),
        category=_category(format_, dialect),
    )


def _category(format_: Format, dialect: Dialect) -> Category:
    if not dialect:
        return "reference_other"
    return "spec_yaml" if format_ is Format.YAML else "spec_json"


def _origin(part: object, dialect: Dialect) -> tuple[str, ...]:
    """Return whether an export describes a SQL database or a SCIM service, if it says so."""
    if dialect is not Dialect.CONNDEV or not isinstance(part, Mapping):
        return ()
    if "sql" in part or "tableContent" in part:
        return ("sql",)
    return ("scim",) if {"scim", "schemaContent", "primarySchema"} & set(part) else ()


def _names(part: object) -> Iterator[str]:
    """Yield what the definitions in `part` are called, or the keys of other data."""
    if isinstance(part, Mapping):
        named = [part.get("name")] if isinstance(part.get("name"), str) else []
        inner = [each for key in ("Resources", "tables") for each in _list(part.get(key))]
        yield from map(str, named or [each["name"] for each in inner if _is_named(each)] or part)
    else:
        yield from (str(each["name"]) for each in _list(part) if _is_named(each))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_named(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("name"), str)
