"""Requests that several documents tell of: the most trusted word counts, the others fill in what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from shared.compiler.model.fragment import Body, Endpoint, Fragment
from shared.compiler.model.schema import Schema
from shared.compiler.model.types import Scalar
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Severity

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_MOST_NAMED: Final = 5
_Key: TypeAlias = "tuple[str, str]"


def together(fragments: Sequence[Fragment]) -> tuple[Endpoint, ...]:
    """Return the endpoints of `fragments`, the most trusted first, each request once."""
    kept: dict[_Key, Endpoint] = {}
    for key, endpoint in _told(fragments):
        known = kept.get(key)
        kept[key] = _completed(known, endpoint) if known else endpoint
    return tuple(kept.values())


def contradictions(fragments: Sequence[Fragment]) -> Iterator[Diagnostic]:
    """Yield one finding for each request that a less trusted document of `fragments` describes differently."""
    kept: dict[_Key, tuple[Fragment, Endpoint]] = {}
    owners = {endpoint.source: fragment for fragment in fragments for endpoint in fragment.endpoints}
    for key, endpoint in _told(fragments):
        fragment = owners[endpoint.source]
        first, known = kept.setdefault(key, (fragment, endpoint))
        if first is not fragment and (names := _differing((first, known), (fragment, endpoint))):
            message = (
                f"{known.method} {known.path} is described differently ({', '.join(names)}); "
                f"what {known.source.document} says counts"
            )
            yield codes.finding(codes.CONTRADICTION, Severity.INFO, message, endpoint.source)


def _told(fragments: Sequence[Fragment]) -> Iterator[tuple[_Key, Endpoint]]:
    """
    Yield every endpoint with what it shares with the same request in other documents.

    Names of path parameters differ between documents; inside one document they tell requests apart.
    """
    prefixes = _prefixes(fragments)
    known: dict[_Key, str] = {}
    for fragment in fragments:
        own: dict[_Key, str] = {}
        for endpoint in fragment.endpoints:
            path = endpoint.path if fragment.application.base_urls else _relative(endpoint.path, prefixes)
            key = (endpoint.method, _PARAMETER.sub("{}", path).rstrip("/"))
            told = known.get(key) or own.setdefault(key, path)
            yield ((endpoint.method, told if key in known else path), replace(endpoint, path=path))
        known = own | known


def _prefixes(fragments: Iterable[Fragment]) -> tuple[str, ...]:
    """Return the paths of the base URLs of described requests, the longest first."""
    bases = (base.uri for fragment in fragments if fragment.endpoints for base in fragment.application.base_urls)
    paths = {_path(uri) for uri in bases}
    return tuple(sorted((path for path in paths if path), key=lambda path: (-len(path), path)))


def _path(uri: str) -> str:
    try:
        return urlsplit(uri).path.rstrip("/")
    except ValueError:
        return ""


def _relative(path: str, prefixes: Iterable[str]) -> str:
    """Return `path` without the base URL's, which documents that do not tell the base URL write out."""
    return next((path.removeprefix(each) for each in prefixes if path.startswith(f"{each}/")), path)


def _completed(first: Endpoint, second: Endpoint) -> Endpoint:
    named = {(each.name.lower(), each.placement) for each in first.parameters}
    added = (each for each in second.parameters if (each.name.lower(), each.placement) not in named)
    return replace(
        first,
        summary=first.summary or second.summary,
        description=first.description or second.description,
        parameters=(*first.parameters, *(each for each in added if each.placement != "path")),
        request=_fuller(first.request, second.request),
        answer=_fuller(first.answer, second.answer),
        answer_headers=tuple(dict.fromkeys((*first.answer_headers, *second.answer_headers))),
        success=first.success or second.success,
    )


def _fuller(first: Body | None, second: Body | None) -> Body | None:
    if first is None or (first.schema is None and second is not None and second.schema is not None):
        return second
    return first


def _differing(first: tuple[Fragment, Endpoint], second: tuple[Fragment, Endpoint]) -> tuple[str, ...]:
    """Return the names of a few parameters and members that have one type here and another there."""
    one, other = dict(_types(*first)), dict(_types(*second))
    return tuple(islice((name for name, kind in one.items() if other.get(name, kind) != kind), _MOST_NAMED))


def _types(fragment: Fragment, endpoint: Endpoint) -> Iterator[tuple[str, str]]:
    for parameter in endpoint.parameters:
        if isinstance(parameter.type, Scalar) and parameter.placement != "path":
            yield f"parameter {parameter.name}", parameter.type.json_type
    for what, body in (("sent", endpoint.request), ("answered", endpoint.answer)):
        shape = fragment.resolve(body.schema) if body and body.schema else None
        if shape is not None and (shape.element is None or shape.kind != "array"):
            yield from ((f"{what} {each.name}", _kind(fragment, each.schema)) for each in shape.members)
        elif shape is not None and shape.element is not None:
            entry = fragment.resolve(shape.element)
            yield from ((f"{what} {each.name}", _kind(fragment, each.schema)) for each in entry.members)


def _kind(fragment: Fragment, schema: Schema) -> str:
    shape = fragment.resolve(schema)
    return shape.json_type if shape.kind == "scalar" else shape.kind
