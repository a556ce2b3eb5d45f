"""The tags that site generators mix into Markdown, as Markdown, line for line."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.interface_tags import interface_tag
from shared.compiler.reading.prose_elements import SKIPPED

_BLOCK: Final = r"(?:code-block|codeblock|code|highlight|prism|sourcecode)"
_CODE: Final = re.compile(rf".{{0,200}}?\{{(?:\{{[<%]|%)-?\s*{_BLOCK}\b(?P<rest>[^{{}}]{{0,200}}?)[>%]\}}\}}?\s*")
_CODE_END: Final = re.compile(rf"\s*\{{(?:\{{[<%]|%)-?\s*(?:/\s*|end)-?_?{_BLOCK}\b")
_FENCE: Final = re.compile(r"\s*(?:```|~~~)")
_TAG_LINE: Final = re.compile(r"\s*\{(?:\{[<%]|%)(?P<inside>[^{}]{0,500})[%>]\}\}?\s*")
_CONTAINER: Final = re.compile(r"\s*:::+(?:\s*[\w-]+.{0,120})?")
_BOX: Final = re.compile(r"(?P<indent> *)(?:!!!|\?\?\?\+?|===) +[^\"]{0,60}(?:\"(?P<title>[^\"]{0,100})\")? *")
_TITLE: Final = re.compile(r"\b(?:title|name)=[\"']([^\"']{1,100})[\"']")
_LANGUAGE: Final = re.compile(r"(?:lang(?:uage)?\s*=)?\s*[\"']?([A-Za-z][\w+-]*)(?!\w*=)")
_ANCHOR: Final = re.compile(r"(\s*#{1,6}\s.*?)\s*\{[#.:][^{}]{0,100}\}\s*$")
_ANY: Final = re.compile(r"(?m)\{\{[<%]|\{%|^\s*:::|^ *(?:!!!|\?\?\?\+?|===) |\{#")
_DEPTH: Final = 4


def without_tags(page: str) -> str:
    """
    Return Markdown in which code, tabs and boxes are written in tags of a site generator as plain Markdown.

    Shortcodes (gohugo.io), tags of Liquid and GitBook, containers of Docusaurus and VuePress, boxes and tabs of
    MkDocs. A tab's title becomes a label of what is in it.
    """
    return "\n".join(_Page(page.split("\n")).lines()) if _ANY.search(page) else page


class _Page:
    """The lines of a page, and what is open at the line that is read."""

    def __init__(self, lines: list[str]) -> None:
        self.source = lines
        self.fence = ""
        self.tagged = False
        self.boxes: list[int] = []

    def lines(self) -> list[str]:
        return [self._line(at, self._dedented(line)) for at, line in enumerate(self.source)]

    def _line(self, at: int, line: str) -> str:
        if self.tagged:
            self.tagged = not _CODE_END.match(line)
            return line if self.tagged else "```"
        if _FENCE.match(line):
            mark = line.strip()[:3]
            self.fence = "" if self.fence == mark else self.fence or mark
            return line
        if self.fence:
            return line
        if found := _CODE.fullmatch(line):
            return self._code(at, found["rest"])
        return self._plain(line)

    def _code(self, at: int, rest: str) -> str:
        """Return what opens a code block; around a fence, such a tag only dresses it."""
        following = next((line for line in self.source[at + 1 : at + 4] if line.strip()), "")
        if _FENCE.match(following):
            return SKIPPED
        self.tagged = True
        language = _LANGUAGE.search(rest)
        return f"```{language[1].lower() if language else ''}"

    def _plain(self, line: str) -> str:
        if box := _BOX.fullmatch(line):
            self.boxes.append(len(box["indent"]) + _DEPTH)
            return _label(box["title"] or "")
        if found := _TAG_LINE.fullmatch(line):
            title = _TITLE.search(found["inside"])
            return interface_tag(found["inside"]) or _label(title[1] if title else "")
        if _CONTAINER.fullmatch(line) or _CODE_END.match(line):
            return SKIPPED
        return _ANCHOR.sub(r"\1", line)

    def _dedented(self, line: str) -> str:
        """Return `line` as it stands inside the open boxes, which end where a line is indented less."""
        indent = len(line) - len(line.lstrip(" "))
        while self.boxes and line.strip() and indent < self.boxes[-1]:
            self.boxes.pop()
        return line[self.boxes[-1] :] if self.boxes and line.strip() else line


def _label(title: str) -> str:
    return f"**{title.rstrip(':')}:**" if title else SKIPPED
