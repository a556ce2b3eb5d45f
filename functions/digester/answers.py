"""What the services return, as the clients read it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.digester.contracts import EndpointName, EvidenceAnswer, EvidenceItem, EvidencePage
from shared.services.classes import Source


def evidence_of(name: str, page: EvidencePage, sources: Sequence[Source]) -> EvidenceAnswer:
    """Return one page of the chunks that say something about a class."""
    after = page.offset + page.limit
    return EvidenceAnswer(
        object_class=name,
        endpoint=None if page.endpoint is None else EndpointName(method=page.endpoint[0], path=page.endpoint[1]),
        items=[_item(source) for source in sources[page.offset : after]],
        next_offset=after if after < len(sources) else None,
    )


def _item(source: Source) -> EvidenceItem:
    number = source.chunk.metadata.get("chunk_number")
    return EvidenceItem(
        doc_id=source.document.id,
        chunk_id=source.chunk.id,
        content=source.content,
        source=source.document.source,
        url=source.document.url,
        filename=str(source.chunk.metadata.get("filename") or source.document.filename),
        content_type=str(source.chunk.metadata.get("content_type") or source.document.media_type),
        chunk_number=number if isinstance(number, int) else 0,
    )
