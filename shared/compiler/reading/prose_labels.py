"""What a part of a prose document is about: tags, category, endpoints, one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from shared.compiler.reading.pieces import Category, Piece, enumeration, tag_list
from shared.compiler.reading.words import is_plural, noun, words

_ENDPOINT: Final = re.compile(
    r"\b(GET|POST|PUT|PATCH|DELETE)\b[\s`*|\"']{1,20}(?:https?://[^\s/`|\"']{1,200})?(/[\w{}:<>./$-]{1,300})"
)
_AUTHENTICATION: Final = re.compile(
    r"\b(?:authenticat\w+|authoriz\w+|oauth2?|bearer token|api[ -]?keys?|access tokens?)\b", re.IGNORECASE
)
_SCHEMA: Final = re.compile(
    r"^\s{0,3}\|[^\n]{0,200}\b(?:attribute|field|parameter|property|column|type)s?\b", re.IGNORECASE | re.MULTILINE
)
_MARKS: Final = re.compile(r"^[\s#=]+|[\s#=`*]+$|[`*]")
_LINK_LINE: Final = re.compile(r"\s*(?:[-*+]|\d+\.)\s+\[[^\]]{1,300}\]\([^)]{1,500}\)[.:]?\s*$")
_BY_HEADING: Final[tuple[tuple[Category, str], ...]] = (
    ("non-technical", r"licen[cs]e|change ?log|release notes|pricing|contributing|code of conduct|privacy|imprint"),
    ("index", r"index|(?:table of )?contents"),
    ("tutorial", r"tutorial|getting started|quick ?start|how to|step by step|walkthrough|examples?"),
    ("overview", r"overview|introduction|about|what is"),
)
_VERBS: Final = frozenset(
    {
        "a",
        "add",
        "all",
        "an",
        "and",
        "api",
        "by",
        "change",
        "create",
        "delete",
        "edit",
        "for",
        "from",
        "get",
        "has",
        "in",
    }
    | {
        "is",
        "list",
        "new",
        "of",
        "on",
        "one",
        "or",
        "remove",
        "retrieve",
        "set",
        "single",
        "the",
        "to",
        "update",
        "with",
    }
)
_MOSTLY: Final = 0.6
_LONGEST_TITLE: Final = 200


def labelled(content: str, headings: Sequence[str]) -> Piece:
    """Return the piece with the text `content`, under the lines `headings`."""
    titles = [
        title for heading in headings if (title := _MARKS.sub("", heading[:_LONGEST_TITLE].split("\n")[0]).strip())
    ]
    endpoints = dict.fromkeys(_ENDPOINT.findall(content))
    return Piece(
        content=content,
        summary=_summary(titles, content),
        tags=_tags(content, titles, [path for _, path in endpoints]),
        category=_category(content, titles, bool(endpoints)),
        num_endpoints=len(endpoints),
    )


def _summary(titles: Sequence[str], content: str) -> str:
    if not titles:
        return " ".join(content.split()[:12]) or "Text"
    first, *others = titles
    return f"{first}: {enumeration(others)}" if others else first


def _tags(content: str, titles: Sequence[str], paths: Sequence[str]) -> tuple[str, ...]:
    segments = [segment for path in paths for segment in path.split("/") if segment.isidentifier()]
    things = ["".join(noun(segment)) for segment in segments if is_plural(segment)]
    named = ["".join(noun(word)) for title in titles for word in words(title) if word not in _VERBS]
    kinds = ["endpoints"] * bool(paths) + ["authentication"] * bool(_AUTHENTICATION.search(content))
    return tag_list([*kinds, *["schema"] * bool(_SCHEMA.search(content)), *things, *named])


def _category(content: str, titles: Sequence[str], has_endpoints: bool) -> Category:  # noqa: FBT001 - a private rule
    if has_endpoints:
        return "reference_api"
    lines = [line for line in content.split("\n") if line.strip()]
    if sum(1 for line in lines if _LINK_LINE.match(line)) > _MOSTLY * len(lines):
        return "index"
    for category, pattern in _BY_HEADING:
        if titles and re.search(rf"\b(?:{pattern})\b", titles[0], re.IGNORECASE):
            return category
    return "reference_other" if "```" in content or _SCHEMA.search(content) else "other"
