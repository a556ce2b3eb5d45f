"""A document put together again from its chunks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from shared.compiler.reading.documents import Document, load

_DEEPEST: Final = 200
_SHORTEST_OVERLAP: Final = 24
_LONGEST_OVERLAP: Final = 8_000


def joined(contents: Sequence[str], *, structured: bool) -> str:
    """
    Return the document of which `contents` are the parts, in order.

    Parts of a `structured` document that each are JSON or YAML are merged, mapping into mapping and list behind list,
    as they were cut (`spec_pieces`, `data_pieces`); the document is JSON then. Where they were cut anywhere, as other
    services cut by a count of tokens and let the parts overlap, they are put together where they were cut, if that
    makes a document. Others follow each other, each on lines of its own.
    """
    if len(contents) == 1:
        return contents[0]
    # A part that begins with an indent was cut out of the middle of something, even if it can be read by itself.
    whole_parts = structured and not any(content[:1].isspace() for content in contents[1:])
    roots = [_structure(content) for content in contents] if whole_parts else []
    if roots and all(root is not None for root in roots):
        whole = roots[0]
        for root in roots[1:]:
            whole = _merged(whole, root, _DEEPEST)
        return json.dumps(whole, ensure_ascii=False, indent=2, default=str)
    if structured and (seamless := _seamless(contents)) is not None:
        return seamless
    lines = [content if content.endswith("\n") else f"{content}\n" for content in contents[:-1]]
    return "".join([*lines, *contents[-1:]])


def _seamless(contents: Sequence[str]) -> str | None:
    """Return the parts put together without their overlaps, or as they are; None where neither is a document."""
    without = "".join([*contents[:1], *(after[_overlap(before, after) :] for before, after in pairwise(contents))])
    return next((whole for whole in (without, "".join(contents)) if _structure(whole) is not None), None)


def _overlap(before: str, after: str) -> int:
    """Return how many characters at the end of one part the next begins with; short ones are chance."""
    most = min(len(before), len(after), _LONGEST_OVERLAP)
    probe = after[:_SHORTEST_OVERLAP]
    at = before.find(probe, len(before) - most) if most >= _SHORTEST_OVERLAP else -1
    while at >= 0 and not after.startswith(before[at:]):
        at = before.find(probe, at + 1)
    return len(before) - at if at >= 0 else 0


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
