"""What is inside a body: the object or the list that an envelope such as `{"data": [...]}` only carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.schema import Member, Schema
from shared.compiler.passes.lexicon import IDENTIFIER_NAMES
from shared.compiler.reading.ladders import stem
from shared.compiler.reading.words import noun

Want = Literal["one", "many", "sent"]
_CARRIERS: Final = frozenset(
    [
        "data", "item", "items", "result", "results", "value", "values", "entry", "entries", "record", "records",
        "content", "contents", "list", "rows", "elements", "resource", "resources", "object", "objects", "hits",
        "docs", "collection", "response", "payload", "body", "embedded", "nodes", "entity", "entities", "output",
        "datas", "returnvalue", "d", "page_items",
    ]
)  # fmt: skip
_IDENTIFIERS: Final = frozenset(name.strip("_") for name in IDENTIFIER_NAMES)
_MAX_LEVELS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where in a body the objects are, and what one looks like; `name` is the documented name of that schema."""

    path: tuple[str, ...] = ()
    schema: Schema
    name: str = ""
    collection: Literal["object", "array", "map", "nothing"] = "object"
    envelope: Schema | None = None


def opened(fragment: Fragment, schema: Schema, thing: tuple[str, ...], want: Want) -> View:
    """
    Return the view on the things of the noun `thing` in a body like `schema`; `want` says what is expected.

    A `sent` body is only opened where a name says so: a request may well hold nothing but a nested value.
    """
    view = _open(fragment, schema, thing, want, 0)
    outer = fragment.resolve(schema)
    return replace(view, envelope=outer) if view.path else view


def _open(fragment: Fragment, schema: Schema, thing: tuple[str, ...], want: Want, level: int) -> View:
    body = fragment.resolve(schema)
    if body.kind == "array" and body.element is not None:
        return _elements(fragment, body, "array")
    if body.kind == "map" and body.element and fragment.resolve(body.element).kind == "object":
        return _elements(fragment, body, "map")
    if body.kind == "map" and body.element and want == "many" and not level and _is_address(fragment, body.element):
        return _elements(fragment, body, "map")
    if body.kind == "object" and body.members and level < _MAX_LEVELS:
        carrier = _carrier(fragment, body, thing, want)
        if carrier is not None:
            inner = _open(fragment, carrier.schema, thing, want, level + 1)
            return replace(inner, path=(carrier.name, *inner.path))
    return View(schema=body, name=schema.name or body.name, collection="object" if _is_described(body) else "nothing")


def _is_address(fragment: Fragment, schema: Schema) -> bool:
    """Return whether the values are addresses: a map from names to where the objects are lists those objects."""
    value = fragment.resolve(schema)
    return value.kind == "scalar" and value.format in {"uri", "url", "uri-reference"}


def _is_described(body: Schema) -> bool:
    return body.kind in {"object", "map"}


def _elements(fragment: Fragment, body: Schema, kind: Literal["array", "map"]) -> View:
    element = body.element
    if element is None:
        return View(schema=body, collection=kind)
    return View(schema=fragment.resolve(element), name=element.name, collection=kind)


def is_entity(body: Schema, thing: tuple[str, ...]) -> bool:
    """Return whether `body` has an identifier of its own, so that it is a thing and no envelope."""
    own = {"".join(thing) + suffix for suffix in ("id", "uuid", "key")} | {thing[-1] + "id"} if thing else set()
    return any(member.name.lower().replace("_", "") in _IDENTIFIERS | own for member in body.members)


def _carrier(fragment: Fragment, body: Schema, thing: tuple[str, ...], want: Want) -> Member | None:
    """Return the member of `body` that carries the things, or None when `body` is the thing itself."""
    if is_entity(body, thing):
        return None
    scored = [(_score(fragment, member, thing, want), -i, member) for i, member in enumerate(body.members)]
    best = max(scored, key=lambda each: each[:2])
    if best[0] >= _CERTAIN:
        return best[2]
    if want == "sent":
        return None
    possible = [member for score, _, member in scored if score > 0 and not _reports(member)]
    return possible[0] if len(possible) == 1 and _rest_is_small(fragment, body, possible[0]) else None


def _reports(member: Member) -> bool:
    """Return whether `member` only says where in a list the answer stands, or what went wrong."""
    named = noun(member.name)
    return named[-1:] in _REPORTS or not _TROUBLE.isdisjoint(named)


_REPORTS: Final = (("metadata",), ("meta",), ("pagination",), ("paging",), ("pager",), ("link",), ("cursor",))
_TROUBLE: Final = frozenset(["failed", "failure", "error", "warning", "skipped", "invalid", "rejected"])
_CERTAIN: Final = 4
_TOLD: Final = 5
_NAMED: Final = 6


def _score(fragment: Fragment, member: Member, thing: tuple[str, ...], want: Want) -> int:
    kind = _carried(fragment, member.schema)
    named = noun(member.name)
    if not kind:
        return _NAMED if want == "many" and named == thing and _are_names(fragment, member.schema) else 0
    score = 1
    if named and thing and named[-1] == thing[-1] and len(named) <= len(thing) + 1:
        score = 8 if named == thing else 6
    elif member.name.lower().strip("_") in _CARRIERS:
        score = 4
    if want != "sent" and thing and _described(fragment, member.schema)[-1:] == thing[-1:]:
        score = max(score, _TOLD)
    fits = (want == "many") == (kind == "many")
    # An object may hold the list one level deeper, so it only loses against a list that fits.
    return score + 1 if fits else score - (2 if kind == "many" and score < _NAMED else 0)


def _are_names(fragment: Fragment, schema: Schema) -> bool:
    """Return whether `schema` is a list of what identifies things: `{"users": ["ann", "bob"]}`."""
    inner = fragment.resolve(schema)
    return inner.kind == "array" and inner.element is not None and fragment.resolve(inner.element).kind == "scalar"


def _described(fragment: Fragment, schema: Schema) -> tuple[str, ...]:
    """Return the words of the schema that describes what `schema` carries."""
    inner = fragment.resolve(schema)
    carried = inner.element if inner.kind in {"array", "map"} and inner.element else schema
    return stem(carried.name or fragment.resolve(carried).name)


def _carried(fragment: Fragment, schema: Schema) -> str:
    inner = fragment.resolve(schema)
    if inner.kind == "array":
        element = fragment.resolve(inner.element) if inner.element else None
        return "many" if element and element.kind in {"object", "anything"} else ""
    if inner.kind == "map":
        return "many" if inner.element and fragment.resolve(inner.element).kind == "object" else ""
    return "one" if inner.kind == "object" and inner.members else ""


def _rest_is_small(fragment: Fragment, body: Schema, carrier: Member) -> bool:
    """Return whether what stands beside `carrier` only reports: a status, a count, a message, a place to go on."""
    rest = [fragment.resolve(member.schema) for member in body.members if member is not carrier]
    return len(rest) <= _MAX_BESIDE and all(each.kind != "object" or len(each.members) <= _MAX_BESIDE for each in rest)


_MAX_BESIDE: Final = 8
