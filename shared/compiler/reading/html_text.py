"""Web pages to readable text: headings, lists, tables and code in Markdown's notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.reading.html_code import without_numbered_lines
from shared.compiler.reading.html_tokens import Token, attributes, tokens
from shared.compiler.reading.html_visible import visible
from shared.compiler.reading.tables import table
from shared.compiler.reading.text_limits import TextLimits, at_most

_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"ol", "p", "section", "summary", "ul"}
)
_TABLE: Final = frozenset({"table", "tr", "td", "th"})
_CODE: Final = frozenset({"code", "kbd", "tt", "samp"})
_ITALIC: Final = frozenset({"i", "em", "var"})
_STRONG: Final = frozenset({"strong", "b"})
_IN_PATH: Final = re.compile(r"(?:^|[\s`:])/(?:[\w{}.~%-]+/)+$")
_LISTS: Final = frozenset({"ul", "ol"})
_HEADING: Final = re.compile(r"h[1-6]")
_SPACES: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_LANGUAGE: Final = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]{1,20})")
_DEEPEST_INDENT: Final = 8


def html_text(name: str, text: str, limits: TextLimits) -> str:
    """
    Return the text of page `name`; scripts, styles, navigation and form controls are left out.

    Raises:
        TooLarge: `document_too_large`.
    """
    page = _Page()
    for count, token in enumerate(without_numbered_lines(visible(tokens(text))), start=1):
        at_most(name, count, limits.nodes, "elements")
        page.read(token)
    page.end_block()
    return "\n\n".join(page.blocks)


@dataclass(slots=True)
class _Page:
    """What was written so far, and where the reading is."""

    blocks: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    prefix: str = ""
    lists: list[int] = field(default_factory=list)  # the next number of each open list; 0 for bullets
    tables: int = 0
    rows: list[list[str]] = field(default_factory=list)
    in_cell: bool = False
    strong: int | None = None  # where in the line the open strong words begin
    slot: bool = False  # inside a part of a path that stands for a value
    fence: str | None = None  # the language of the open code block

    def read(self, token: Token) -> None:
        starts = token.kind == "start"
        if token.kind == "text":
            self.line.append(token.text if self.fence is not None else _SPACES.sub(" ", token.text))
        elif token.name in _TABLE:
            self._table(token.name, starts=starts)
        elif self.tables:
            self._inside_table(token)
        elif token.name == "pre":
            self._preformatted(token, starts=starts)
        elif token.name in _BLOCKS and self.fence is None:
            self._block(token.name, starts=starts)
        else:
            self._inline(token, starts=starts)

    def end_block(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self.line).split("\n"))
        text = "\n".join(line for line in lines if line).rstrip("\u00b6\u200b").rstrip()
        if text:
            self.blocks.append(self.prefix + text)
            self.prefix = ""
        self.line.clear()
        self.strong = None

    def _inline(self, token: Token, *, starts: bool) -> None:
        if token.name == "br":
            self.line.append("\n")
        elif self.fence is not None:
            self.fence = self.fence or (_language(token) if starts and token.name == "code" else "")
        elif token.name in _CODE:
            self.line.append("`")
        elif token.name in _ITALIC:
            self._placeholder(starts=starts)
        elif token.name in _STRONG:
            self._strong(starts=starts)
        elif token.name == "img" and starts:
            self.line.append(attributes(token).get("alt", ""))

    def _placeholder(self, *, starts: bool) -> None:
        """Put what is set in italics inside a path into braces: it stands for a value."""
        if starts:
            self.slot = bool(_IN_PATH.search("".join(self.line[-3:])))
            self.line.append("{" if self.slot else "")
        elif self.slot:
            self.line.append("}")
            self.slot = False

    def _strong(self, *, starts: bool) -> None:
        """Mark what is strong outside headings: in lists, names of fields are."""
        if starts:
            self.strong = None if self.prefix.startswith("#") else len(self.line)
        elif self.strong is not None:
            text = "".join(self.line[self.strong :])
            inner = text.strip()
            lead, _, end = text.partition(inner) if inner else (text, "", "")
            self.line[self.strong :] = [f"{lead}**{inner}**{end}" if inner and "\n" not in inner else text]
            self.strong = None

    def _block(self, name: str, *, starts: bool) -> None:
        if not starts and _HEADING.fullmatch(name):
            self.line = ["".join(self.line).strip().rstrip("¶#").rstrip()]
        self.end_block()
        if name in _LISTS:
            self._list(name, starts=starts)
        elif not starts:
            self.prefix = ""
        else:
            self.prefix = self._prefix(name) or self.prefix

    def _list(self, name: str, *, starts: bool) -> None:
        self.prefix = ""
        if starts:
            self.lists.append(int(name == "ol"))
        elif self.lists:
            self.lists.pop()

    def _prefix(self, name: str) -> str:
        if _HEADING.fullmatch(name):
            return "#" * int(name[1]) + " "
        if name == "dd":
            return ": "
        return self._item() if name == "li" else ""

    def _item(self) -> str:
        indent = "  " * min(max(len(self.lists) - 1, 0), _DEEPEST_INDENT)
        number = self.lists[-1] if self.lists else 0
        if not number:
            return f"{indent}- "
        self.lists[-1] += 1
        return f"{indent}{number}. "

    def _preformatted(self, token: Token, *, starts: bool) -> None:
        if starts:
            self.end_block()
            self.fence = _language(token)
        elif self.fence is not None:
            self._code_block(self.fence)
            self.fence = None

    def _code_block(self, language: str) -> None:
        code = "".join(self.line).strip("\n").rstrip()
        longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
        mark = "`" * (longest + 1)
        self.line.clear()
        if code:
            self.blocks.append(f"{mark}{language}\n{code}\n{mark}")

    def _table(self, name: str, *, starts: bool) -> None:
        """Collect cells, whose end tags may be missing; a table in a cell is part of the cell's text."""
        if name == "table":
            self._whole_table(starts=starts)
        elif self.tables > 1:
            self.line.append(" ")
        elif self.tables:
            self._end_cell()
            self.rows += [[]] if name == "tr" and starts else []
            self.in_cell = starts and name != "tr"

    def _end_cell(self) -> None:
        if self.in_cell:
            self.rows += [] if self.rows else [[]]
            self.rows[-1].append("".join(self.line))
        self.line.clear()

    def _whole_table(self, *, starts: bool) -> None:
        if starts and not self.tables:
            self.end_block()
            self.rows, self.in_cell = [], False
        self.tables = max(self.tables + (1 if starts else -1), 0)
        if not self.tables:
            self._end_cell()
            self.blocks += [text] if (text := table(self.rows)) else []
            self.rows, self.in_cell = [], False

    def _inside_table(self, token: Token) -> None:
        if token.name in _BLOCKS or token.name in ("br", "pre"):
            self.line.append(" ")
        elif token.name in _CODE:
            self.line.append("`")
        elif token.name in _ITALIC:
            self._placeholder(starts=token.kind == "start")


def _language(token: Token) -> str:
    """Return the language the class of a code block names, or ""."""
    found = _LANGUAGE.search(attributes(token).get("class", ""))
    return found[1] if found else ""
