"""Mends of searches: filters, and what they say about the empty one."""

from __future__ import annotations

import re

from shared.compiler.reading.groovy.parser import parse
from shared.compiler.reading.groovy.tree import Call, Literal, Name, Part
from shared.compiler.verification.framework.loading import Violation
from shared.compiler.verification.load.calls_in import calls_in
from shared.compiler.verification.repair.edits import Edit, without_statement


def no_empty_filter(text: str, violation: Violation) -> Edit | None:
    """Return the change by which a request no longer answers the empty filter."""
    part = violation.place.part
    given = part.arguments[0] if isinstance(part, Call) and part.name == "emptyFilterSupported" else None
    if isinstance(given, Literal):
        return Edit(given.start, given.end, "false")
    return first_in_block(text, part, "emptyFilterSupported false")


def first_in_block(text: str, part: Part, statement: str) -> Edit | None:
    """Return the insertion of `statement` at the beginning of the block of the call `part`."""
    opening = text.find("{", part.start, part.end)
    if opening < 0:
        return Edit(part.end, part.end, f" {{ {statement} }}") if isinstance(part, Call) else None
    inner = re.compile(r"\s*").match(text, opening + 1)
    gap = inner[0] if inner else " "
    separator = gap if "\n" in gap else "\n"
    return Edit(
        opening + 1, opening + 1, f"{gap if chr(10) in gap else ' '}{statement}{'' if chr(10) in gap else separator}"
    )


def no_filter(text: str, violation: Violation) -> Edit | None:
    """Return the removal of the call that takes a filter there is no other spelling of."""
    at = text.rfind("supportedFilter", 0, violation.place.part.start)
    call = next((it for it in calls_in(parse(text).statements) if it.name_at == at), None) if at >= 0 else None
    return without_statement(text, call) if call else None


def no_method(text: str, violation: Violation) -> Edit | None:
    """Return the removal of a method where a path alone may stand, or of the whole call."""
    part = violation.place.part
    if not isinstance(part, Call) or part.name != "endpoint":
        return without_statement(text, violation.place.part)
    if len(part.arguments) > 1 and isinstance(part.arguments[0], Name):
        return Edit(part.arguments[0].start, part.arguments[1].start, "")
    return without_statement(text, violation.place.part)


def lists(text: str, violation: Violation) -> Edit | None:
    """Return the insertion that says that the empty filter is answered."""
    return first_in_block(text, violation.place.part, "emptyFilterSupported true")


def lists_nothing(text: str, violation: Violation) -> Edit | None:
    """Return the insertion that says that the empty filter is not answered."""
    return first_in_block(text, violation.place.part, "emptyFilterSupported false")
