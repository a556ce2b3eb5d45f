"""Calls inside a closure that runs later, found without running it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from shared.compiler.reading.groovy.tree import Call, Expression, Literal, Part


def calls_in(part: object) -> Iterator[Call]:
    """Yield every call inside `part`, outermost first."""
    if isinstance(part, Call):
        yield part
    if isinstance(part, Part):
        for field in dataclasses.fields(part):
            yield from calls_in(getattr(part, field.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from calls_in(item)


def text_of(expression: Expression | None) -> str:
    """Return the text that `expression` is, or ""."""
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else ""
