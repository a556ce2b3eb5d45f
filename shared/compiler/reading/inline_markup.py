"""Text without the marks that only say how it looks."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_TAGS: Final = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|code|kbd|tt|samp|var|span|font|sup|sub|small|mark|div|p|img|abbr|cite|details"
    r"|summary)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK: Final = re.compile(r"(?<!\w)!?\[([^\[\]]{1,300})\](?:\([^()\s]{0,500}\)|\[[^\[\]]{0,100}\])")
_ROLE: Final = re.compile(r":[a-z][\w:+.-]{0,30}:(?=`)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*(?![\w*])")
_PLACEHOLDER: Final = re.compile(
    r"(?<=[\w}:]/)(?:<(i|em|var)>(?P<tag>[A-Za-z][\w -]{0,40})</\1>|\*(?P<star>[A-Za-z][\w-]{0,40})\*)(?=[/\s`?|.]|$)",
    re.IGNORECASE,
)
"""A part of a path that is set in italics, and so stands for a value."""
_ESCAPE: Final = re.compile(r"\\([_*\[\]<>#`{}()!~|-])")
_LONGEST: Final = 20_000


def unmarked(text: str) -> str:
    """Return `text` without tags, links, emphasis and escapes; code marks and line breaks stay."""
    found = _BREAK.sub(" ", text[:_LONGEST])
    found = _TAGS.sub("", _PLACEHOLDER.sub(lambda part: f"{{{part['tag'] or part['star']}}}", found))
    found = _LINK.sub(r"\1", found)
    found = _STRONG.sub(r"\2", _ROLE.sub("", found))
    found = _EMPHASIS.sub(r"\1", found)
    return unescape(_ESCAPE.sub(r"\1", found))


def plain(text: str) -> str:
    """Return `text` as one line without any markup."""
    return " ".join(unmarked(text).replace("`", "").split())


def code_spans(text: str) -> tuple[str, ...]:
    """Return what `text` marks as code between backticks, in order."""
    return tuple(found.strip() for found in re.findall(r"(?<!`)`{1,2}([^`\n]{1,300})`{1,2}(?!`)", text[:_LONGEST]))
