"""Requests as documentation writes them: `GET /users/:id`, `**POST** https://host/api/users?notify=1 HTTP/1.1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from shared.compiler.model.fragment import Method
from shared.compiler.reading.inline_markup import unmarked

_METHODS: Final[dict[str, Method]] = {
    "GET": "GET", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE",
}  # fmt: skip
_TARGET: Final = (
    r"(?P<target>(?:https?://|/|\{|\$|<|[a-z][\w.-]{1,40}/)(?:\{[^{}\n]{1,60}\}|<[^<>\n]{1,60}>|[^\s`\"'|,;]){1,400}+)"
)
_LEAD: Final = (
    r"[\s>*_`\"'$-]{0,12}(?:(?:HTTP )?(?:request|endpoint|url|uri|path|route|definition|api)\s?:?[\s`*]{0,6})?"
)
_REQUEST: Final = re.compile(
    rf"^{_LEAD}(?P<method>GET|POST|PUT|PATCH|DELETE)"
    rf"[\s`*_:|\"'\u00a0-]{{1,12}}(?:request(?: sent)?(?: to)?:?[\s`]{{1,6}})?{_TARGET}(?P<rest>.*)$",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    rf"^{_LEAD}{_TARGET}[`*\s]{{1,6}}[(\[]?(?P<method>GET|POST|PUT|PATCH|DELETE)[)\]]?(?P<rest>.*)$"
)
_SPACED: Final = re.compile(r"\(([a-z]{2,10}): (\w{1,40})\)")  # as Sphinx prints `(int:id)`
_MOST_WORDS: Final = 12
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request as written; `target` is the path or address with its query."""

    method: Method
    target: str


def request_line(line: str) -> RequestLine | None:
    """Return the request that `line` consists of, or None; a sentence that mentions one is none."""
    text = _SPACED.sub(r"(\1:\2)", unmarked(line[:_LONGEST]).strip())
    found = _REQUEST.match(text) or _TURNED.match(text)
    if not found or (found["method"] not in _METHODS and not _is_sure(found["target"])):
        return None
    target = found["target"].rstrip(".:)]*") if found["target"].count("(") == 0 else found["target"].rstrip(".:*")
    if len(found["rest"].split()) > _MOST_WORDS or not is_target(target):
        return None
    return RequestLine(method=_METHODS[found["method"].upper()], target=target)


def _is_sure(target: str) -> bool:
    """Return whether a verb in lower case before `target` can only be a method."""
    return target.startswith(("/", "http"))


def is_target(text: str) -> bool:
    """Return whether `text` is a path or an address, and no lone slash or a file's name."""
    path = text.partition("?")[0]
    if text.startswith(("http://", "https://")):
        return path.count("/") > 2  # noqa: PLR2004 - two belong to the scheme
    return bool(re.search(r"/[\w{:<$(\[@.-]", path)) and "//" not in path and "*" not in path


def method_of(text: str) -> Method | None:
    """Return the method that `text` is the name of, or None."""
    return _METHODS.get(text.strip(" `*:.").upper())
