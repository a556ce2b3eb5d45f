"""
Web pages as a stream of tags and texts, in time proportional to their length.

No tree is built: building one (HTML, section 13.2.6) takes quadratic time for deeply nested or badly nested tags, for
many attributes, and for unclosed formatting, and readers of text need none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["start", "end", "text"]

# An attribute as the tokenizer reads it (HTML, sections 13.2.5.32 to 13.2.5.39); possessive, so that no step is undone.
_NAME: Final = r"(?:=[^\s/>=]*+|[^\s/>=]++)"
_VALUE: Final = r"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)"
_TOKEN: Final = re.compile(
    r"(?P<text>[^<]++)"
    r"|<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|</(?P<end>[a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)"
    rf"|<(?P<start>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]*+(?!>){_NAME}(?:\s*+=\s*+{_VALUE}?+)?+)*+)[\s/]*+(?:>|\Z)"
    r"|(?P<stray><)",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rf"[\s/]*+({_NAME})(?:\s*+=\s*+({_VALUE})?+)?+")
# What follows these tags is not markup until their end tag (HTML, section 13.2.5.2 and following).
_RAW: Final = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


class Token(NamedTuple):
    """A tag (`name` in lower case, `text` its attributes as written), or a text with character references resolved."""

    kind: Kind
    name: str
    text: str


def tokens(page: str) -> Iterator[Token]:
    """Yield the tags and texts of `page` in order; comments, declarations and the contents of scripts are left out."""
    position = 0
    while found := _TOKEN.match(page, position):
        position = found.end()
        if name := found["start"]:
            yield Token("start", name.lower(), found["attributes"])
            position = _after_raw(page, name.lower(), position)
        elif name := found["end"]:
            yield Token("end", name.lower(), "")
        elif text := found["text"] or found["stray"]:
            yield Token("text", "", unescape(text))


def attributes(token: Token) -> Mapping[str, str]:
    """Return the attributes of a start tag, names in lower case, references resolved; the first of a name counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(token.text):
        found.setdefault(name.lower(), unescape(value.strip("\"'")))
    return found


def _after_raw(page: str, name: str, position: int) -> int:
    if name not in _RAW:
        return position
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, position)
    return end.start() if end else len(page)
