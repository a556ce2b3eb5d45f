"""Methods of texts, numbers, lists, sets and maps: those of Java and those Groovy adds, as far as scripts need them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import quote

from shared.compiler.verification.evaluation.exceptions import (
    NO_SUCH_ELEMENT,
    NUMBER_FORMAT,
    STRING_INDEX_OUT_OF_BOUNDS,
)
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.operators import bounded, is_true, shown
from shared.compiler.verification.evaluation.patterns import pattern
from shared.compiler.verification.evaluation.values import NoSuchMember, Problem, Thrown

Method = Callable[..., object]


def method_of(value: object, name: str) -> Method:
    """Return the method `name` of `value`, to be called with the value first; raises NoSuchMember."""
    table = next((table for kind, table in _TABLES if isinstance(value, kind)), {})
    method = table.get(name) or _ANY.get(name)
    if method is None:
        raise NoSuchMember(name)
    return method


def property_of(value: object, name: str) -> object:
    """Return the property `name` of `value`; raises NoSuchMember when it has none."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, Problem) and name in {"message", "localizedMessage"}:
        return value.message
    if name in {"length", "size"} and isinstance(value, list):
        return len(value)
    if name in {"bytes", "class", "empty"}:
        return method_of(value, {"bytes": "getBytes", "class": "getClass", "empty": "isEmpty"}[name])(value)
    raise NoSuchMember(name)


def iterated(value: object) -> Iterable[object]:
    """Return what a loop over `value` goes through; raises Thrown for what Java cannot iterate over."""
    match value:
        case None:
            return ()
        case Node():
            return list(value.elements())
        case str() | list() | set() | tuple():
            return list(value)
        case dict():
            return [{"key": key, "value": it} for key, it in value.items()]
        case _:
            return (value,)


def _split(text: str, expression: object, limit: int = 0) -> list[str]:
    separator = str(expression)
    plain = len(separator) == 1 and separator.isalnum()
    parts = text.split(separator) if plain or separator in "&=,;/: " else pattern(separator).split(text)
    if limit > 0 and len(parts) > limit:
        kept = parts[: limit - 1]
        return [*kept, text[sum(len(it) + len(separator) for it in kept) :]]
    while parts and not parts[-1] and limit == 0:
        parts.pop()
    return parts


def _substring(text: str, first: int, end: int | None = None) -> str:
    last = len(text) if end is None else end
    if not 0 <= first <= last <= len(text):
        raise Thrown(STRING_INDEX_OUT_OF_BOUNDS, f"{first} to {last} of {len(text)}")
    return text[first:last]


def _long(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Thrown(NUMBER_FORMAT, f'For input string: "{text}"') from None


def _first(items: list[object]) -> object:
    if not items:
        raise Thrown(NO_SUCH_ELEMENT, "first() of an empty list")
    return items[0]


def _add(items: object, *added: object) -> object:
    if isinstance(items, set):
        known = added[-1] in items
        items.add(added[-1])
        return not known
    if isinstance(items, list):
        items.append(added[-1])
        bounded(items)
    return True


def _put(entries: dict[object, object], key: object, value: object) -> object:
    before = entries.get(key)
    entries[key] = value
    return before


_TEXT: Final[dict[str, Method]] = {
    "split": _split,
    "tokenize": lambda text, marks=" ": [it for it in _split(text, marks) if it],
    "contains": lambda text, part: str(part) in text,
    "startsWith": lambda text, part: text.startswith(part),
    "endsWith": lambda text, part: text.endswith(part),
    "indexOf": lambda text, part: text.find(part),
    "lastIndexOf": lambda text, part: text.rfind(part),
    "substring": _substring,
    "replace": lambda text, old, new: bounded(text.replace(old, new)),
    "replaceAll": lambda text, old, new: pattern(old).sub(str(new).replace("$", "\\"), text),
    "matches": lambda text, expression: pattern(expression).fullmatch(text) is not None,
    "toLowerCase": lambda text: text.lower(),
    "toUpperCase": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "length": len,
    "size": len,
    "isEmpty": lambda text: not text,
    "isBlank": lambda text: not text.strip(),
    "isNumber": lambda text: text.lstrip("-").isdigit(),
    "isInteger": lambda text: text.lstrip("-").isdigit(),
    "equalsIgnoreCase": lambda text, other: text.lower() == str(other).lower(),
    "concat": lambda text, other: bounded(text + other),
    "getBytes": lambda text, *_: text.encode(),
    "toInteger": _long,
    "toLong": _long,
    "toBoolean": lambda text: text.strip().lower() in {"true", "y", "1"},
    "take": lambda text, count: text[:count],
    "drop": lambda text, count: text[count:],
    "bytes": lambda text: text.encode(),
}
_LIST: Final[dict[str, Method]] = {
    "add": _add,
    "addAll": lambda items, more: [_add(items, it) for it in iterated(more)] != [],
    "contains": lambda items, one: one in items,
    "first": _first,
    "getFirst": _first,
    "last": lambda items: items[-1] if items else _first(items),
    "get": lambda items, at: items[at] if 0 <= at < len(items) else _first([]),
    "size": len,
    "isEmpty": lambda items: not items,
    "join": lambda items, mark="": mark.join(map(shown, items)),
    "iterator": list,
    "reverse": lambda items: items[::-1],
    "sort": sorted,
    "unique": lambda items: list(dict.fromkeys(items)),
    "toList": list,
    "toSet": set,
    "flatten": lambda items: [it for one in items for it in (one if isinstance(one, list) else [one])],
    "findAll": lambda items: [it for it in items if is_true(it)],
    "indexOf": lambda items, one: items.index(one) if one in items else -1,
}
_MAP: Final[dict[str, Method]] = {
    "get": lambda entries, key, *default: entries.get(key, *default),
    "getOrDefault": lambda entries, key, default: entries.get(key, default),
    "put": _put,
    "containsKey": lambda entries, key: key in entries,
    "keySet": list,
    "values": lambda entries: list(entries.values()),
    "entrySet": lambda entries: list(iterated(entries)),
    "remove": lambda entries, key: entries.pop(key, None),
    "size": len,
    "isEmpty": lambda entries: not entries,
    "getKey": lambda entry: entry.get("key"),
    "getValue": lambda entry: entry.get("value"),
}
_NUMBER: Final[dict[str, Method]] = {
    "intValue": int,
    "longValue": int,
    "toInteger": int,
    "toLong": int,
    "doubleValue": float,
    "intdiv": lambda number, other: number // other,
    "abs": abs,
}
_BYTES: Final[dict[str, Method]] = {
    "encodeBase64": lambda data: b64encode(data).decode(),
}
_PROBLEM: Final[dict[str, Method]] = {"getMessage": lambda problem: problem.message}
_ANY: Final[dict[str, Method]] = {
    "toString": shown,
    "asBoolean": is_true,
    "equals": lambda value, other: value == other,
    "hashCode": lambda value: len(shown(value)),
    "getClass": lambda value: type(value).__name__,
}
_TABLES: Final[tuple[tuple[type | tuple[type, ...], dict[str, Method]], ...]] = (
    (str, _TEXT),
    ((list, set, tuple), _LIST),
    (dict, _MAP),
    ((int, float), _NUMBER),
    (bytes, _BYTES),
    (Problem, _PROBLEM),
)


def to_json(value: object) -> str:
    """Return `value` as JSON, as groovy.json.JsonOutput writes it."""
    return json.dumps(value, separators=(",", ":"), default=shown)


def url_encoded(text: str) -> str:
    """Return `text` as java.net.URLEncoder writes it."""
    return quote(text, safe="*-._").replace("%20", "+")
