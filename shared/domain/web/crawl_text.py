"""A crawl and its visits as JSON, so that they can lie in a blob between two tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from shared.domain.web.crawl import Crawl, Waiting
from shared.domain.web.marks import Marks
from shared.domain.web.scope import Scope
from shared.domain.web.visits import Visit
from shared.kernel.hashing import Json


def crawl_to_json(crawl: Crawl) -> dict[str, Json]:
    """Return the crawl as JSON; equal crawls have equal texts."""
    return {
        "scope": list(crawl.scope.places),
        "waiting": [_waiting(each) for each in sorted(crawl.waiting)],
        "seen": crawl.seen.to_text(),
        "texts": crawl.texts.to_text(),
        "results": [[blob, list(kept)] for blob, kept in crawl.results],
        "errors": list(crawl.errors),
        **{name: getattr(crawl, name) for name in _PLAIN},
    }


def crawl_from_json(value: Mapping[str, Any]) -> Crawl:
    """Return the crawl that `crawl_to_json` wrote."""
    return Crawl(
        scope=Scope(tuple(value["scope"])),
        waiting=[Waiting(*each) for each in value["waiting"]],
        seen=Marks.of_text(value["seen"]),
        texts=Marks.of_text(value["texts"]),
        results=[(blob, tuple(kept)) for blob, kept in value["results"]],
        errors=list(value["errors"]),
        **{name: value[name] for name in _PLAIN},
    )


def visit_to_json(visit: Visit) -> dict[str, Json]:
    """Return the visit as JSON."""
    return cast("dict[str, Json]", asdict(visit)) | {"links": [list(link) for link in visit.links]}


def visit_from_json(value: Mapping[str, Any]) -> Visit:
    """Return the visit that `visit_to_json` wrote."""
    return Visit(**(dict(value) | {"links": tuple((url, text) for url, text in value["links"])}))


def _waiting(each: Waiting) -> list[Json]:
    told: list[Json] = [each.words, each.judged] if each.words or each.judged else []
    return [each.cost, each.found, each.url, each.depth, *told]


_PLAIN = ("more_errors", "found", "fetched", "kept", "size", "too_deep", "passed", "stopped", "judging")
