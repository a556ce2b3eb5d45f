"""Names, and what stands between parentheses and commas, in statements of SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_DEPTH: Final = 60
IDENTIFIER: Final = r"(?:\"[^\"]{1,128}\"|`[^`]{1,128}`|\[[^\]]{1,128}\]|[\w$#@]{1,128})"
NAME: Final = rf"{IDENTIFIER}(?:\s*\.\s*{IDENTIFIER}){{0,3}}"
_PARTS: Final = re.compile(IDENTIFIER)
_TOKEN: Final = re.compile(
    r"--[^\n]*+|/\*.*?(?:\*/|\Z)|'(?:[^'\\]|\\.)*+(?:'|\Z)|\"[^\"]*+(?:\"|\Z)|`[^`]*+(?:`|\Z)|\[\w[^\]\n]*+\]"
    r"|(?P<mark>[(),])|[^-/'\"`\[(),]++|.",
    re.DOTALL,
)
_COMMENT: Final = re.compile(r"'(?:[^']|'')*+'|(?P<comment>--[^\n]*+|/\*.*?(?:\*/|\Z))", re.DOTALL)


class Unbalanced(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """Parentheses do not match, or are nested deeper than we follow."""


def qualified(name: str) -> tuple[str, str]:
    """Return the schema ("" for none) and the name in `name`, quotes dropped."""
    parts = [unquoted(part) for part in _PARTS.findall(name)]
    return (parts[-2] if len(parts) > 1 else "", parts[-1] if parts else "")


def unquoted(identifier: str) -> str:
    """Return `identifier` without the quotes around it."""
    return identifier.strip().strip('"`[]').strip()


def names(listed: str) -> tuple[str, ...]:
    """Return the column names in a list such as `"a", b(10) DESC`."""
    found = (_PARTS.search(part) for part, _ in split(listed))
    return tuple(unquoted(each[0]) for each in found if each)


def enclosed(text: str, start: int) -> tuple[int, int]:
    """
    Return where the contents of the parenthesis that opens at `start` begin and end.

    Raises:
        Unbalanced: it never closes.
    """
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth = _deeper(depth, token["mark"])
        if token["mark"] == ")" and depth == 0:
            return start + 1, token.start()
    raise Unbalanced


def _deeper(depth: int, mark: str | None) -> int:
    depth += {"(": 1, ")": -1}.get(mark or "", 0)
    if depth > MAX_DEPTH or depth < 0:
        raise Unbalanced
    return depth


def split(text: str) -> Iterator[tuple[str, int]]:
    """
    Yield what stands between the outer commas of `text`, and where it begins, comments before it left out.

    Raises:
        Unbalanced: parentheses in `text` do not match.
    """
    depth = start = 0
    for token in _TOKEN.finditer(text):
        depth = _deeper(depth, token["mark"])
        if token["mark"] == "," and depth == 0:
            yield from _part(text, start, token.start())
            start = token.end()
    if depth:
        raise Unbalanced
    yield from _part(text, start, len(text))


def _part(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the part, its comments blanked, unless there is nothing in it."""
    part = without_comments(text[start:end])
    if part.strip():
        blank = len(part) - len(part.lstrip())
        yield part.strip(), start + blank


def without_comments(text: str) -> str:
    """Return `text` with every comment replaced by as many blanks and line ends."""
    return _COMMENT.sub(
        lambda found: re.sub(r"[^\n]", " ", found[0]) if found["comment"] is not None else found[0], text
    )
