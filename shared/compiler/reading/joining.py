"""A document put together again from its chunks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.compiler.reading.documents import Document, load

_DEEPEST: Final = 200


def joined(contents: Sequence[str], *, structured: bool) -> str:
    """
    Return the document of which `contents` are the parts, in order.

    Parts of a `structured` document that each are JSON or YAML are merged, mapping into mapping and list behind list,
    as they were cut (`spec_pieces`, `data_pieces`); the document is JSON then. Others follow each other, each on lines
    of its own.
    """
    if len(contents) == 1:
        return contents[0]
    roots = [_structure(content) for content in contents] if structured else []
    if roots and all(root is not None for root in roots):
        whole = roots[0]
        for root in roots[1:]:
            whole = _merged(whole, root, _DEEPEST)
        return json.dumps(whole, ensure_ascii=False, indent=2, default=str)
    lines = [content if content.endswith("\n") else f"{content}\n" for content in contents[:-1]]
    return "".join([*lines, *contents[-1:]])


def _structure(content: str) -> Mapping[str, Any] | list[Any] | None:
    root = load(Document(name="part", data=content.encode("utf-8", "surrogatepass"))).root
    return root if isinstance(root, Mapping | list) else None


def _merged(one: Any, other: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(one, Mapping) and isinstance(other, Mapping) and depth:
        found = dict(one)
        for key, value in other.items():
            found[key] = _merged(found[key], value, depth - 1) if key in found else value
        return found
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return one
