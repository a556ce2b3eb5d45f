"""What makes a document unreadable, and how deep one may be nested."""

from __future__ import annotations

from typing import Final

MAX_DEPTH: Final = 200


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The document cannot be read; the message is the sentence for the user, `place` a JSON Pointer or line."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place
