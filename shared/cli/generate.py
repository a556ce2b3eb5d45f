"""`connectorsmith generate`: the whole way through the embedded stack, with progress, a report and a zip."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console

from shared.bootstrap.services import connectors, documentation, generation, sessions
from shared.cli import progress, report
from shared.cli.host import hosted
from shared.cli.sources import is_address, read_files
from shared.domain.job import Job, JobStatus
from shared.domain.principal import LOCAL
from shared.domain.session import Session
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.observability.logging import quiet
from shared.services.uploads import UploadRequest

_PROCESSING_SECONDS: Final = 60.0


def run(options: Namespace) -> int:
    """Generate a connector from documents or addresses and return the exit code."""
    console = Console(stderr=True)
    with TemporaryDirectory(prefix="connectorsmith-") as folder, hosted(Path(folder)) as host, quiet():
        session = sessions().create(LOCAL)
        _upload(session, [source for source in options.sources if not is_address(source)])
        host.drain(_PROCESSING_SECONDS)  # sooner than the pipeline would look again
        if _is_hopeless(session, options):
            return _explain(session, ())
        job = _start(session, options)
        ended = progress.follow(console, lambda: connectors().status(LOCAL, session.id, job.id))
        if ended.status is JobStatus.FAILED:
            return _explain(session, ended.errors)
        _show(session, ended)
        _hand_over(session, options)
    return 0


def _start(session: Session, options: Namespace) -> Job:
    links = [source for source in options.sources if is_address(source)]
    request: dict[str, Json] = {
        "applicationName": options.app,
        "confidence": options.confidence,
        "starterLinks": list[Json](links),
    }
    return connectors().start(LOCAL, session.id, request)


def _upload(session: Session, sources: Sequence[str]) -> None:
    for name, data in read_files(sources):
        documentation().upload(LOCAL, session.id, UploadRequest(filename=name, declared_type="", data=data))


def _is_hopeless(session: Session, options: Namespace) -> bool:
    """Return whether no file could be read, and there is no address to fetch either."""
    uploads = documentation().list_uploads(LOCAL, session.id)
    links = any(is_address(source) for source in options.sources)
    return not links and all(upload.status is JobStatus.FAILED for upload in uploads)


def _explain(session: Session, errors: tuple[str, ...]) -> int:
    uploads = documentation().list_uploads(LOCAL, session.id)
    for error in (*(error for upload in uploads for error in upload.errors), *errors):
        sys.stderr.write(f"connectorsmith: {error}\n")
    return 1


def _show(session: Session, ended: Job) -> None:
    service = generation()
    model = service.models.decode(service.artefacts.read(session, "model"))
    _job, stages = connectors().status(LOCAL, session.id, ended.id)
    digester = next(job for stage, job in stages if stage == "digester")
    findings = (digester.result or {}).get("diagnostics") if digester else None
    left_out = (ended.result or {}).get("diagnostics")
    report.show(Console(), model, _entries(findings), _entries(left_out))


def _entries(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _hand_over(session: Session, options: Namespace) -> None:
    bundle = connectors().bundle(LOCAL, session.id)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / bundle.filename).write_bytes(bundle.data or b"")
    if options.into:
        _unpack(Path(options.into), bundle.data or b"")
    sys.stdout.write(f"\n{out / bundle.filename}\n")


def _unpack(folder: Path, data: bytes) -> None:
    import io  # noqa: PLC0415 - only for --into
    import zipfile  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            target = folder / name
            if not target.resolve().is_relative_to(folder.resolve()):
                message = f"the bundle holds a file outside its folder: {name}"
                raise Invalid(message, code="bad_bundle")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
