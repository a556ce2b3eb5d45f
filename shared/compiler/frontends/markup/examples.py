"""The bodies that a page shows, and whether they are sent or answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from shared.compiler.frontends.markup.calls import procedure_name, sent_commands
from shared.compiler.frontends.markup.units import Block
from shared.compiler.reading.lenient_json import parse

Role = Literal["sent", "answered", "open"]
_ANSWERED: Final = re.compile(
    r"respon[sd]|\breturn|\bresults?\b|\boutput|\banswer|\breply"
    r"|\b20[0-9]\b",
    re.IGNORECASE,
)
_SENT: Final = re.compile(
    r"request|payload|\bbody\b|\bsend|\bsent\b|\bpost(?:ed)? data|\binput|\bparam|\bargument|\bsubmit|\bpass",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(
    r"\berrors?\b|\bfail(?:s|ed|ure)?\b|\b[45][0-9]{2}\b|\binvalid\b|\bunauthorized\b", re.IGNORECASE
)
_LEAST: Final = re.compile(r"\b(?:required|minimal|mandatory|minimum)\b", re.IGNORECASE)
_PARAMETERS: Final = re.compile(r"\b(?:param(?:eter)?s?|arguments?)\b", re.IGNORECASE)
_PRINTED: Final = re.compile(r"(?m)^\s*(?:#|//|\)\]\}'|[<$] |curl )")
_FAILED_NOTE: Final = re.compile(r"\s*(?:#|//)[^\n]{0,60}\b[45][0-9]{2}\b")
_STATUS: Final = re.compile(r"^\s*HTTP/[\d.]+ (?P<status>\d{3})")
_SENT_LINE: Final = re.compile(r"^\s*(?:GET|POST|PUT|PATCH|DELETE) \S+")
_DATA_LINES: Final = (
    "json",
    "http",
    "javascript",
    "js",
    "",
    "text",
    "shell",
    "bash",
    "sh",
    "console",
    "none",
    "plaintext",
    "jsonc",
    "json5",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A body as it is shown; `least` says that everything in it must be sent."""

    value: Any
    role: Role
    line: int
    least: bool = False


def examples(block: Block) -> Iterator[Example]:
    """Yield the bodies that the code in `block` shows; those of failures are left out."""
    element = block.element
    if element.kind != "code" or element.language not in _DATA_LINES:
        return
    told = f"{block.label} {block.heading}"
    for command in sent_commands(element):
        if (value := parse(command.data)) is not None:
            yield from _messages(value, "sent", element.line, told)
    for body, role in _bodies(element.text, role_of(_PARAMETERS.sub("", told))):
        value = parse(body) if body.lstrip().startswith(("{", "[")) else None
        if value is not None:
            yield from _messages(value, role, element.line, told)


def role_of(told: str) -> Role | Literal["failed"]:
    """Return what the words `told` say about what follows them."""
    if _FAILED.search(told) and not _SENT.search(told):
        return "failed"
    answered, sent = _ANSWERED.search(told), _SENT.search(told)
    if answered and sent:
        return "answered" if answered.start() < sent.start() else "sent"
    return "answered" if answered else "sent" if sent else "open"


def _after_command(code: str, role: Role) -> Role:
    """Return the role of a body that is shown below the command that brought it."""
    return "answered" if re.match(r"\s*(?:[$#>] )?curl\s", code) else role


def _uncommented(code: str) -> str:
    """Return the body in `code` without what servers, tools and authors put before it."""
    if not _PRINTED.search(code):
        return code
    lines = [line.removeprefix("< ") for line in code.split("\n")]
    first = next((at for at, line in enumerate(lines) if re.match(r"\s*[{\[]\s*(?:$|[{\[\]}\"])", line)), 0)
    return "\n".join(lines[first:])


def _bodies(code: str, role: Role | Literal["failed"]) -> Iterator[tuple[str, Role]]:
    """Yield each body in a code block that holds whole messages (RFC 9112), or is a body itself."""
    lines = code.split("\n")
    starts = [at for at, line in enumerate(lines) if _STATUS.match(line) or _SENT_LINE.match(line)]
    if not starts:
        if role != "failed" and not _FAILED_NOTE.match(code):
            yield _uncommented(code), _after_command(code, role)
        return
    for start, end in pairwise([*starts, len(lines)]):
        status = _STATUS.match(lines[start])
        if status and not status["status"].startswith("2"):
            continue
        rest = lines[start + 1 : end]
        first = next((at for at, line in enumerate(rest) if line.lstrip().startswith(("{", "["))), None)
        if first is not None:
            yield "\n".join(rest[first:]), "answered" if status else "sent"


def _messages(value: object, role: Role | Literal["failed"], line: int, told: str) -> Iterator[Example]:
    if role == "failed" or not isinstance(value, (dict, list)):
        return
    if procedure_name(value) and isinstance(value, dict):
        params = value.get("params")
        yield Example(value=params if isinstance(params, dict) else {}, role="sent", line=line)
    elif isinstance(value, dict) and "result" in value and "id" in value and len(value) <= 4:  # noqa: PLR2004 - JSON-RPC 2.0, section 5, and an error
        if isinstance(value["result"], (dict, list)):
            yield Example(value={"result": value["result"]}, role="answered", line=line)
    elif not _is_failure(value):
        yield Example(value=value, role=role, line=line, least=bool(_LEAST.search(told)))


def _is_failure(value: object) -> bool:
    if not isinstance(value, Mapping) or not value:
        return False
    keys = {str(key).lower() for key in value}
    return keys <= {
        "error",
        "errors",
        "message",
        "code",
        "status",
        "error_description",
        "success",
        "statuscode",
        "detail",
        "details",
        "errcode",
        "error_code",
        "errorcode",
        "error_message",
        "errormessage",
        "reason",
        "title",
        "type",
        "instance",
        "timestamp",
        "path",
        "jsonrpc",
        "id",
    } and bool(keys & {"error", "errors", "message", "detail", "errcode", "error_message", "errormessage"})
