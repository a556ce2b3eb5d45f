"""Types as people write them: `Integer`, `array of strings`, `bool`, `datetime (ISO 8601)`, `int[]`, `list<User>`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

WrittenKind = Literal["", "string", "integer", "number", "boolean", "object"]
_KINDS: Final[tuple[tuple[WrittenKind, str, re.Pattern[str]], ...]] = (
    ("string", "date-time", re.compile(r"date[- _]?time|timestamp|iso[- ]?8601|datetimeoffset|instant"
        r"|date and time")),
    ("string", "date", re.compile(r"date(?:string)?")),
    ("boolean", "", re.compile(r"bool(?:ean)?|flag|true/false|true\|false|0/1")),
    ("integer", "", re.compile(r"u?int(?:eger)?(?:8|16|32|64)?s?|long|number \(int\w*\)|bigint|short"
        r"|unix(?: timestamp| time)?|epoch|unsigned|id")),
    ("number", "", re.compile(r"number|float|double|decimal|numeric|real")),
    ("string", "uuid", re.compile(r"uuid|guid")),
    ("string", "email", re.compile(r"e-?mail(?: address)?")),
    ("string", "uri", re.compile(r"ur[il]|link|href")),
    ("string", "", re.compile(r"str(?:ing)?|text|char(?:acter)?s?|varchar|alphanumeric(?: string)?"
        r"|enum(?:eration)?|base64|slug|password|binary|byte|token|html|markdown|nullable string|select|choice")),
    ("object", "", re.compile(r"object|hash|dict(?:ionary)?|map|json|struct(?:ure)?|assoc(?:iative)?(?: array)?"
        r"|key[- ]value(?: pairs?)?|hashmap")),
)  # fmt: skip
_MANY: Final = re.compile(
    r"(?:json )?(?:array|list|set|collection|vector|sequence)s?\s*(?:of|<|\[|\(|:)?\s*|\[\]"
    r"|\bmultiple\b",
    re.IGNORECASE,
)
_BARE_MANY: Final = re.compile(r"^(?:an? )?(?:array|list|\[\])$", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[`\"'\u201c]([\w.:-]{1,60})[`\"'\u201d]")
_SAYS_MANY: Final = re.compile(r"^(?:optional(?:ly)?,? )?(?:(?:an?|the) )?(?:json )?(?:array|list|collection"
    r"|set) (?:of|with|containing)\b|^(?:list|collection) of|\bcollection with\b", re.IGNORECASE)  # fmt: skip
_SAYS_BOOLEAN: Final = re.compile(
    r"^(?:whether|if (?:true|set)|set to true|true if|flags?\b|is (?:the |this )?\w+ |indicates (?:whether|if))"
    r"|\btrue (?:or|\(default\) or|/) false\b"
    r"|\bboolean\b|\"?true\"? or \"?false\"?|\bfalse \(default\)",
    re.IGNORECASE,
)
_SAYS_INTEGER: Final = re.compile(
    r"^(?:the )?(?:maximum |minimum |total |limit )?number of\b|\bnumeric id\b|^limit ", re.IGNORECASE
)
_SAYS_OBJECT: Final = re.compile(r"\bkey\s?/\s?value\b|^\S+ \S+ (?:\w+ )?objects?\b", re.IGNORECASE)
_SAYS_TIME: Final = re.compile(r"\b(?:iso[- ]?8601|rfc ?3339|date[- ]?time|timestamp)\b", re.IGNORECASE)
_SAYS_DATE: Final = re.compile(r"\byyyy-mm-dd\b(?![ t]*hh)|\byear-month-day\b", re.IGNORECASE)
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenType:
    """What a type's wording says; `kind` is "" when that is nothing we know, `name` a word for a type of its own."""

    kind: WrittenKind = ""
    format: str = ""
    many: bool = False
    name: str = ""
    values: tuple[str, ...] = ()


UNTYPED: Final = WrittenType()


def is_type(text: str) -> bool:
    """Return whether `text` is the wording of a type."""
    plain = text.strip(" `*.:()").lower()
    return bool(plain) and len(plain) < _LONGEST and (bool(_kind(plain).kind) or _kind(plain).many)


def written_type(text: str, description: str = "", values: str = "") -> WrittenType:
    """Return the type that the words `text` name; where they name none, what the description gives away."""
    found = _kind(text.strip(" `*.:").lower()[:_LONGEST])
    if not found.kind and not found.many:
        guess = type_in_description(description)
        found = replace(guess, name=text.strip(" `*.:") if re.fullmatch(r"[A-Z]\w{1,60}", text.strip(" `*.:")) else "")
    elif found.kind == "string" and not found.format and _SAYS_DATE.search(description[:200]):
        found = replace(found, format="date")
    elif (
        found.kind == "string"
        and not found.format
        and _SAYS_TIME.search(description[:200])
        and "date" in description.lower()
    ):
        found = replace(found, format="date-time")
    spelled = tuple(dict.fromkeys(_QUOTED.findall(values)))[:50] if values else ()
    return replace(found, values=spelled or found.values)


def _kind(text: str) -> WrittenType:
    many = _MANY.search(text)
    if many and not _BARE_MANY.match(text):
        rest = (text[: many.start()] + " " + text[many.end() :]).strip(" <>[]()s")
        inner = _one(rest) or _one(rest.rstrip("s"))
        return replace(inner or WrittenType(), many=True)
    if _BARE_MANY.match(text):
        return WrittenType(many=True)
    return _one(text) or WrittenType()


def _one(text: str) -> WrittenType | None:
    first = re.split(r"\s*(?:[/|,;(]|\bor\b|\u2014|<)\s*", text.strip(), maxsplit=1)[0].strip()
    for candidate in (
        text.strip(),
        first,
        first.removeprefix("a ").removeprefix("an "),
        first.rstrip("s"),
        first.partition(" ")[0],
    ):
        for kind, format_, pattern in _KINDS:
            if candidate and pattern.fullmatch(candidate):
                return WrittenType(kind=kind, format=format_)
    return None


def type_in_description(text: str) -> WrittenType:
    """Return the type that a description gives away: a list of something, true or false, a number of things."""
    start = text[:400]
    if _SAYS_MANY.search(start):
        return WrittenType(kind="object" if _SAYS_OBJECT.search(start) else "", many=True)
    if _SAYS_BOOLEAN.search(start):
        return WrittenType(kind="boolean")
    if _SAYS_INTEGER.search(start):
        return WrittenType(kind="integer")
    return WrittenType()
