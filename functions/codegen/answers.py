"""What the service returns, as the clients read it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from functions.codegen.contracts import ConnectorStatus, StageStatus
from shared.api.contracts import progress_of, status_of
from shared.domain.job import Job
from shared.services.connectors import Bundle


def chain_of(job: Job, stages: Sequence[tuple[str, Job | None]]) -> ConnectorStatus:
    """Return the status of the chain and of its stages."""
    rows = [_stage(name, stage, ended=job.ended) for name, stage in stages]
    return ConnectorStatus(**dict(status_of(job)), stages=rows)


def bundle_of(bundle: Bundle) -> Response:
    """Return the bundle's bytes as a download, or the way to them."""
    if bundle.link is not None:
        return RedirectResponse(bundle.link, status_code=302)
    headers = {"Content-Disposition": _attachment(bundle.filename)}
    return Response(bundle.data, media_type="application/zip", headers=headers)


def _stage(name: str, job: Job | None, *, ended: bool) -> StageStatus:
    if job is None:
        return StageStatus(stage=name, job_id=None, status="skipped" if ended else "queued", progress=None, errors=None)
    return StageStatus(
        stage=name,
        job_id=job.id,
        status=job.status,
        progress=progress_of(job.progress),
        errors=list(job.errors) or None,
    )


def _attachment(filename: str) -> str:
    """Return a Content-Disposition (RFC 6266) that old clients and names beyond ASCII both survive."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
