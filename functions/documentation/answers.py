"""What the service returns, as the clients read it."""

from __future__ import annotations

from uuid import UUID

from functions.documentation.contracts import BundleAnswer, ChunkAnswer, UploadAccepted, UploadLinkAnswer, UploadRow
from shared.api.contracts import moment, row_of
from shared.api.json_text import JsonAnswer
from shared.domain.document import Document, StoredChunk
from shared.domain.job import Job
from shared.services.uploads import DocumentBundle, UploadLink


def accepted(job: Job) -> JsonAnswer:
    """Return the answer to an upload."""
    return UploadAccepted(
        message="Documentation accepted for processing",
        session_id=job.session_id,
        job_id=job.id,
        doc_id=job.subject,
        status=job.status,
    ).answer()


def link_of(session_id: UUID, link: UploadLink) -> JsonAnswer:
    """Return the answer that names an upload's address."""
    return UploadLinkAnswer(
        session_id=str(session_id),
        doc_id=link.document_id,
        job_id=link.job_id,
        upload_url=link.url,
        method="PUT",
        expires_at=moment(link.expires),
    ).answer()


def bundle_of(bundle: DocumentBundle) -> BundleAnswer:
    """Return a document with its chunks."""
    pairs = zip(bundle.document.chunks, bundle.texts, strict=True)
    chunks = [_chunk(bundle.document, chunk, text) for chunk, text in pairs]
    return BundleAnswer(doc_id=bundle.document.id, chunks=chunks)


def upload_row(job: Job) -> UploadRow:
    """Return an upload's line in the list."""
    return UploadRow(**row_of(job).model_dump(), doc_id=job.subject, errors=list(job.errors) or None)


def _chunk(document: Document, chunk: StoredChunk, text: str) -> ChunkAnswer:
    return ChunkAnswer(
        chunk_id=chunk.id,
        source=document.source,
        url=document.url,
        summary=chunk.summary,
        content=text,
        created_at=moment(document.created),
        scrape_job_ids=list(document.scrape_jobs),
        metadata=dict(chunk.metadata),
    )
