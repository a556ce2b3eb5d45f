"""What of a web page is its content: no scripts and styles, no navigation, no banners, no form controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.reading.html_tokens import Token, attributes

_DROPPED: Final = frozenset(
    {"head", "script", "style", "nav", "template", "svg", "math", "noscript", "iframe", "button", "select", "textarea"}
    | {"title", "xmp", "noembed", "noframes", "canvas", "object", "footer", "dialog"}
)
_FRAMES: Final = frozenset({"div", "aside", "section", "header", "ul", "ol", "p"})
_ROLES: Final = frozenset({"navigation", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar"})
_AROUND: Final = frozenset(
    {"sidebar", "side-bar", "sidenav", "side-nav", "sidebar-nav", "navbar", "nav-bar", "navigation", "site-nav", "menu"}
    | {
        "toc",
        "table-of-contents",
        "toc-wrapper",
        "tocify",
        "breadcrumb",
        "breadcrumbs",
        "pagination-nav",
        "site-header",
    }
    | {"cookie-banner", "cookie-bar", "cookie-consent", "cookie-notice", "cookieconsent", "cc-window", "consent-banner"}
    | {
        "sphinxsidebar",
        "wy-nav-side",
        "md-sidebar",
        "theme-doc-sidebar-container",
        "site-footer",
        "footer",
        "skip-link",
    }
    | {"feedback", "on-this-page", "social-share"}
)
"""What generators of sites call the parts around the content, as a class or identifier."""
_CONTENT: Final = frozenset({"main", "article", "h1"})


def visible(stream: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens of the content; an open head ends where the body begins, an open frame where content does."""
    dropped, depth = "", 0
    for token in stream:
        if (dropped == "head" and token.name == "body") or _begins(token, dropped):
            dropped = ""
        if not dropped:
            dropped, depth = (token.name, 1) if _is_dropped(token) else ("", 0)
            if not dropped:
                yield token
        elif token.name == dropped:
            depth += 1 if token.kind == "start" else -1
            dropped = dropped if depth else ""


def _begins(token: Token, dropped: str) -> bool:
    return dropped in _FRAMES and token.kind == "start" and token.name in _CONTENT


def _is_dropped(token: Token) -> bool:
    if token.kind != "start":
        return False
    return token.name in _DROPPED or (bool(token.text) and _is_around(token))


def _is_around(token: Token) -> bool:
    told = attributes(token)
    if told.get("role", "").lower() in _ROLES:
        return True
    named = {*told.get("class", "").lower().split(), told.get("id", "").lower()}
    return token.name in _FRAMES and bool(named & _AROUND)
