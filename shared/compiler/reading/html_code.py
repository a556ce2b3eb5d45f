"""Code that web pages number line by line, in tables that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.compiler.reading.html_tokens import Token, attributes

_TABLES: Final = re.compile(
    r"\b(?:highlighttable|rouge-table|hljs-ln|syntaxhighlighter|code-?table|lntable)\b", re.IGNORECASE
)
_NUMBERS: Final = re.compile(
    r"\b(?:linenos?|gutter|rouge-gutter|line-?numbers?|hljs-ln-numbers|lntd-?numbers)\b", re.IGNORECASE
)
_PARTS: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"})


def without_numbered_lines(stream: Iterator[Token]) -> Iterator[Token]:
    """Yield the tokens of a page, those tables as the code in them, without the numbers of its lines."""
    depth = 0
    gone = ""
    for token in stream:
        if gone:
            gone = "" if token.kind == "end" and token.name == gone else gone
            continue
        if token.name == "table" and (depth or _is(token, _TABLES)):
            depth += 1 if token.kind == "start" else -1
            continue
        if depth and token.kind == "start" and token.name in {"td", "th"} and _is(token, _NUMBERS):
            gone = token.name
            continue
        if not depth or token.name not in _PARTS:
            yield token


def _is(token: Token, names: re.Pattern[str]) -> bool:
    return token.kind == "start" and "class" in token.text and bool(names.search(attributes(token).get("class", "")))
