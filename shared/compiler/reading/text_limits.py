"""How much text a document may hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.compiler.reading.archives import ArchiveLimits
from shared.kernel.errors import TooLarge


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLimits:
    """
    What is read of one document before it is refused.

    `nodes` are elements of a page or of a Word document, `stream` is the bytes of all page descriptions of a PDF
    unpacked, `operations` is the drawing operations in them.
    """

    characters: int = 32 * 2**20
    pages: int = 3_000
    nodes: int = 2_000_000
    stream: int = 64 * 2**20
    operations: int = 5_000_000
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


def at_most(name: str, found: int, allowed: int, what: str) -> None:
    """
    Do nothing while `found` is within `allowed`.

    Raises:
        TooLarge: `document_too_large`, naming `what` there is too much of.
    """
    if found > allowed:
        message = f"{name} holds more than {allowed} {what}, which is more than is read of one document; split it."
        raise TooLarge(message, code="document_too_large")
