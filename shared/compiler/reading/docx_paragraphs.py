"""Paragraphs of Word documents (ECMA-376, part 1, section 17.3) as Markdown: what they are, and what stands out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from docx.oxml.ns import qn

_HEADING: Final = re.compile(r"heading ([1-6])", re.IGNORECASE)
_CODE: Final = re.compile(
    r"\b(?:code|preformatted|source|listing|verbatim|html (?:code|keyboard|sample))\b", re.IGNORECASE
)
_MONOSPACED: Final = re.compile(r"mono|courier|consol|menlo|monaco|lucida console|fira code|typewriter", re.IGNORECASE)
_BREAKS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_DEEPEST: Final = 8


def paragraph(element: Any, styles: Mapping[str, str]) -> tuple[str, str]:  # noqa: ANN401 - lxml's elements are not typed
    """
    Return (kind, text) of the paragraph `element`: `code`, `item` or `block`; `styles` are names by identifier.

    Code and strong words inside a sentence are marked; headings are not.
    """
    style = styles.get(element.style or "", "")
    pieces = list(_pieces(element, styles))
    text = "".join(piece for piece, _ in pieces).strip("\n")
    if _CODE.search(style) or (
        text.strip() and all(mark == "`" for piece, mark in pieces if piece.strip()) and _is_long(text)
    ):
        return "code", text
    if not text.strip():
        return "block", ""
    if level := _HEADING.match(style):
        return "block", f"{'#' * int(level[1])} {text.strip()}"
    if style == "Title":
        return "block", f"# {text.strip()}"
    marked = "".join(_marked(pieces)).strip()
    depth = _depth(element, style)
    return ("block", marked) if depth is None else ("item", f"{'  ' * depth}- {marked}")


def _is_long(text: str) -> bool:
    """Return whether text in a typewriter's letters is code of its own, and no single name set off by it."""
    return " " in text.strip() or "\n" in text or text.strip()[:1] in "{}[]/"


def _depth(element: Any, style: str) -> int | None:  # noqa: ANN401
    """Return how deep in a list the paragraph is, 0 for the outermost, or None for none."""
    numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is None:
        return 0 if style.startswith("List") else None
    level = numbering.find(qn("w:ilvl"))
    value = level.get(qn("w:val"), "") if level is not None else ""
    return min(int(value), _DEEPEST) if value.isdecimal() else 0


def _pieces(element: Any, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the texts of a paragraph with the mark that each one has: "`", "**" or ""."""
    for run in element.iter(qn("w:r")):
        text = "".join(each.text or "" if each.tag == qn("w:t") else _BREAKS.get(each.tag, "") for each in run)
        if text:
            yield text, _mark(run, styles)


def _mark(run: Any, styles: Mapping[str, str]) -> str:  # noqa: ANN401
    look = run.find(qn("w:rPr"))
    if look is None:
        return ""
    style, fonts, bold = (look.find(qn(name)) for name in ("w:rStyle", "w:rFonts", "w:b"))
    named = styles.get(style.get(qn("w:val"), ""), "") if style is not None else ""
    font = fonts.get(qn("w:ascii"), "") if fonts is not None else ""
    if _CODE.search(named) or _MONOSPACED.search(font):
        return "`"
    return "**" if bold is not None and bold.get(qn("w:val"), "1") not in {"0", "false", "off"} else ""


def _marked(pieces: list[tuple[str, str]]) -> Iterator[str]:
    for mark, group in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in group)
        inner = text.strip()
        if not mark or not inner or "`" in inner or "\n" in inner:
            yield text
        else:
            start = text.index(inner)
            yield f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"
