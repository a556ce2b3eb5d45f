"""Which specification a parsed JSON or YAML document follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from shared.compiler.reading.exports import is_export


class Dialect(StrEnum):
    """The specifications with a reading of their own; PLAIN is every other document."""

    PLAIN = ""
    OPENAPI = "openapi"
    SWAGGER = "swagger"
    SCIM = "scim"
    SQL = "sql"
    CONNDEV = "conndev"


_SCIM_URN: Final = "urn:ietf:params:scim:"


def recognise(value: object) -> Dialect:
    """
    Return the dialect of a parsed document, by its content alone.

    OpenAPI and Swagger name themselves; SCIM is a schema, a resource type, a provider configuration or a list of them
    (RFC 7643, sections 5 to 7; RFC 7644, section 3.4.2); CONNDEV is an export of a running connector; SQL is a table
    description with a list of columns.
    """
    match value:
        case Mapping():
            return _of_mapping(value)
        case [Mapping() as first, *_]:
            return _of_mapping(first)
        case _:
            return Dialect.PLAIN


def _of_mapping(value: Mapping[Any, Any]) -> Dialect:
    if str(value.get("openapi", "")).startswith("3"):
        return Dialect.OPENAPI
    if str(value.get("swagger", "")).startswith("2"):
        return Dialect.SWAGGER
    if is_export(value):
        return Dialect.CONNDEV
    if _is_scim(value):
        return Dialect.SCIM
    return Dialect.SQL if _is_sql(value) else Dialect.PLAIN


def _is_scim(value: Mapping[Any, Any]) -> bool:
    named = [value.get("id"), *_items(value.get("schemas"))]
    if any(isinstance(name, str) and name.lower().startswith(_SCIM_URN) for name in named):
        return True
    if str(value.get("id", "")).lower().startswith("urn:") and _mappings(value.get("attributes")):
        return True  # a schema of the service's own (RFC 7643, section 7)
    return any(str(each.get("id", "")).lower().startswith(_SCIM_URN) for each in _mappings(value.get("Resources")))


def _is_sql(value: Mapping[Any, Any]) -> bool:
    tables = _mappings(value.get("tables")) or (value,)
    return all(isinstance(table.get("name"), str) and _mappings(table.get("columns")) for table in tables)


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mappings(value: object) -> tuple[Mapping[Any, Any], ...]:
    """Return the mappings in `value`; exports write a list of one as the bare mapping."""
    items = (value,) if isinstance(value, Mapping) else _items(value)
    return tuple(item for item in items if isinstance(item, Mapping))
