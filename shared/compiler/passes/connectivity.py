"""Requests that show whether the application answers and accepts our credentials."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shared.compiler.passes.addresses import address
from shared.compiler.passes.classes import operation
from shared.compiler.passes.credentials import is_credential
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Diagnostic, Location

_MOST: Final = 5
_SELF: Final = frozenset(["whoami", "me", "self", "current", "myself"])
_STATE: Final = frozenset(["version", "info", "status", "ping", "health", "about", "settings", "serverinfo", "test"])


def connectivity(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the requests that test a connection, the best first; none of them changes anything."""
    lists = _chosen_lists(draft)
    ranked = [(rank, i, each) for i, each in enumerate(draft.sightings) if (rank := _rank(lists, each)) is not None]
    best = sorted(ranked, key=lambda entry: (entry[0], len(entry[2].endpoint.path), entry[1]))[:_MOST]
    tests = tuple(operation(each, "list" if each.kind == "list" else "get") for _, _, each in best)
    return replace(draft, model=replace(draft.model, connectivity=tests)), ()


def _rank(lists: frozenset[Location], sighting: Sighting) -> int | None:
    """Return how well the request tests a connection, 0 best, or None when it cannot be sent without knowing more."""
    endpoint = sighting.endpoint
    unknown = any(p.required and not is_credential(p) for p in endpoint.parameters)
    if endpoint.method != "GET" or "{" in endpoint.path or unknown:
        return None
    last = frozenset(words(endpoint.path.rstrip("/").rpartition("/")[2]))
    if address(endpoint.path).self_service and last & _SELF:
        return 1 if endpoint.public else 0
    if endpoint.source in lists:
        return 2
    # A public version or health check only shows that somebody answers.
    return (4 if endpoint.public else 3) if last & _STATE else None


def _chosen_lists(draft: Draft) -> frozenset[Location]:
    likely = (each for each in draft.model.object_classes if each.confidence == "high")
    listings = (listing for each in likely if (listing := each.operation("list")))
    return frozenset(place for listing in listings for place in listing.source)
