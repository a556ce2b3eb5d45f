"""Moments that somebody names."""

from __future__ import annotations

from datetime import datetime

from shared.kernel.errors import Invalid


def moment(text: str | None, name: str) -> datetime | None:
    """
    Return the moment behind a text as RFC 3339 has it; None stays None.

    Raises:
        Invalid: it is no moment, or has no offset from UTC (`validation_failed`).
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        message = f"{name} is a moment as RFC 3339 has it, with its offset from UTC"
        raise Invalid(message, code="validation_failed")
    return found
