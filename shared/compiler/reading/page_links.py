"""The links of a page, the address it calls its own, and whether it writes its text with JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from shared.compiler.reading.html_tokens import Token, attributes, tokens

LINKS_LIMIT: Final = 500
_TEXT_LIMIT: Final = 120
# What tells a viewer of interface descriptions where the description lies: Redoc's attribute, Swagger UI's settings.
_DESCRIPTION: Final = re.compile(
    r"(?:spec-url|data-spec-url|data-url|apiDescriptionUrl|\bspecUrl|\bconfigUrl|\burl)[\"']?\s*[:=]\s*"
    r"[\"']([^\"'\s]{1,1000}?(?:\.ya?ml|\.json|api-docs)(?:\?[^\"'\s]{0,200})?)[\"']"
)
_MARKDOWN_LINK: Final = re.compile(r"\[([^\]\n]{0,200})\]\(<?([^)\s>]{1,2000})>?(?:\s+\"[^\"]{0,200}\")?\)")
_FEW_LETTERS: Final = 200
_MOUNTS: Final = re.compile(r"\bid=[\"']?(?:root|app|__next|___gatsby|__nuxt|redoc\w*|swagger-ui|elements|main-app)\b")
_HIDDEN: Final = frozenset({"head", "noscript", "template", "svg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """
    What a page refers to: addresses as written, with the words of their links, and where it stands itself.

    `base` is what they are relative to, if not the page; `canonical` what the page calls its own address.
    `needs_scripts` says that hardly any text is there before scripts have run.
    """

    links: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[str, ...] = ()
    base: str = ""
    canonical: str = ""
    needs_scripts: bool = False


def html_links(page: str) -> PageLinks:
    """Return the links of an HTML page, at most `LINKS_LIMIT`; those of frames count, those marked nofollow do not."""
    reader = _Reader()
    for token in tokens(page):
        reader.read(token)
    scripted = reader.letters < _FEW_LETTERS and reader.scripts > 0 and bool(_MOUNTS.search(page) or not reader.links)
    return PageLinks(
        links=tuple((target, " ".join("".join(text).split())[:_TEXT_LIMIT]) for target, text in reader.links),
        descriptions=tuple(dict.fromkeys(_DESCRIPTION.findall(page)))[:20],
        base=reader.base,
        canonical=reader.canonical,
        needs_scripts=scripted,
    )


def text_links(page: str) -> PageLinks:
    """Return the links of a page in Markdown, at most `LINKS_LIMIT`."""
    found = [(target, text) for text, target in _MARKDOWN_LINK.findall(page)]
    return PageLinks(links=tuple(found[:LINKS_LIMIT]))


class _Reader:
    def __init__(self) -> None:
        self.links: list[tuple[str, list[str]]] = []
        self.base = ""
        self.canonical = ""
        self.letters = 0
        self.scripts = 0
        self._hidden = 0
        self._open: list[str] | None = None

    def read(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.text)
        elif token.name in _HIDDEN:
            self._hidden = max(0, self._hidden + (1 if token.kind == "start" else -1))
        elif token.kind == "end":
            self._open = None if token.name == "a" else self._open
        else:
            self._start(token)

    def _text(self, text: str) -> None:
        if not self._hidden:
            self.letters += len(text.strip())
        if self._open is not None:
            self._open.append(text)

    def _start(self, token: Token) -> None:
        if token.name == "body":
            self._hidden = 0
        elif token.name == "script":
            self.scripts += 1
        elif token.name == "base":
            self.base = self.base or attributes(token).get("href", "")
        elif token.name == "link":
            self._relation(token)
        elif token.name in ("a", "area", "frame", "iframe"):
            self._target(token)

    def _relation(self, token: Token) -> None:
        told = attributes(token)
        if "canonical" in told.get("rel", "").lower().split():
            self.canonical = self.canonical or told.get("href", "")

    def _target(self, token: Token) -> None:
        told = attributes(token)
        target = told.get("href", "") if token.name in ("a", "area") else told.get("src", "")
        if not target or len(self.links) >= LINKS_LIMIT or "nofollow" in told.get("rel", "").lower().split():
            self._open = None
            return
        self._open = [told.get("title", "") + " "] if token.name == "a" else None
        self.links.append((target, self._open if self._open is not None else []))
