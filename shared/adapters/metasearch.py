"""Web search without a key, by the library `ddgs`, which is there only where somebody installed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, TypeAlias

from shared.domain.web.candidates import Candidate, Wanted
from shared.kernel.errors import Invalid, Unavailable

Ask: TypeAlias = Callable[[str, int], Sequence[Mapping[str, Any]]]
"""Returns the results of one query, at most so many, each with `title`, `href` and `body`."""


def ask_ddgs(query: str, count: int) -> Sequence[Mapping[str, Any]]:
    """
    Return what the library finds.

    Raises:
        Unavailable: no search engine answered.
        Invalid: the library is not installed (`search_not_installed`).
    """
    try:
        library = import_module("ddgs")
        failure: type[Exception] = import_module("ddgs.exceptions").DDGSException
    except ImportError:
        message = "No web search: install the extra `search`, or set a key of Brave's API."
        raise Invalid(message, code="search_not_installed") from None
    try:
        found: Sequence[Mapping[str, Any]] = library.DDGS(timeout=10).text(query, max_results=count)
    except failure as error:
        if "No results" in str(error):
            return ()
        message = f"No search engine answered ({type(error).__name__})."
        raise Unavailable(message) from None
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Metasearch:
    """`SearchProvider` over several engines at once; a query that fails is forgiven if another one worked."""

    ask: Ask = ask_ddgs
    name: ClassVar[str] = "ddgs"

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        """
        Return what the queries found, in their order.

        Raises:
            Unavailable: none of them was answered.
            Invalid: the library is not installed.
        """
        found: list[Candidate] = []
        failures: list[Unavailable] = []
        for query in wanted.queries:
            try:
                found += self._found(query, wanted.per_query)
            except Unavailable as error:
                failures.append(error)
        if failures and len(failures) == len(wanted.queries):
            raise failures[0]
        return tuple(found)

    def _found(self, query: str, count: int) -> Iterator[Candidate]:
        for entry in self.ask(query, count):
            href = entry.get("href")
            if isinstance(href, str):
                title, body = (str(entry.get(part) or "") for part in ("title", "body"))
                yield Candidate(href=href, title=title, body=body, source=self.name, query=query)
