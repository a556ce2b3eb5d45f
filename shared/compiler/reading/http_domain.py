"""
What sphinxcontrib-httpdomain writes about bodies, whose two directions changed places between its versions.

Up to 1.8 `<json` told of the request, from 2.0 on `>json` does. A request that has no body gives the version away.
"""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.request_lines import request_line

_DIRECTIVE: Final = re.compile(r"\s*\.\. http:(?P<method>\w+)::")
_FIELD: Final = re.compile(r"(?P<lead>\s*:)(?P<mark>[<>])(?P<rest>json(?:arr|obj)?\b)")
_LABEL: Final = re.compile(r"(?P<lead>[\s:]*)(?P<mark>Request|Response)(?P<rest> JSON (?:Object|Array)[^.]{0,30}:?\s*)")
_TURNED: Final = {"<": ">", ">": "<", "Request": "Response", "Response": "Request"}
_SENT: Final = frozenset(["<", "Request"])
_WITHOUT_BODY: Final = frozenset(["get", "head", "delete"])


def same_directions(page: str) -> str:
    """Return a page, as source or as text of its HTML, with `<json` and `Request JSON` for what is sent."""
    if "json" not in page.lower():
        return page
    lines = page.split("\n")
    return "\n".join(map(_turned, lines)) if _is_turned(lines) else page


def _is_turned(lines: list[str]) -> bool:
    method = ""
    for line in lines:
        if directive := _DIRECTIVE.match(line):
            method = directive["method"].lower()
        elif found := _FIELD.match(line) or _LABEL.fullmatch(line):
            if found["mark"] in _SENT and method in _WITHOUT_BODY:
                return True
        elif request := request_line(line):
            method = request.method.lower()
    return False


def _turned(line: str) -> str:
    found = _FIELD.match(line) or _LABEL.fullmatch(line)
    return f"{found['lead']}{_TURNED[found['mark']]}{line[found.start('rest') :]}" if found else line
