"""What the front ends of HTTP interfaces share: choosing a success, a media type, a parameter's type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from shared.compiler.model.schema import Schema
from shared.compiler.model.types import Anything, AttributeType, Scalar

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


def successes(responses: object) -> tuple[tuple[int, str], ...]:
    """
    Return (status, key) of the successful `responses`, lowest first.

    `2XX` counts as 200; `default` counts as 200 where no success is declared.
    """
    if not isinstance(responses, Mapping):
        return ()
    found = sorted((_status(key), key) for key in responses if isinstance(key, str) and _is_success(key))
    return tuple(found) or (((200, "default"),) if "default" in responses else ())


def _is_success(key: str) -> bool:
    return len(key) == 3 and key[0] == "2" and (key[1:].isdecimal() or key[1:].upper() == "XX")  # noqa: PLR2004 - a status has three digits


def _status(key: str) -> int:
    return int(key) if key.isdecimal() else 200


def best_media_type(offered: Iterable[str]) -> str:
    """Return the media type we prefer among `offered`: JSON, a `+json` type, a form, then the first; "" for none."""
    kinds = [kind for kind in offered if isinstance(kind, str)]
    return min(kinds, key=_rank, default="")


def _rank(media_type: str) -> int:
    plain = media_type.partition(";")[0].strip().lower()
    if plain == "application/json":
        return 0
    if plain.endswith("+json"):
        # A patch format (RFC 6902, RFC 7396) describes changes, not the object; the plain body is worth more.
        return 2 if "patch" in plain else 1
    if plain in _FORMS:
        return 4
    return 3 if plain == "*/*" else 5


def parameter_type(schema: Schema) -> AttributeType:
    """Return the type of one value of a parameter; a list's is that of its entries."""
    if schema.kind == "array" and schema.element is not None:
        schema = schema.element
    if schema.kind == "scalar":
        return Scalar(json_type=schema.json_type, format=schema.format, values=schema.values)
    return Anything()


def text(node: Mapping[str, Any], key: str) -> str:
    """Return the text under `key`, or "" when there is none."""
    value = node.get(key)
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """Return the texts in the list `value`, or nothing when it is no list."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def is_public(security: object) -> bool:
    """Return whether `security` (None: not declared) expressly asks for no authentication."""
    return isinstance(security, list) and all(not requirement for requirement in security)
