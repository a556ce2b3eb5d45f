"""What the documentation routes take and answer."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from shared.api.contracts import JobRow, Message


class UploadAccepted(Message):
    """An upload was kept and will be processed."""

    message: str
    session_id: str
    job_id: str
    doc_id: str
    status: str


class UploadLinkRequest(Message):
    """Which file will be put; `docId` names the document it becomes, or replaces."""

    filename: str = Field(min_length=1, max_length=1024, examples=["openapi.yaml"])
    doc_id: UUID | None = None


class UploadLinkAnswer(Message):
    """Where to put the file, with which method, and until when."""

    session_id: str
    doc_id: str
    job_id: str
    upload_url: str
    method: Literal["PUT"]
    expires_at: str


class ChunkAnswer(Message):
    """One piece of a document."""

    chunk_id: str
    source: str
    url: str
    summary: str
    content: str
    created_at: str
    scrape_job_ids: list[str]
    metadata: dict[str, Any]


class BundleAnswer(Message):
    """A document with its chunks."""

    doc_id: str
    chunks: list[ChunkAnswer]


class UploadRow(JobRow):
    """One upload: its job, the document it becomes, and why it failed if it did."""

    doc_id: str
    errors: list[str] | None


class UploadsAnswer(Message):
    """The uploads of a session, oldest first."""

    session_id: str
    upload_jobs: list[UploadRow]
    total_uploads: int


class DocumentImported(Message):
    """A document is back."""

    message: str
    session_id: str
    doc_id: str
    imported_chunks: int


class DocumentsDeleted(Message):
    """All documents of the session are gone."""

    message: str
    session_id: str


class DocumentDeleted(Message):
    """One document is gone."""

    message: str
    session_id: str
    deleted_doc_id: str
    deleted_chunks: int
