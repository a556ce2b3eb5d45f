"""What the service returns, as the clients read it."""

from __future__ import annotations

from functions.documentation.contracts import UploadAccepted, UploadLinkAnswer, UploadRow
from shared.api.contracts import moment, row_of
from shared.api.json_text import JsonAnswer
from shared.domain.job import Job
from shared.kernel.hashing import Json
from shared.services.bundles import bundle
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


def link_of(session_id: str, link: UploadLink) -> JsonAnswer:
    """Return the answer that names an upload's address."""
    return UploadLinkAnswer(
        session_id=session_id,
        doc_id=link.document_id,
        job_id=link.job_id,
        upload_url=link.url,
        method="PUT",
        expires_at=moment(link.expires),
    ).answer()


def bundle_of(found: DocumentBundle) -> dict[str, Json]:
    """Return a document with its chunks, in the form in which it can come back."""
    return bundle(found.document, found.texts)


def upload_row(job: Job) -> UploadRow:
    """Return an upload's line in the list."""
    return UploadRow(**row_of(job).model_dump(), doc_id=job.subject, errors=list(job.errors) or None)
