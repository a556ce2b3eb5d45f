"""The parts of a collection as text, whatever of the two versions wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeAlias

Json: TypeAlias = Mapping[str, Any]
MAX_ENTRIES: Final = 500
_VARIABLE: Final = re.compile(r"\{\{\s*([^{}]{1,100}?)\s*\}\}")
_MAX_HOPS: Final = 5


def text(value: object) -> str:
    """Return `value` as text: itself, a number, or the content of a description object."""
    if isinstance(value, Mapping):
        return text(value.get("content"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else ""


def entries(value: object) -> Iterator[Json]:
    """Yield the mappings in the list `value`; version 2.0 may write a mapping of key to value instead."""
    if isinstance(value, Mapping):
        value = [{"key": key, "value": inner} for key, inner in value.items()]
    yield from islice(
        (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else (), MAX_ENTRIES
    )


def headers(value: object) -> Iterator[Json]:
    """Yield the headers in `value`: a list, or the text of lines `Name: value` that version 2.0 may have instead."""
    if isinstance(value, str):
        lines = (line.partition(":") for line in value.splitlines())
        value = [{"key": name.strip(), "value": said.strip()} for name, colon, said in lines if colon]
    yield from entries(value)


def settings(value: object) -> dict[str, str]:
    """Return key and value of each entry in the list or mapping `value`."""
    return {text(each.get("key")): text(each.get("value")) for each in entries(value)}


def variables(value: object) -> dict[str, str]:
    """Return the variables that a collection defines, those that only point at others resolved."""
    known = {text(each.get("key") or each.get("id")): text(each.get("value")) for each in entries(value)}
    return {name: resolved(content, known) for name, content in known.items()}


def resolved(template: str, known: Mapping[str, str]) -> str:
    """Return `template` with the known `{{variables}}` replaced; those without a value stay."""
    for _ in range(_MAX_HOPS):
        replaced = _VARIABLE.sub(lambda found: known.get(found[1]) or found[0], template)
        if replaced == template or len(replaced) > len(template) + 10_000:
            break
        template = replaced
    return template


def braced(template: str) -> str:
    """Return `template` with every `{{variable}}` written `{variable}`."""
    return _VARIABLE.sub(lambda found: "{" + found[1] + "}", template)
