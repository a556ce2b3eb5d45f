"""Addresses of requests: what is the application's base, what is the path, what are parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.frontends.postman.nodes import Json, braced, entries, resolved, text
from shared.compiler.model.operation import Parameter
from shared.compiler.model.types import AttributeType, Scalar
from shared.compiler.reading.words import singular, words
from shared.kernel.diagnostics import Location

_ADDRESS: Final = re.compile(r"^(?P<base>(?:[a-z][a-z0-9+.-]*://)?[^/?#]*)(?P<path>[^?#]*)", re.IGNORECASE)
_ALONE: Final = re.compile(r"\{\{([^{}]+)\}\}")
_VALUE: Final = re.compile(r"[0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}", re.IGNORECASE)
_VERSION: Final = re.compile(r"v[0-9][0-9.]*", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_MAX_SEGMENTS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a request goes: `base` "" when the collection does not say, `path` with parameters in braces."""

    base: str
    path: str
    parameters: tuple[Parameter, ...] = ()


def address(url: object, known: Mapping[str, str], at: Location) -> Address | None:
    """Return where `url`, a text or the object of the format, leads; None when it holds no address."""
    node = url if isinstance(url, Mapping) else {"raw": url}
    raw = text(node.get("raw")) or _assembled(node)
    if not raw.strip():
        return None
    base, path = _parted(raw.strip(), known)
    segments = [_segment(part, i, path) for i, part in enumerate(path[:_MAX_SEGMENTS])]
    described = {text(each.get("key")): each for each in entries(node.get("variable"))}
    values = dict(known) | {part[1:-1]: value for part, value in zip(segments, path, strict=False) if part != value}
    names = [name for part in segments for name in _PLACEHOLDER.findall(part)]
    return Address(
        base=base,
        path="/" + "/".join(segments),
        parameters=(
            *(
                _path_parameter(name, described.get(name, {}), values.get(name, ""), at)
                for name in dict.fromkeys(names)
            ),
            *_query(node, raw, at),
        ),
    )


def _assembled(node: Json) -> str:
    """Return the address that the parts of a URL object make."""
    host, path = (_joined(node.get(key), mark) for key, mark in (("host", "."), ("path", "/")))
    scheme = text(node.get("protocol"))
    port = text(node.get("port"))
    start = f"{scheme}://{host}" if scheme and "{{" not in host else host
    return f"{start}{':' + port if port else ''}/{path.lstrip('/')}" if start or path else ""


def _joined(value: object, mark: str) -> str:
    if isinstance(value, list):
        parts = (text(part.get("value")) if isinstance(part, Mapping) else text(part) for part in value)
        return mark.join(parts)
    return text(value)


def _parted(raw: str, known: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the base and the segments of the path; what a variable holds as a whole address is base."""
    alone = _ALONE.match(raw)
    if alone:
        base = resolved(alone[0], known)
        rest = raw[alone.end() :]
        if "://" not in base and not rest.startswith("/"):
            # `{{host}}.acme.example/users`: the variable is only a part of the host.
            host, _, rest = rest.partition("/")
            base, rest = f"{base}{host}", f"/{rest}"
        return braced(base).rstrip("/"), _segments(rest, known)
    found = _ADDRESS.match(raw)
    start, path = (resolved(found["base"], known), found["path"]) if found else ("", raw)
    whole = start + path
    bases = [base for base in known.values() if "://" in base and whole.startswith(f"{base.rstrip('/')}/")]
    base = max(bases, key=len).rstrip("/") if bases else start
    return braced(base), _segments(whole[len(base) :], known)


def _segments(path: str, known: Mapping[str, str]) -> list[str]:
    """Return the segments; a variable that is a whole one selects something, unless its value is a version."""
    plain = path.partition("?")[0].partition("#")[0]
    return [braced(_constant(part, known)) for part in plain.split("/") if part]


def _constant(part: str, known: Mapping[str, str]) -> str:
    value = resolved(part, known)
    return value if not _ALONE.fullmatch(part) or _VERSION.fullmatch(value) else part


def _segment(part: str, i: int, path: list[str]) -> str:
    if part.startswith(":") and len(part) > 1:
        return "{" + part[1:] + "}"
    return "{" + _value_name(path[:i]) + "}" if _VALUE.fullmatch(part) else part


def _value_name(before: Iterable[str]) -> str:
    """Return what to call a value that stands in the path itself: `/users/17` is `/users/{user_id}`."""
    literal = [part for part in before if not part.startswith((":", "{"))]
    found = words(literal[-1]) if literal else ()
    return "_".join((*found[:-1], singular(found[-1]), "id")) if found else "id"


def _path_parameter(name: str, node: Json, value: str, at: Location) -> Parameter:
    example = text(node.get("value")) or value
    return Parameter(
        name=name,
        placement="path",
        required=True,
        type=None if example.startswith(":") else shown(example),
        description=text(node.get("description")),
        source=(at,),
    )


def _query(node: Json, raw: str, at: Location) -> Iterator[Parameter]:
    listed = list(entries(node.get("query"))) or list(_in_text(raw))
    for each in listed:
        if name := text(each.get("key")):
            kind = shown(text(each.get("value")))
            yield Parameter(
                name=name, placement="query", type=kind, description=text(each.get("description")), source=(at,)
            )


def _in_text(raw: str) -> Iterator[Json]:
    for pair in raw.partition("?")[2].partition("#")[0].split("&"):
        name, _, value = pair.partition("=")
        yield {"key": name, "value": value}


def shown(value: str) -> AttributeType | None:
    """Return the type of the parameter that `value` is an example of; None where there is no example."""
    if not value or "{{" in value:
        return None
    if value in {"true", "false"}:
        return Scalar(json_type="boolean")
    return Scalar(json_type="integer" if value.isdecimal() else "string")
