"""Documents cut into chunks along their structure, each with what the contract says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.compiler.reading.data_chunks import data_pieces
from shared.compiler.reading.dialects import Dialect, recognise
from shared.compiler.reading.documents import Document, load
from shared.compiler.reading.media_types import Format, Media
from shared.compiler.reading.pieces import Category, Piece
from shared.compiler.reading.prose_chunks import prose_pieces
from shared.compiler.reading.spec_chunks import spec_pieces
from shared.compiler.reading.sql_chunks import sql_pieces
from shared.compiler.reading.token_counts import count_tokens
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a document that can be read alone; `token_count` is an estimate, the same for the same text."""

    content: str
    summary: str
    filename: str
    content_type: str
    parser: str
    chunk_number: int
    token_count: int
    character_count: int
    num_endpoints: int
    tags: tuple[str, ...]
    category: Category
    different_app_name: bool = False

    def metadata(self) -> dict[str, Json]:
        """Return the metadata of the chunk as the documentation bundle writes it."""
        return {
            "filename": self.filename,
            "content_type": self.content_type,
            "parser": self.parser,
            "chunk_number": self.chunk_number,
            "token_count": self.token_count,
            "character_count": self.character_count,
            "num_endpoints": self.num_endpoints,
            "tags": list(self.tags),
            "category": self.category,
            "different_app_name": self.different_app_name,
        }


def structure(filename: str, text: str) -> Mapping[str, Any] | list[Any]:
    """
    Return the JSON or YAML value that `text` is.

    Raises:
        Invalid: `document_unreadable`, with the place where it breaks or the limit it passes.
    """
    loaded = load(Document(name=filename, data=text.encode()))
    if loaded.root is None:
        why = loaded.findings[0].message if loaded.findings else "the document is not readable"
        message = f"{filename}: {why}."
        raise Invalid(message, code="document_unreadable")
    return loaded.root


def chunk(
    filename: str, media: Media, text: str, parsed: Mapping[str, Any] | list[Any] | None = None
) -> tuple[Chunk, ...]:
    """
    Return the chunks of a document of about 10,000 tokens each.

    `parsed` is the value of a JSON or YAML document when the caller has read it already. Operations, schemas, SQL
    statements, code blocks and tables are never cut, so a chunk can be larger than the target.

    Raises:
        Invalid: `document_unreadable`, for JSON or YAML that was not read before and is broken.
    """
    return tuple(
        _chunk(filename, media, number, piece) for number, piece in enumerate(_pieces(filename, media, text, parsed))
    )


def _pieces(filename: str, media: Media, text: str, parsed: Mapping[str, Any] | list[Any] | None) -> tuple[Piece, ...]:
    if media.format in (Format.JSON, Format.YAML):
        return _structured(media, structure(filename, text) if parsed is None else parsed)
    if media.format is Format.SQL:
        return sql_pieces(text)
    return prose_pieces(text, asciidoc=media.content_type == "text/asciidoc")


def _structured(media: Media, root: Mapping[str, Any] | list[Any]) -> tuple[Piece, ...]:
    dialect = Dialect.CONNDEV if media.dialect is Dialect.CONNDEV else recognise(root) or media.dialect
    if dialect in (Dialect.OPENAPI, Dialect.SWAGGER) and isinstance(root, Mapping):
        return spec_pieces(root, media.format)
    return data_pieces(root, media.format, dialect)


def _chunk(filename: str, media: Media, number: int, piece: Piece) -> Chunk:
    return Chunk(
        content=piece.content,
        summary=piece.summary,
        filename=filename,
        content_type=media.content_type,
        parser=media.parser,
        chunk_number=number,
        token_count=count_tokens(piece.content),
        character_count=len(piece.content),
        num_endpoints=piece.num_endpoints,
        tags=piece.tags,
        category=piece.category,
    )
