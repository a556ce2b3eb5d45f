"""Which chunks of the documents a fact comes from, as clients read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from shared.kernel.diagnostics import Location
from shared.kernel.hashing import Json

Evidence: TypeAlias = "Callable[[Location], tuple[str, str] | None]"
"""Tells the ids of the document and the chunk that a place lies in, if they are known."""


def unknown(_place: Location) -> None:
    """Return nothing: the evidence of a model whose documents are not at hand."""


def chunks(source: Iterable[Location], evidence: Evidence) -> list[Json]:
    """Return `[{"docId", "chunkId"}, …]` of the places, each chunk once, in the order of the places."""
    found = dict.fromkeys(pair for place in source if (pair := evidence(place)) is not None)
    return [{"docId": document, "chunkId": chunk} for document, chunk in found]
