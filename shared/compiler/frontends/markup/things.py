"""Where in a shown body the thing is that a request is about, and what such things are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.compiler.reading.json_examples import is_keyed
from shared.compiler.reading.words import noun, pascal, words

_CARRIERS: Final = frozenset(
    ["data", "items", "results", "result", "list", "entries", "records", "content", "values", "value", "resources",
     "response", "payload", "elements", "objects", "rows", "hits", "collection", "item", "entry", "object", "body"]
)  # fmt: skip
_IDENTIFYING: Final = frozenset(
    ["id", "_id", "uuid", "guid", "uid", "key", "username", "login", "name", "email", "slug"]
)
_MAX_LEVELS: Final = 4
_MAX_BESIDE: Final = 8
_LEAST_SHARED: Final = 0.6
LEAST_TELLING: Final = 3
"""Members that tell one kind of thing from another: `id` and `name` are everybody's."""


def thing_path(value: object, name: Sequence[str], level: int = 0) -> tuple[str, ...] | None:
    """
    Return the path from a body to the object it is about: member names, "[]" for the entries of a list, "{}" of a map.

    None when the body holds no object; `name` are the words of what the request is about.
    """
    if level > _MAX_LEVELS:
        return None
    if isinstance(value, list):
        inner = thing_path(value[0], name, level + 1) if value and isinstance(value[0], dict) else None
        return None if inner is None else ("[]", *inner)
    if not isinstance(value, Mapping) or not value:
        return None
    if is_keyed(value):
        first = next(iter(value.values()))
        inner = thing_path(first, name, level + 1) if isinstance(first, dict) else None
        return None if inner is None else ("{}", *inner)
    carrier = _carrier(value, name)
    if carrier:
        below = thing_path(value[carrier], name, level + 1)
        return None if below is None else (carrier, *below)
    return ()


def _carrier(value: Mapping[Any, Any], name: Sequence[str]) -> str:
    """Return the member of `value` that carries the things, or "" when it is the thing itself."""
    held = [key for key, inner in value.items() if isinstance(key, str) and _holds(inner)]
    own = {str(key).lower() for key in value} & _IDENTIFYING
    named = next((key for key in held if name and noun(key)[-1:] == tuple(name[-1:])), "")
    if named and (len(value) - len(held) <= _MAX_BESIDE) and not own - {"name", "key"}:
        return named
    if own or len(value) > _MAX_BESIDE:
        return ""
    carrying = next((key for key in held if key.lower() in _CARRIERS), "")
    return carrying or (held[0] if len(held) == 1 and len(value) == 1 else "")


def _holds(inner: object) -> bool:
    return (isinstance(inner, dict) and bool(inner)) or (
        isinstance(inner, list) and bool(inner) and isinstance(inner[0], dict)
    )


def things_at(value: Any, path: Sequence[str]) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Return the objects that `path` leads to."""
    found = [value]
    for part in path:
        if part == "[]":
            found = [inner for each in found if isinstance(each, list) for inner in each]
        elif part == "{}":
            found = [inner for each in found if isinstance(each, dict) for inner in each.values()]
        else:
            found = [each[part] for each in found if isinstance(each, dict) and part in each]
    return [each for each in found if isinstance(each, dict)]


def name_of(spoken: Sequence[str]) -> str:
    """Return the words of a thing as the name of its schema."""
    return pascal(spoken)


def alike(keys: frozenset[str], known: Mapping[str, frozenset[str]]) -> str:
    """Return the name among `known` whose objects have most of the members `keys`, or ""."""
    scored = [(len(keys & members) / len(keys | members), name) for name, members in known.items() if members]
    best = max(scored, key=lambda each: each[0], default=(0.0, ""))
    return best[1] if best[0] >= _LEAST_SHARED and len(keys) >= LEAST_TELLING else ""


def spoken_noun(segments: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the last literal among the segments of a path, singular, verbs before it left out."""
    literals = [segment for segment in segments if "{" not in segment]
    last = literals[-1].partition(".")[0] if literals else ""
    found = words(last)
    if len(found) > 1 and found[0] in {"get", "list", "create", "update", "delete", "add", "remove", "find", "all"}:
        last = "_".join(found[1:])
    return noun(last.lstrip("#"))
