"""OpenAPI and Swagger documents, cut into documents of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.compiler.reading.media_types import Format
from shared.compiler.reading.mini_documents import Unit, assemble, serialise, weigh
from shared.compiler.reading.pieces import TARGET, Piece, Weighed, pack
from shared.compiler.reading.spec_labels import count_endpoints, labels, path_group, summary

# What stays together in the first part: without it no other part can be used.
_ESSENTIAL: Final = frozenset({"securitySchemes"})
_SWAGGER_SECTIONS: Final = ("definitions", "parameters", "responses")


def spec_pieces(root: Mapping[str, Any], format_: Format) -> tuple[Piece, ...]:
    """
    Return the parts of an OpenAPI or Swagger document.

    A path item, a schema or another component is never cut. Each part repeats the version and the title, so that it is
    a document itself; merging all parts, mapping into mapping, gives `root` again. The first part holds what is neither
    path nor component, and the security schemes; a small document is one part.
    """
    paths, components = tuple(_paths(root)), tuple(_components(root))
    head = _without(root, {path for unit in (*paths, *components) for path in [unit.value[0]]})
    if weigh(((), root)).weight <= TARGET:
        return (_piece(root, format_),)
    parts = [*pack(paths), *pack(components)]
    return (_piece(head, format_), *(_piece({**_envelope(root), **_document(part)}, format_) for part in parts))


def _piece(part: Mapping[str, Any], format_: Format) -> Piece:
    return Piece(
        content=serialise(part, format_),
        summary=summary(part),
        tags=labels(part),
        category="spec_yaml" if format_ is Format.YAML else "spec_json",
        num_endpoints=count_endpoints(part),
    )


def _envelope(root: Mapping[str, Any]) -> dict[str, Any]:
    versions = {key: root[key] for key in ("openapi", "swagger") if key in root}
    info = root.get("info")
    if not isinstance(info, Mapping):
        return versions
    return {**versions, "info": {key: info[key] for key in ("title", "version") if key in info}}


def _document(parts: list[Unit]) -> Mapping[str, Any]:
    found = assemble(parts)
    return found if isinstance(found, Mapping) else {}


def _paths(root: Mapping[str, Any]) -> Iterator[Weighed[Unit]]:
    for section in ("paths", "webhooks"):
        for path, item in _entries(root.get(section)):
            yield weigh(((section, path), item), path_group(str(path), item))


def _components(root: Mapping[str, Any]) -> Iterator[Weighed[Unit]]:
    for section in _SWAGGER_SECTIONS:
        for name, value in _entries(root.get(section)):
            yield weigh(((section, name), value), section)
    for section, entries in _entries(root.get("components")):
        for name, value in _entries(entries) if section not in _ESSENTIAL else ():
            yield weigh((("components", section, name), value), section)


def _entries(value: object) -> tuple[tuple[str, Any], ...]:
    return tuple(value.items()) if isinstance(value, Mapping) else ()


def _without(root: Mapping[str, Any], taken: set[tuple[str | int, ...]], at: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return `root` without the entries at the paths `taken`; a section that loses all its entries goes with them."""
    kept: dict[str, Any] = {}
    for key, value in root.items():
        here = (*at, key)
        if here in taken:
            continue
        if isinstance(value, Mapping) and any(path[: len(here)] == here for path in taken):
            value = _without(value, taken, here)  # noqa: PLW2901 - the same entry, less what is elsewhere
            if not value:
                continue
        kept[key] = value
    return kept
