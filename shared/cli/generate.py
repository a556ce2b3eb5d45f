"""`connectorsmith generate`: the whole way through the embedded stack, with progress, a report and a zip."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console

from shared.bootstrap.generator import generation
from shared.bootstrap.services import connectors, documentation, sessions
from shared.cli import progress, report
from shared.cli.handover import refuse_second_manifest, unpacked, write_files
from shared.cli.host import hosted
from shared.cli.sources import is_address, read_files
from shared.compiler.writing.template_jar import checked, filled
from shared.domain.job import Job, JobStatus
from shared.domain.principal import LOCAL
from shared.domain.session import Session
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.kernel.hashing import Json
from shared.observability.logging import quiet
from shared.services.connectors import Bundle
from shared.services.uploads import UploadRequest

_PROCESSING_SECONDS: Final = 60.0


def run(options: Namespace) -> int:
    """Generate a connector from documents or addresses and return the exit code."""
    console = Console(stderr=True)
    template = _template(options)
    if options.into:
        refuse_second_manifest(Path(options.into), f"connector.manifest.{options.manifest}")
    with TemporaryDirectory(prefix="connectorsmith-") as folder, quiet(), hosted(Path(folder)) as host:
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
        _hand_over(session, options, template)
    return 0


def _template(options: Namespace) -> bytes | None:
    """Return the template jar; one that cannot be used is refused before anything is made."""
    if not options.template_jar:
        return None
    template = Path(options.template_jar).read_bytes()
    checked(template)
    return template


def _start(session: Session, options: Namespace) -> Job:
    links = [source for source in options.sources if is_address(source)]
    request: dict[str, Json] = {
        "applicationName": options.app,
        "confidence": options.confidence,
        "format": options.format,
        "failing": options.failing,
        "layout": options.layout,
        "manifest": options.manifest,
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
    # What the pipeline made is in the session as it is now.
    now = connectors().jobs.sessions.get(session.id)
    model = service.models.decode(service.artefacts.read(now, "model"))
    _job, stages = connectors().status(LOCAL, session.id, ended.id)
    digester = next(job for stage, job in stages if stage == "digester")
    findings = (digester.result or {}).get("diagnostics") if digester else None
    left_out = (ended.result or {}).get("diagnostics")
    console = Console()
    report.show(console, model, _entries(findings), _entries(left_out))
    report.show_verification(console, (ended.result or {}).get("report"))


def _entries(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _hand_over(session: Session, options: Namespace, template: bytes | None) -> None:
    bundle = _bundle(session, options.confidence)
    files = unpacked(bundle.data or b"")
    out = Path(options.out)
    jar = out / f"{Path(bundle.filename).stem}.jar"
    if template is not None:
        _refuse_overwriting(jar, Path(options.template_jar))
        made = filled(template, files, jar.stem)
    out.mkdir(parents=True, exist_ok=True)
    (out / bundle.filename).write_bytes(bundle.data or b"")
    sys.stdout.write(f"\n{out / bundle.filename}\n")
    if template is not None:
        jar.write_bytes(made)
        sys.stdout.write(f"{jar}\n")
    if options.into:
        write_files(Path(options.into), files)


def _bundle(session: Session, confidence: str) -> Bundle:
    try:
        return connectors().bundle(LOCAL, session.id)
    except NotFound as error:
        message = f"there is nothing to connect: no object class of confidence {confidence} got a script"
        raise Invalid(message, code="nothing_to_connect") from error


def _refuse_overwriting(jar: Path, template: Path) -> None:
    if jar.resolve() == template.resolve():
        message = f"{jar} is the template jar; choose another folder with --out"
        raise Conflict(message, code="template_in_the_way")
