"""reStructuredText (docutils) as Markdown, line for line."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.prose_elements import SKIPPED

_ADORNMENT: Final = re.compile(r"([=\-~^\"'`*+#:._<>])\1{2,}[ \t]*$")
_DIRECTIVE: Final = re.compile(r"([ \t]*)\.\. ([\w:.-]+)::[ \t]*(.*)$")
_CODE: Final = frozenset(
    ["code-block", "code", "sourcecode", "highlight", "http:example", "parsed-literal", "literalinclude"]
)
_METHODS: Final = frozenset(["get", "post", "put", "patch", "delete"])
_FIELD: Final = re.compile(
    r"[ \t]*:(?P<kind>query|param|parameter|<json|>json|>jsonarr|<jsonarr|form|reqjson|resjson|reqjsonarr"
    r"|resjsonarr|jsonparam|queryparameter)"
    r"[ ]+(?:(?P<type>[\w ,/<>]+)[ ]+)?(?P<name>[\w.\[\]-]+):[ \t]*(?P<text>.*)$"
)
_SIMPLE: Final = re.compile(r"[ \t]*={2,}(?:[ \t]+={2,})+[ \t]*$")
_GRID: Final = re.compile(r"[ \t]*\+(?:[-=]{2,}\+)+[ \t]*$")
_LITERAL: Final = re.compile(r"(.*\S)?::[ \t]*$")
_DEEPEST: Final = 6


def rst_markdown(text: str) -> str:
    """Return reStructuredText as Markdown with as many lines; code, tables and HTTP directives included."""
    return "\n".join(_Page(text.split("\n")).lines())


class _Page:
    """The lines of a page, and what was learned of its headings on the way."""

    def __init__(self, lines: list[str]) -> None:
        self.source = lines
        self.made: list[str] = []
        self.levels: list[str] = []

    def lines(self) -> list[str]:
        while len(self.made) < len(self.source):
            before = len(self.made)
            self._next(before)
            if len(self.made) == before:
                self.made.append(self._inline(self.source[before]))
        return self.made

    def _next(self, at: int) -> None:
        line = self.source[at]
        if self._heading(at) or self._table(at):
            return
        directive = _DIRECTIVE.match(line)
        if directive:
            self._directive(at, directive)
        elif found := _FIELD.match(line):
            self.made.append(_listed(found))
        elif (literal := _LITERAL.match(line)) and self._indented(at + 1, len(line) - len(line.lstrip())) > at + 1:
            self.made.append(f"{literal[1] or ''}:" if literal[1] else "")
            self._code(at + 1, "", len(line) - len(line.lstrip()))

    def _heading(self, at: int) -> bool:
        """Take over a heading with its adornments; their levels are in the order in which they first appear."""
        lines = self.source
        over = (
            _ADORNMENT.match(lines[at]) is not None
            and at + 2 < len(lines)
            and lines[at + 2].rstrip() == lines[at].rstrip()
        )
        title = at + 1 if over else at
        mark = _ADORNMENT.match(lines[title + 1]) if title + 1 < len(lines) else None
        if (
            not mark
            or not lines[title].strip()
            or (not over and lines[title][0] in " \t")
            or _ADORNMENT.match(lines[title])
        ):
            return False
        if len(lines[title + 1].rstrip()) + 2 < len(lines[title].rstrip()):
            return False
        style = mark[1] * (2 if over else 1)
        self.levels += [] if style in self.levels else [style]
        level = min(self.levels.index(style) + 1, _DEEPEST)
        self.made += [*([SKIPPED] if over else []), f"{'#' * level} {self._inline(lines[title].strip())}", SKIPPED]
        return True

    def _directive(self, at: int, found: re.Match[str]) -> None:
        name, rest, indent = found[2].lower(), found[3], len(found[1])
        if name.startswith("http:") and name[5:] in _METHODS:
            self.made.append(f"###### {name[5:].upper()} {rest.strip()}")
            self._options(indent)
        elif name == "rest_method":  # os-api-ref, the extension of OpenStack's references
            self.made.append(rest.strip())
        elif name in _CODE:
            self._code(at, rest.strip(), indent, opens=True)
        elif name in {"list-table", "csv-table"}:
            self.made.append(SKIPPED)
        elif name in {"note", "warning", "tip", "important", "versionadded", "versionchanged", "deprecated"}:
            self.made.append(rest)
        else:
            self.made.append(SKIPPED)

    def _options(self, indent: int) -> None:
        while len(self.made) < len(self.source) and re.match(r"[ \t]+:\w[\w-]*:", self.source[len(self.made)]):
            if (
                _FIELD.match(self.source[len(self.made)])
                or len(self.source[len(self.made)]) - len(self.source[len(self.made)].lstrip()) <= indent
            ):
                return
            self.made.append(SKIPPED)

    def _indented(self, at: int, indent: int) -> int:
        """Return the line after the last that is indented deeper than `indent`."""
        end = at
        while end < len(self.source) and (not self.source[end].strip() or _indent(self.source[end]) > indent):
            end += 1
        while end > at and not self.source[end - 1].strip():
            end -= 1
        return end

    def _code(self, at: int, language: str, indent: int, *, opens: bool = False) -> None:
        """Take over a literal block; its fences stand on the lines before and after it, which are empty."""
        first = at + 1 if opens else at
        end = self._indented(first, indent)
        body = [line for line in self.source[first:end] if not re.match(r"[ \t]+:[a-z-]+:", line)]
        depth = min((_indent(line) for line in body if line.strip()), default=0)
        blank = (
            next((number for number in range(first, end) if not self.source[number].strip()), None)
            if not opens
            else None
        )
        kept = [SKIPPED if re.match(r"[ \t]+:[a-z-]+:", line) else line[depth:] for line in self.source[first:end]]
        if opens:
            self.made.append(f"```{language}")
        elif blank is not None:
            kept[blank - first] = "```"
        else:
            return
        self.made += kept
        if end < len(self.source):
            self.made.append("```")

    def _table(self, at: int) -> bool:
        line = self.source[at]
        if _GRID.match(line):
            return self._grid(at)
        return bool(_SIMPLE.match(line)) and self._simple(at)

    def _grid(self, at: int) -> bool:
        end = at
        while end < len(self.source) and self.source[end].lstrip().startswith(("+", "|")):
            end += 1
        rows: list[tuple[int, list[str]]] = []
        for number in range(at, end):
            line = self.source[number].strip()
            if line.startswith("+"):
                rows.append((number + 1, []))
            elif rows:
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                known = rows[-1][1]
                rows[-1] = (
                    rows[-1][0],
                    [f"{a} {b}".strip() for a, b in zip(known, cells, strict=False)] if known else cells,
                )
        self._rows(at, end, rows)
        return True

    def _simple(self, at: int) -> bool:
        starts = [found.start() for found in re.finditer(r"={2,}", self.source[at])]
        borders = [
            number for number in range(at, min(at + 400, len(self.source))) if _SIMPLE.match(self.source[number])
        ][:3]
        if len(borders) < 2:  # noqa: PLR2004 - a table has an upper and a lower border
            return False
        last = borders[2] if len(borders) > 2 and borders[1] - at <= 3 else borders[1]  # noqa: PLR2004 - a head of at most two lines
        rows: list[tuple[int, list[str]]] = []
        for number in range(at + 1, last):
            line = self.source[number]
            if _SIMPLE.match(line) or not line.strip():
                continue
            cells = [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
            if not cells[0] and rows:
                rows[-1] = (rows[-1][0], [f"{a} {b}".strip() for a, b in zip(rows[-1][1], cells, strict=True)])
            else:
                rows.append((number, cells))
        self._rows(at, last + 1, rows)
        return True

    def _rows(self, at: int, end: int, rows: list[tuple[int, list[str]]]) -> None:
        placed = {number: cells for number, cells in rows if any(cells)}
        for number in range(at, end):
            cells = placed.get(number)
            self.made.append(
                f"| {' | '.join(self._inline(cell).replace('|', '/') for cell in cells)} |" if cells else SKIPPED
            )

    def _inline(self, line: str) -> str:
        return re.sub(r"``([^`]{1,300})``", r"`\1`", re.sub(r":[a-z][\w:-]{0,30}:(?=`)", "", line))


def _indent(line: str) -> int:
    return len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())


def _listed(found: re.Match[str]) -> str:
    """Return a field of the HTTP domain (sphinxcontrib-httpdomain) as a list item that says where it travels."""
    kind = found["kind"]
    if ">" in kind or kind.startswith("res"):
        return f"- response field: `{found['name']}` ({found['type'] or 'string'}) {found['text']}"
    place = "path" if kind in {"param", "parameter"} else "query" if kind.startswith("query") else "body"
    return f"- `{found['name']}` ({', '.join(part for part in (found['type'], place) if part)}) {found['text']}"
