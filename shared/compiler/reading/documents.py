"""Bytes to plain Python values: JSON and YAML, with limits, and never an exception for a bad document."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from shared.compiler.reading import codes
from shared.compiler.reading.unreadable import Unreadable
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_BYTES: Final = 64 * 1024 * 1024
_JSON_DEPTH: Final = 1024  # as deep as orjson follows
_LONG_NUMBER: Final = re.compile(rb"[0-9]{19}")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as it came: `name` is what findings call it, `media_type` a hint that may be empty or wrong."""

    name: str
    media_type: str = ""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a document holds: `root` is None when it could not be read, and then the findings say why."""

    root: Mapping[str, Any] | list[Any] | None
    findings: tuple[Diagnostic, ...] = ()


def load(document: Document) -> Loaded:
    """
    Return the JSON (RFC 8259) or YAML (1.2, core schema) value in `document`.

    UTF-8, UTF-16 and UTF-32 are told apart by their byte order mark, UTF-16 also by its zeros. Never raises for what
    the document holds: unreadable documents cost one finding of the severity error.
    """
    try:
        return _load(document)
    except Unreadable as problem:
        at = Location(document.name, problem.place)
        message = f"the document is not readable: {problem}"
        return Loaded(root=None, findings=(codes.finding(codes.DOC_UNREADABLE, Severity.ERROR, message, at),))


def _load(document: Document) -> Loaded:
    text = _utf8(document.data)
    if text.lstrip()[:1] in (b"{", b"["):
        try:
            return Loaded(root=_container(_json(text)))
        except ValueError as error:
            # YAML's flow style also starts with a bracket; only when that fails too is the JSON error the better one.
            return _flow_style(text, document.name, error)
    return _yaml(text, document.name)


def _json(text: bytes) -> object:
    # orjson rounds integers above 64 bits to floats, and refuses lone surrogates.
    if _LONG_NUMBER.search(text):
        return _slow_json(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _slow_json(text)


def _slow_json(text: bytes) -> object:
    """Return what the standard library reads: every digit of every integer."""
    try:
        value: object = json.loads(text)
    except RecursionError:
        value = None
    # How deep the standard library follows depends on the version of Python.
    if value is None or _is_deeper(value, _JSON_DEPTH):
        message = "it is nested deeper than we follow"
        raise Unreadable(message)
    return value


def _is_deeper(value: object, levels: int) -> bool:
    level = [value]
    for _ in range(levels):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _flow_style(text: bytes, name: str, error: ValueError) -> Loaded:
    try:
        return _yaml(text, name)
    except Unreadable:
        line = getattr(error, "lineno", 1)
        message = f"it is broken JSON at line {line}"
        raise Unreadable(message, f"line {line}") from None


def _yaml(text: bytes, name: str) -> Loaded:
    from shared.compiler.reading import yaml_events  # noqa: PLC0415 - JSON alone must not pay for YAML

    root, findings = yaml_events.load(text, name)
    return Loaded(root=_container(root), findings=findings)


def _container(root: object) -> Mapping[str, Any] | list[Any]:
    if not isinstance(root, (dict, list)):
        message = "it holds neither a mapping nor a list"
        raise Unreadable(message)
    return root


def _utf8(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        message = f"it is larger than {MAX_BYTES // 1024 // 1024} MiB"
        raise Unreadable(message)
    encoding, skipped = _encoding(data)
    try:
        text = data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        message = f"it is not {encoding.upper()} text (byte {error.start})"
        raise Unreadable(message) from None
    if not text.strip():
        message = "it is empty"
        raise Unreadable(message)
    return data[skipped:] if encoding == "utf-8" else text.encode()


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    if data[1:2] == b"\0":
        return "utf-16-le", 0
    return ("utf-16-be", 0) if data[:1] == b"\0" else ("utf-8", 0)
