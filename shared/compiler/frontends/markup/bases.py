"""Where the application answers: what stands before the documented paths in full addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from shared.compiler.frontends.markup.calls import Call
from shared.compiler.model.connector import BaseUrl
from shared.compiler.reading.path_templates import fits
from shared.compiler.reading.prose_elements import Element
from shared.kernel.diagnostics import Location

_PREFIX: Final = re.compile(
    r"api|rest|restapi|v\d+(?:[.-]\w+)*|\d+\.\d+|services?|odata|scim|[\w-]+\.php|plugins", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"https?://[^\s`\"'|)>\]*]{4,300}")
_OWN: Final = re.compile(
    r"example|localhost|127\.0\.0\.1|your|[{<\[$]|my-?|acme|host|domain|server"
    r"|[A-Z]{3}",
    re.ASCII,
)
_ROOT: Final = re.compile(
    r"\b(?:base|root|api|endpoint|server|prefix)\b.{0,40}(?:ur[il]|address|path|endpoint|prefix)|\bendpoint\b|^url\b",
    re.IGNORECASE,
)


def base_of(shown: Iterable[Call]) -> str:
    """Return the address that the most full addresses in `shown` have before a documented path, or ""."""
    found = list(shown)
    documented = {call.template.segments for call in found if not call.template.base and not call.procedure}
    votes: Counter[str] = Counter()
    for call in found:
        if call.template.base and not call.procedure:
            if (base := _before(call, documented)) is not None:
                votes[base] += 2 if documented else 1
            elif not documented or not _is_known(call, documented):
                votes[_guessed(call)] += 1
    ordered = sorted(votes.items(), key=lambda each: (-each[1], each[0]))
    return ordered[0][0] if ordered else ""


def _is_known(call: Call, documented: Iterable[tuple[str, ...]]) -> bool:
    return any(fits(call.template.segments, each) for each in documented)


def _before(call: Call, documented: Iterable[tuple[str, ...]]) -> str | None:
    """Return what stands before the longest documented path at the end of an address, or None."""
    given = call.template.segments
    ends = [each for each in documented if each and len(each) <= len(given) and fits(given[-len(each) :], each)]
    if not ends:
        return None
    before = given[: len(given) - len(max(ends, key=len))]
    return "/".join((call.template.base, *before)) if not any("{" in part for part in before) else None


def _guessed(call: Call) -> str:
    """Return the address up to its last part that only says which interface this is: `/api`, `/rest`, `/v2`."""
    segments = call.template.segments[:-1]
    last = max((at for at, part in enumerate(segments[:4], start=1) if _PREFIX.fullmatch(part)), default=0)
    return "/".join((call.template.base, *segments[:last]))


def relative(call: Call, base: str) -> str:
    """Return the path of `call` after `base`, or after what looks like its own base."""
    path = call.template.path
    if not call.template.base:
        return path
    own = base if _starts(call, base) or (base and not base.startswith(call.template.base)) else _guessed(call)
    beyond = own.removeprefix(call.template.base) if own.startswith(call.template.base) else _path_of(base)
    return path.removeprefix(beyond) if beyond and path.startswith(f"{beyond}/") else path


def _starts(call: Call, base: str) -> bool:
    return bool(base) and f"{call.template.base}{call.template.path}/".startswith(f"{base}/")


def _path_of(base: str) -> str:
    return "/" + "/".join(base.split("/")[3:]) if base.count("/") > 2 else ""  # noqa: PLR2004 - two belong to the scheme


def procedure_address(found: Sequence[Element]) -> tuple[str, int]:
    """Return the one address that remote procedures are called at, and its line; ("", 0) when none is shown."""
    votes: dict[str, tuple[int, int]] = {}
    for element in found:
        if element.kind == "heading":
            continue
        for address in _ADDRESS.findall(element.text):
            path = address.rstrip(".,;:").split("?")[0]
            weight = 3 * bool(_ROOT.search(element.text[:200])) + 2 * bool(
                re.search(r"rpc|api", path.split("/", 3)[-1], re.IGNORECASE)
            )
            if weight and path.count("/") > 2:  # noqa: PLR2004 - two belong to the scheme
                score, line = votes.get(path, (0, element.line))
                votes[path] = (score + weight, line)
    ordered = sorted(votes.items(), key=lambda each: (-each[1][0], each[1][1]))
    return (ordered[0][0], ordered[0][1][1]) if ordered else ("", 0)


def base_url(address: str, document: str, line: int) -> BaseUrl:
    """Return `address` as a base URL; it is dynamic where the host is only an example."""
    host = address.split("/")[2] if address.count("/") > 1 else ""
    return BaseUrl(uri=address, dynamic=bool(_OWN.search(host)), source=(Location(document, f"line {line}"),))
