"""Generate a connector from a session's model, check it, and hand it over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from shared.compiler import pipeline
from shared.compiler.model.object_class import Confidence
from shared.compiler.passes.selection import selected
from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.form import DEFAULT, FORMATS, LAYOUTS, MANIFESTS, Form
from shared.compiler.writing.soundness import problems
from shared.domain.job import Job, JobKind
from shared.kernel.hashing import Json, digest
from shared.ports.models import ModelCodec
from shared.records.answers import AnswerRecords
from shared.records.artefacts import ArtefactRecords
from shared.records.code import sources_from, sources_to
from shared.services.asking import spent_by
from shared.services.code import Code, bundle_name
from shared.services.jobs import Outcome
from shared.services.scripts import Scripts
from shared.services.stages import Kept, StageEnd, Stages

_NOTHING: Final = (
    "The documents describe no class of the wanted confidence; see the digester's classes, or ask for a lower one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The connector's files of a session, all of them or one."""

    stages: Stages
    artefacts: ArtefactRecords
    models: ModelCodec
    code: Code
    scripts: Scripts
    answers: AnswerRecords

    def generate(self, session_id: str, job_id: str) -> Kept:
        """
        Keep the connector's files, and what could not be generated; or the one script a job is for.

        The job's request says from which `confidence` on a class gets scripts ("high" where it does not), and in which
        form: `format`, `layout` and `manifest`.

        Raises:
            NotFound: no stage has made a model yet (`artefact_not_found`).
        """
        session, job = self.stages.load(session_id, job_id)
        if job.kind is not JobKind.CODEGEN:
            return self.scripts.write(session, job)
        # Before the model: what changes meanwhile makes the files look older than they are, and never newer.
        session, view = self.stages.jobs.sessions.read(session)
        model = self.models.decode(self.artefacts.read(session, "model"))
        name = str(job.input.get("applicationName") or model.application.name or "application")
        made = pipeline.generate(selected(model, _confidence(job)), name, _form(job))
        diagnostics: list[Json] = [str(diagnostic) for diagnostic in made.diagnostics]
        files: dict[str, Json] = dict(made.files)
        found = self.code.derivations.of_scripts(session, view, made.scripts)
        sources: dict[str, Json] = {path: sources_to(each) for path, each in found.items()}
        kept: dict[str, Json] = {"application": name, "files": files, "diagnostics": diagnostics}
        return self.stages.keep_json(session, kept | {"scripts": len(made.scripts), "derivedFrom": sources})

    def verify(self, session_id: str, job_id: str, files: str) -> Kept:
        """
        Keep the files as they are to be handed over, and the report on them.

        The job's request says in `failing` what happens to an operation that fails its run: "mark" (a comment at the
        head of its script, the default) or "omit".

        Raises:
            NotFound: no stage has made a model yet (`artefact_not_found`).
            RuntimeError: they are not what the framework accepts; that is a defect of ours, and nothing is handed over.
        """
        session, job = self.stages.load(session_id, job_id)
        made = self.stages.read_json(session, files)
        if job.kind is not JobKind.CODEGEN:
            return self.stages.keep_json(session, self.scripts.checked(job, made))
        texts = _texts(made["files"])
        model = self.models.decode(self.artefacts.read(session, "model"))
        found = pipeline.verify(selected(model, _confidence(job)), texts, _failing(job))
        if defects := (*problems(texts), *found.problems):
            message = f"{len(defects)} defects in the printed files"
            raise RuntimeError(message)
        handed: dict[str, Json] = dict(found.files)
        return self.stages.keep_json(session, {"files": handed, "report": cast("Json", found.summary)})

    def publish(self, session_id: str, job_id: str, files: str, report: str) -> None:
        """Record the files, each under its own path, or the one script a job is for."""
        session, job = self.stages.load(session_id, job_id)
        made, checked = self.stages.read_json(session, files), self.stages.read_json(session, report)
        if job.kind is not JobKind.CODEGEN:
            outcome, writes = self.scripts.published(session, job, made)
            spent = spent_by(self.answers, session, job.id)
            outcome = replace(outcome, result=dict(outcome.result) | spent)
            end = StageEnd(stage="codegen", outcome=outcome, writes=writes, shown=False)
            return self.stages.publish(session, job, end)
        texts = _texts(checked["files"])
        bundle = zip_bytes(texts)
        about: dict[str, Json] = {
            "filename": bundle_name(str(made["application"])),
            "size": len(bundle),
            "sha256": digest(bundle),
        }
        result: dict[str, Json] = {
            "bundle": about,
            "files": list[Json](sorted(texts)),
            "diagnostics": made["diagnostics"],
            "report": checked["report"],
        }
        outcome = Outcome(result=result, errors=() if made["scripts"] else (_NOTHING,))
        sources = {path: sources_from(each) for path, each in _object(made.get("derivedFrom")).items()}
        writes = self.code.replaced(session, texts, sources)
        return self.stages.publish(session, job, StageEnd(stage="codegen", outcome=outcome, writes=writes))


def _confidence(job: Job) -> Confidence:
    match job.input.get("confidence"):
        case "medium" | "low" as wanted:
            return wanted
        case _:
            return "high"


def _failing(job: Job) -> Literal["mark", "omit"]:
    return "omit" if job.input.get("failing") == "omit" else "mark"


def _form(job: Job) -> Form:
    """Return the form the job asks for; what it does not say, or says in no known word, is the default."""
    wanted = job.input
    return Form(
        format=next((it for it in FORMATS if it == wanted.get("format")), DEFAULT.format),
        layout=next((it for it in LAYOUTS if it == wanted.get("layout")), DEFAULT.layout),
        manifest=next((it for it in MANIFESTS if it == wanted.get("manifest")), DEFAULT.manifest),
    )


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _texts(files: Json) -> dict[str, str]:
    return {path: str(text) for path, text in _object(files).items()}
