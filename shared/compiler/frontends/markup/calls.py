"""The requests that a page shows, wherever it shows them: in headings, sentences, code, commands and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.compiler.model.fragment import Method
from shared.compiler.reading.curl_commands import Command, commands
from shared.compiler.reading.lenient_json import parse
from shared.compiler.reading.path_templates import Template, template
from shared.compiler.reading.prose_elements import Element
from shared.compiler.reading.request_lines import is_target, method_of, request_line

_MOST_LINES: Final = 400
_KEYED: Final = re.compile(
    r"^(?:http )?(?P<key>method|verb|type|url|uri|path|endpoint|route"
    r"|resource|syntax|address)s?\s*:\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
_TICK: Final = re.compile(r"x|y|yes|true|\+|\*|\u2713|\u2714|\u2705|\u2022|\u25cf", re.IGNORECASE)
_CALL_NAME: Final = re.compile(r"[A-Za-z][\w./-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """
    One request as the page shows it, at `line`.

    `sample` says that it is a command or a whole message, which shows values rather than defines the request;
    `procedure` is the name of a remote procedure (JSON-RPC 2.0), which all go to one address.
    """

    method: Method
    template: Template
    line: int
    sample: bool = False
    procedure: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this request from others, whatever its parameters are called."""
        return self.method, re.sub(r"\{[^{}]*\}", "{}", self.template.path)


def calls(element: Element) -> Iterator[Call]:
    """Yield the requests in `element`."""
    if element.kind == "code":
        yield from _in_code(element)
    elif element.kind == "table":
        yield from _in_table(element)
    else:
        for number, line in enumerate(element.text.split("\n")[:_MOST_LINES]):
            if found := request_line(line):
                yield Call(method=found.method, template=template(found.target), line=element.line + number)


def _in_code(element: Element) -> Iterator[Call]:
    procedures = list(_procedures(element))
    if procedures:
        yield from procedures
        return
    for number, line in enumerate(element.text.split("\n")[:_MOST_LINES], start=1):
        if found := request_line(line):
            whole = " HTTP/" in line
            yield Call(method=found.method, template=template(found.target), line=element.line + number, sample=whole)
    for command in commands(element.text):
        yield Call(method=command.method, template=template(command.url), line=element.line, sample=True)


def _procedures(element: Element) -> Iterator[Call]:
    """Yield the remote procedures that the messages in a code block call (JSON-RPC 2.0, section 4)."""
    sent = [parse(command.data) for command in commands(element.text)] or [parse(element.text)]
    for message in sent:
        name = procedure_name(message)
        if name:
            yield Call(method="POST", template=Template(path=f"/#{name}"), line=element.line, procedure=name)


def procedure_name(message: object) -> str:
    """Return the procedure that a JSON-RPC message calls, or ""."""
    found: Mapping[str, Any] = message if isinstance(message, Mapping) else {}
    name = found.get("method")
    known = "jsonrpc" in found or ("params" in found and "id" in found)
    return name if known and isinstance(name, str) and _CALL_NAME.fullmatch(name) else ""


def _in_table(element: Element) -> Iterator[Call]:
    """Yield the requests that the rows of an overview list: a method and a path in cells of their own, or in one."""
    methods = {at: verb for at, cell in enumerate(element.rows[0]) if (verb := method_of(cell))}
    if len(methods) > 1:
        yield from _in_matrix(element, methods)
        return
    for number, row in enumerate(element.rows):
        line = element.line + number + (1 if number else 0)
        whole = next((found for cell in row if (found := request_line(cell))), None)
        if whole:
            yield Call(method=whole.method, template=template(whole.target), line=line)
            continue
        method = next((verb for cell in row if cell.isupper() and (verb := method_of(cell))), None)
        target = next(
            (cell for cell in row if cell.startswith(("/", "http")) and " " not in cell and is_target(cell)), ""
        )
        if method and target:
            yield Call(method=method, template=template(target), line=line)


def _in_matrix(element: Element, methods: Mapping[int, Method]) -> Iterator[Call]:
    """Yield the requests of an overview with a column for each method, ticked where a path takes it."""
    for number, row in enumerate(element.rows[1:], start=1):
        target = next((cell for cell in row if cell.startswith(("/", "http")) and is_target(cell)), "")
        for at, method in methods.items() if target and " " not in target else ():
            if at < len(row) and _TICK.fullmatch(row[at].strip()):
                yield Call(method=method, template=template(target), line=element.line + number + 1)


def keyed_call(found: Mapping[str, tuple[str, int]]) -> Call | None:
    """Return the request whose method and address were told apart, as `keyed` found them."""
    method = method_of(found["method"][0]) if "method" in found else None
    target = found["target"][0] if "target" in found else ""
    if method is None or not is_target(target):
        return None
    return Call(method=method, template=template(target), line=found["method"][1])


def keyed(element: Element) -> Iterator[tuple[str, str, int]]:
    """Yield (`method` or `target`, value, line) for lines such as `Method: POST` and `URL: /users`."""
    rows = [": ".join(row[:2]) for row in element.rows] if element.kind == "table" else element.text.split("\n")
    for number, line in enumerate(rows[:_MOST_LINES]):
        found = _KEYED.match(re.sub(r"[*`_]{1,3}(?=[\s:A-Za-z/<{]|$)", "", line.strip()).strip())
        if not found:
            continue
        value = found["value"].strip(" `*_").split()[0] if found["value"].strip(" `*_") else ""
        if method_of(value):
            yield "method", value, element.line + number
        elif found["key"].lower() not in {"method", "verb", "type"} and value:
            yield "target", value, element.line + number


def sent_commands(element: Element) -> tuple[Command, ...]:
    """Return the commands for curl in a code block."""
    return tuple(commands(element.text)) if element.kind == "code" else ()
