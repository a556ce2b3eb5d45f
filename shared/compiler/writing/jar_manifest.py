"""The attributes of a jar's manifest (JAR File Specification, "JAR Manifest"): lines of at most 72 bytes, folded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_LINE: Final = 72


def with_attributes(manifest: bytes, attributes: Mapping[str, str]) -> bytes:
    """Return `manifest` with main attributes set to new values, in their place where they are there already."""
    unfolded = manifest.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n ", b"")
    main, _, sections = unfolded.strip(b"\n").partition(b"\n\n")
    lines = main.split(b"\n")
    for name, value in attributes.items():
        lines = _set(lines, name, value)
    rest = sections.lstrip(b"\n").split(b"\n") if sections else ()
    return b"".join(_folded(line) + b"\r\n" for line in (*lines, b"", *rest))


def _set(lines: list[bytes], name: str, value: str) -> list[bytes]:
    line = f"{name}: {value}".encode()
    place = next((at for at, it in enumerate(lines) if it.lower().startswith(f"{name.lower()}:".encode())), None)
    return [*lines, line] if place is None else [*lines[:place], line, *lines[place + 1 :]]


def _folded(line: bytes) -> bytes:
    first, rest = line[:_LINE], line[_LINE:]
    parts = [first, *(rest[at : at + _LINE - 1] for at in range(0, len(rest), _LINE - 1))]
    return b"\r\n ".join(parts)
