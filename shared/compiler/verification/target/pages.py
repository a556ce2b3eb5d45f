"""Lists page by page, as documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from shared.compiler.model.operation import Operation, Paging
from shared.compiler.verification.evaluation.json_nodes import Data
from shared.compiler.verification.http import Request
from shared.compiler.verification.target.population import place

BASE: Final = "https://acme.example"
_USUAL: Final = 20
_LARGEST: Final = 1000
_LINKED: Final = frozenset({"link_header", "next_url", "odata"})


@dataclass(slots=True)
class Page:
    """The items of one page, what the answer says about the next one, and a complaint, or ""."""

    items: list[Data]
    next: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    refused: str = ""


def paged(items: list[Data], operation: Operation, request: Request, body: Mapping[str, Data]) -> Page:
    """Return the page of `items` that `request` asks for; all of them where the list is not paged."""
    paging = operation.paging
    if paging.style == "none":
        return Page(items)
    size = _size(paging, operation, _given(paging, paging.size, request, body))
    start, refused = _start(paging, _given(paging, position_of(paging), request, body), size)
    if refused:
        return Page([], refused=refused)
    page = Page(items[start : start + size])
    if start + size < len(items):
        _announce(page, paging, request, start + size)
    return page


def _given(paging: Paging, name: str, request: Request, body: Mapping[str, Data]) -> str | None:
    if not name:
        return None
    if paging.placement == "header":
        return request.header(name) or request.parameter(name)
    if paging.placement == "body":
        found: Data = dict(body)
        for step in name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return None if found is None else str(found)
    return request.parameter(name)


def position_of(paging: Paging) -> str:
    """Return the parameter that says where a page starts; addresses of next pages have one, documented or not."""
    return paging.position or ("cursor" if paging.style in _LINKED else "")


def _size(paging: Paging, operation: Operation, given: str | None) -> int:
    default = next((it.default for it in operation.parameters if it.name == paging.size and it.default), "")
    wanted = int(given) if given and given.isdigit() else int(default) if default.isdigit() else _USUAL
    followed = paging.style in {"cursor", *_LINKED} and not (paging.style == "odata" and paging.position)
    most = _USUAL if followed else paging.cap or _LARGEST  # who hands out the next page may make it short
    return max(1, min(wanted, paging.cap or _LARGEST, most))


def _start(paging: Paging, given: str | None, size: int) -> tuple[int, str]:
    if given is None or given == "":
        return 0, ""
    if paging.style in {"cursor", *_LINKED} and given.startswith("c-"):
        return int(given[2:]), ""
    if paging.style == "cursor":
        return 0, f"{given} is no cursor"
    if not given.lstrip("-").isdigit():
        return 0, f"{given} is no number"
    number = int(given)
    pages = paging.style in {"page", "link_header", "next_url"}
    start = (number - paging.first) * (size if pages else 1)
    return start, "" if start >= 0 else f"{given} is before the first page"


def _announce(page: Page, paging: Paging, request: Request, start: int) -> None:
    """Say in the page how the next one is asked for."""
    if paging.style == "cursor":
        page.next = f"c-{start}"
        page.headers |= {paging.next_header: page.next} if paging.next_header else {}
        return
    position = position_of(paging)
    numbered = paging.style == "odata" and paging.position
    value = str(start + paging.first) if numbered else f"c-{start}"
    kept = [(name, it) for name, it in request.query if name != position]
    address = f"{BASE}{request.path}?{urlencode([*kept, (position, value)])}"
    if paging.style == "link_header":
        page.headers["Link"] = f'<{BASE}{request.path}>; rel="first", <{address}>; rel="next"'
    elif paging.style in {"next_url", "odata"}:
        page.next = address


def with_next(body: Data, paging: Paging, page: Page) -> Data:
    """Return `body` with what leads to the next page in its place."""
    if paging.next_path and isinstance(body, dict):
        place(body, paging.next_path, page.next)
    return body
