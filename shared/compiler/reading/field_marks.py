"""What is said beside the name of a parameter: that it is required, where it travels, that it is read-only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from shared.compiler.model.operation import Placement
from shared.compiler.reading.inline_markup import plain
from shared.compiler.reading.written_types import UNTYPED, WrittenType, is_type

_NAME: Final = re.compile(r"[@$_]?[A-Za-z][\w.@$:-]{0,63}(?:\[[\w-]{0,60}\]){0,4}")
_NOT_NAMES: Final = frozenset(["none", "n/a", "na", "empty", "void", "yes", "no", "true", "false", "null", "note"])
HEADED_BY: Final = re.compile(
    r"(?P<kind>path|url|uri|query(?:[ -]?string)?|header|body|form(?:data)?|cookie|json)", re.IGNORECASE
)
_PLACEMENTS: Final[dict[str, Placement]] = {
    "path": "path", "url": "path", "uri": "path", "query": "query", "header": "header", "body": "body", "form": "body",
    "json": "body", "cookie": "cookie",
}  # fmt: skip
_STATED: Final = re.compile(r"\b(?:required|mandatory)\b", re.IGNORECASE)
_LEADING: Final = re.compile(
    r"[\s*(\[]*(?P<word>required|mandatory|optional)\b[\s*:.)\],-]*(?P<but>(?:if|for|when|unless|only|by)\b)?",
    re.IGNORECASE,
)
_UNSTATED: Final = re.compile(r"\b(?:optional|not required|required (?:if|when|unless|for|only))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One described parameter or attribute; None and "" where nothing is said. `line` counts from 1."""

    name: str
    type: WrittenType = UNTYPED
    required: bool | None = None
    read_only: bool = False
    description: str = ""
    default: str = ""
    placement: Placement | None = None
    line: int = 0


def split_name(cell: str) -> tuple[str, str]:
    """Return the name in a cell, and what is said beside it: `name *`, `name (required)`, `name string`."""
    text = plain(cell).replace("\u200b", "")
    found = _NAME.match(text.lstrip(".\u21b3\u2514-> "))
    if not found or found[0].lower() in _NOT_NAMES:
        return "", ""
    rest = text.lstrip(".\u21b3\u2514-> ")[found.end() :].strip()
    words = rest.split()
    if len(words) > 6 or (words and not _is_aside(rest)):  # noqa: PLR2004 - a sentence, no name
        return "", ""
    return found[0].rstrip(".:-"), rest


def _is_aside(rest: str) -> bool:
    return (
        rest.startswith(("(", "[", "*", "?", "=", ",", "/", "\u2020"))
        or is_type(rest.split(maxsplit=1)[0])
        or bool(_STATED.match(rest) or _UNSTATED.match(rest))
    )


def stated(text: str, marks: str) -> bool | None:
    """Return whether `text`, or the `marks` beside a name, say that a value is required; None when they do not say."""
    if _UNSTATED.search(text):
        return False
    if _STATED.search(text) or marks.startswith("*"):
        return True
    return False if marks.startswith("?") else None


def leading_statement(description: str) -> bool | None:
    """Return whether a description says before anything else that a value is required; None when it does not say."""
    found = _LEADING.match(description)
    return None if not found or found["but"] else found["word"].lower() != "optional"


def says_read_only(text: str) -> bool:
    """Return whether `text` says that a value is never accepted."""
    return bool(re.search(r"\bread[- ]?only\b", text[:400], re.IGNORECASE))


def placement(cell: str) -> Placement | None:
    """Return where a parameter travels, by the words of a cell or heading; None when they do not say."""
    found = HEADED_BY.search(cell.strip("@ ")[:40])
    return _PLACEMENTS.get(re.split(r"[ -]|string|data", found["kind"].lower())[0]) if found else None
