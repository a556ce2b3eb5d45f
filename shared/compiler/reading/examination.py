"""What an upload holds: its documents, and each of them in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.compiler.reading.archives import unpack
from shared.compiler.reading.chunks import Chunk, chunk
from shared.compiler.reading.media import sniff
from shared.compiler.reading.media_types import Format, Media
from shared.compiler.reading.text import text
from shared.kernel.errors import Invalid, Unsupported


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One document of an upload: itself, or a file of the archive it is."""

    name: str
    media: Media
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What an upload was found to be, and its chunks in order."""

    media_type: str
    chunks: tuple[Chunk, ...]


def examine(filename: str, declared_type: str, data: bytes) -> Examination:
    """
    Return what an upload is and the chunks of everything in it.

    Raises:
        Invalid, Unsupported, TooLarge: it is empty, broken, of no format we read, or beyond a limit; one sentence says
            which, and where.
    """
    media_type = sniff(filename, declared_type, data).content_type
    found = [piece for member in members(filename, declared_type, data) for piece in _chunks(member)]
    return Examination(
        media_type=media_type,
        chunks=tuple(replace(piece, chunk_number=number) for number, piece in enumerate(found)),
    )


def members(filename: str, declared_type: str, data: bytes) -> tuple[Member, ...]:
    """
    Return the documents of an upload: the files of an archive that are documentation, or the upload itself.

    Raises:
        Invalid, Unsupported, TooLarge: as `examine`; an archive without any document is `archive_without_documents`.
    """
    media = sniff(filename, declared_type, data)
    if media.format is not Format.ZIP:
        return (Member(name=filename, media=media, data=data),)
    found = tuple(_readable(filename, data))
    if not found:
        message = f"{filename} holds no document that can be read."
        raise Invalid(message, code="archive_without_documents")
    return found


def _readable(filename: str, data: bytes) -> Iterator[Member]:
    """Yield the archive's documents; pictures, programs and empty files beside them are no reason to refuse it."""
    for entry in unpack(filename, data):
        try:
            media = sniff(entry.name, "", entry.data)
        except (Invalid, Unsupported):
            continue
        yield Member(name=entry.name, media=media, data=entry.data)


def _chunks(member: Member) -> tuple[Chunk, ...]:
    return chunk(member.name, member.media, text(member.name, member.media, member.data))
