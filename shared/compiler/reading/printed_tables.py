"""Tables of fields in printed pages, where the cells of a row are only words in a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from shared.compiler.reading.described_fields import role_of_column
from shared.compiler.reading.written_types import is_type

_NAME: Final = re.compile(r"[A-Za-z_@$][\w.\[\]-]{0,60}")
_ANSWER: Final = re.compile(r"yes|no|true|false|required|optional|mandatory|y|n|x|\u2713|\u2714", re.IGNORECASE)
_PLACE: Final = re.compile(r"@?(?:path|query|body|header|form|cookie|url)(?:param(?:eter)?)?", re.IGNORECASE)
_PATTERNS: Final = {"required": _ANSWER, "optional": _ANSWER, "read_only": _ANSWER, "placement": _PLACE}
_ASIDE: Final = re.compile(r"\((?:optional|required)\)", re.IGNORECASE)
_LONGEST_LABEL: Final = 3
_MOST_WORDS: Final = 12


def head(line: str) -> tuple[str, ...]:
    """Return the labels of the columns that a line of only such labels names, nothing for any other line."""
    words = line.replace("*", " ").replace("`", " ").split()
    found = _labels(words) if 1 < len(words) <= _MOST_WORDS else ()
    roles = [role_of_column(label) for label in found]
    return found if "name" in roles[:1] and len(set(roles)) == len(roles) > 1 else ()


def _labels(words: Sequence[str]) -> tuple[str, ...]:
    """Return `words` divided into labels of columns, the longest first; nothing when some are left over."""
    if not words:
        return ()
    for length in range(min(_LONGEST_LABEL, len(words)), 0, -1):
        label = " ".join(words[:length])
        rest = _labels(words[length:])
        if role_of_column(label) and (rest or length == len(words)):
            return (label, *rest)
    return ()


def cells(line: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of the row that begins in `line`, nothing when none does; the words left over describe."""
    words = [word.strip("`*") for word in line.split()]
    made: list[str] = []
    for label in labels:
        role = role_of_column(label)
        if role == "description":
            made.append("")
            continue
        cell = _taken(role, words)
        if cell is None:
            return ()
        made.append(" ".join(words[:cell]))
        words = words[cell:]
    return tuple(" ".join(words) if role_of_column(label) == "description" else cell
                 for label, cell in zip(labels, made, strict=True))  # fmt: skip


def _taken(role: str, words: Sequence[str]) -> int | None:
    """Return of how many words the cell of a column consists, None when the words fit no such column."""
    first = words[0] if words else ""
    second = words[1].lower() if len(words) > 1 else ""
    if role == "name" and _NAME.fullmatch(first):
        return 2 if _ASIDE.fullmatch(second) else 1
    if role == "type" and (is_type(first) or _PLACE.fullmatch(first)):
        return min(3, len(words)) if second == "of" else 1
    pattern = _PATTERNS.get(role)
    if pattern is not None:
        return 1 if pattern.fullmatch(first) else None
    return 0 if role in {"default", "values"} else None
