"""How the framework, whose own loop asks for 25 objects and stops at the first shorter page, can read a whole list."""

from __future__ import annotations

from typing import Final, Literal

from shared.compiler.model.operation import Paging

FRAMEWORK_PAGE: Final = 25
_LARGEST_PAGE: Final = 100
_COUNTED: Final = frozenset({"page", "offset", "odata", "scim"})

PagingMode = Literal["single", "declared", "numbered", "followed", "lost"]


def paging_mode(paging: Paging) -> PagingMode:
    """
    Return how a list is read.

    `single`: one request. `declared`: the framework's loop, safe where the page size can be set to 25. `numbered`: a
    loop of our own over pages or offsets until a page is empty. `followed`: a loop of our own from each answer to the
    next. `lost`: the next page cannot be asked for.
    """
    if paging.style == "none":
        return "single"
    if paging.style in _COUNTED and paging.position:
        sized = bool(paging.size) and (paging.cap is None or paging.cap >= FRAMEWORK_PAGE)
        return "declared" if sized else "numbered"
    return "followed" if _can_be_followed(paging) else "lost"


def page_size(paging: Paging) -> int:
    """Return how many objects our own loop asks for: what the server allows, at most 100, and 25 where it is silent."""
    return min(paging.cap or FRAMEWORK_PAGE, _LARGEST_PAGE)


def counts_objects(paging: Paging) -> bool:
    """Return True when the position is the number of an object, not of a page."""
    return paging.style != "page"


def _can_be_followed(paging: Paging) -> bool:
    if paging.style == "link_header":
        return True
    if paging.style == "cursor":
        return bool(paging.position and (paging.next_path or paging.next_header))
    return paging.style in {"next_url", "odata"} and bool(paging.next_path)
