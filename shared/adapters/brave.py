"""Web search by Brave's API (https://api-dashboard.search.brave.com/documentation)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, ClassVar, Final

import httpx

from shared.domain.web.candidates import Candidate, Wanted
from shared.kernel.errors import Invalid, Unavailable

ENDPOINT: Final = "https://api.search.brave.com/res/v1/web/search"
_MOST_PER_QUERY: Final = 20
_MARKUP: Final = re.compile(r"<[^>]*>")
_ANSWER_LIMIT: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BraveSearch:
    """`SearchProvider` over Brave; `key` returns the subscription token when it is first needed."""

    key: Callable[[], str] = field(repr=False)
    endpoint: str = ENDPOINT
    timeout: float = 15.0
    name: ClassVar[str] = "brave"

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        """
        Return what each query found, in the order of the queries.

        Raises:
            Unavailable: Brave did not answer, or asks to come back later.
            Invalid: it refuses the key (`search_refused`), or its answer is none.
        """
        headers = {"Accept": "application/json", "X-Subscription-Token": self.key()}
        with httpx.Client(headers=headers, timeout=self.timeout, trust_env=False) as client:
            return tuple(each for query in wanted.queries for each in self._found(client, query, wanted.per_query))

    def _found(self, client: httpx.Client, query: str, count: int) -> Iterator[Candidate]:
        for entry in self._results(client, query, min(count, _MOST_PER_QUERY)):
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                yield Candidate(
                    href=entry["url"],
                    title=_plain(entry.get("title")),
                    body=_plain(entry.get("description")),
                    source=self.name,
                    query=query,
                )

    def _results(self, client: httpx.Client, query: str, count: int) -> list[Any]:
        try:
            with client.stream("GET", self.endpoint, params={"q": query, "count": str(count)}) as answer:
                body = _read(answer)
        except httpx.HTTPError as error:
            message = f"Brave could not be reached ({type(error).__name__})."
            raise Unavailable(message) from None
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            message = f"Brave asks to come back later (status {answer.status_code})."
            raise Unavailable(message)
        if not answer.is_success:
            message = f"Brave refuses the search (status {answer.status_code}); check the key."
            raise Invalid(message, code="search_refused")
        return _entries(body)


def _read(answer: httpx.Response) -> bytes:
    """Return the answer's body, or as much of it as shows that it is too long to be read."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > _ANSWER_LIMIT:
            break
    return bytes(body)


def _entries(body: bytes) -> list[Any]:
    try:
        found = json.loads(body) if len(body) <= _ANSWER_LIMIT else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        message = "Brave's answer is not what its interface promises."
        raise Invalid(message, code="search_refused")
    results = found.get("web")
    entries = results.get("results") if isinstance(results, dict) else []
    return entries if isinstance(entries, list) else []


def _plain(text: object) -> str:
    """Return a title or snippet without the marks around the words that were found."""
    return " ".join(unescape(_MARKUP.sub("", text)).split()) if isinstance(text, str) else ""
