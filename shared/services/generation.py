"""Generate a connector from a session's model, check it, and hand it over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.compiler import pipeline
from shared.compiler.model.object_class import Confidence
from shared.compiler.passes.selection import selected
from shared.compiler.writing.archive import zip_bytes
from shared.compiler.writing.form import DEFAULT, FORMATS, LAYOUTS, MANIFESTS, Form
from shared.compiler.writing.scripts import Script
from shared.compiler.writing.soundness import problems
from shared.domain.artefact import Triple, of_class
from shared.domain.job import Job
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.models import ModelCodec
from shared.records.artefacts import ArtefactRecords
from shared.services.jobs import Outcome
from shared.services.stages import Kept, StageEnd, Stages

_CLASS_RESOURCES: Final = {
    ("schema", "native"): "NativeSchema",
    ("schema", "connid"): "Connid",
    ("search", "all"): "SearchAll",
    ("search", "filter"): "SearchFilter",
    ("get", "id"): "SearchId",
    ("create", ""): "Create",
    ("update", ""): "Update",
    ("delete", ""): "Delete",
}
"""What a class's script does, in the manifest's words, and the resource under which its code is kept."""

_NOTHING: Final = (
    "The documents describe no class of the wanted confidence; see the digester's classes, or ask for a lower one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The connector's files of a session."""

    stages: Stages
    artefacts: ArtefactRecords
    blobs: Blobs
    models: ModelCodec

    def generate(self, session_id: str, job_id: str) -> Kept:
        """
        Keep the connector's files, and what could not be generated.

        The job's request says from which `confidence` on a class gets scripts ("high" where it does not), and in which
        form: `format`, `layout` and `manifest`.

        Raises:
            NotFound: no stage has made a model yet (`artefact_not_found`).
        """
        session, job = self.stages.load(session_id, job_id)
        model = self.models.decode(self.artefacts.read(session, "model"))
        name = str(job.input.get("applicationName") or model.application.name or "application")
        made = pipeline.generate(selected(model, _confidence(job)), name, _form(job))
        diagnostics: list[Json] = [str(diagnostic) for diagnostic in made.diagnostics]
        files: dict[str, Json] = dict(made.files)
        kept: dict[str, Json] = {"application": name, "files": files, "diagnostics": diagnostics}
        return self.stages.keep_json(session, kept | {"outputs": outputs(made.scripts)})

    def verify(self, session_id: str, job_id: str, files: str) -> Kept:
        """
        Keep the report on the files as they were printed.

        Raises:
            RuntimeError: they are not what the framework accepts; that is a defect of ours, and nothing is handed over.
        """
        session, _job = self.stages.load(session_id, job_id)
        texts = _texts(self.stages.read_json(session, files)["files"])
        if found := problems(texts):
            message = f"{len(found)} defects in the printed files"
            raise RuntimeError(message)
        scripts = sum(path.endswith(".groovy") for path in texts)
        return self.stages.keep_json(session, {"files": len(texts), "scripts": scripts, "problems": []})

    def publish(self, session_id: str, job_id: str, files: str, report: str) -> None:
        """Record the scripts, each under its own key, and the bundle."""
        session, job = self.stages.load(session_id, job_id)
        made, checked = self.stages.read_json(session, files), self.stages.read_json(session, report)
        scripts = _texts(made["files"])
        filename = f"{_slug(str(made['application']))}-connector.zip"
        bundle = self.stages.keep(session, zip_bytes(scripts))
        result: dict[str, Json] = {
            "bundle": {"filename": filename, "size": bundle.size, "sha256": bundle.blob},
            "files": dict(scripts),
            "diagnostics": made["diagnostics"],
            "report": dict(checked),
        }

        writes = (self.artefacts.stored("code", files), self.artefacts.stored("bundle", bundle.blob, filename))
        delta = _object(made["outputs"])
        outcome = Outcome(result=result, errors=() if delta else (_NOTHING,))
        self.stages.publish(session, job, StageEnd(stage="codegen", outcome=outcome, delta=delta, writes=writes))


def _confidence(job: Job) -> Confidence:
    match job.input.get("confidence"):
        case "medium" | "low" as wanted:
            return wanted
        case _:
            return "high"


def _form(job: Job) -> Form:
    """Return the form the job asks for; what it does not say, or says in no known word, is the default."""
    wanted = job.input
    return Form(
        format=next((it for it in FORMATS if it == wanted.get("format")), DEFAULT.format),
        layout=next((it for it in LAYOUTS if it == wanted.get("layout")), DEFAULT.layout),
        manifest=next((it for it in MANIFESTS if it == wanted.get("manifest")), DEFAULT.manifest),
    )


def outputs(scripts: Iterable[Script]) -> dict[str, Json]:
    """Return each script's code under the data key of what it does, such as `userSearchAllOutput`."""
    found = ((_triple(script), script.path, script.text) for script in scripts)
    return {triple.output: {"format": _format(path), "code": text} for triple, path, text in found if triple}


def _format(path: str) -> str:
    return "yaml" if path.endswith(".yaml") else "groovy"


def _triple(script: Script) -> Triple | None:
    if script.phase == "authorization":
        return Triple("authorization")
    if script.relation:
        return Triple(f"{script.relation}Code") if script.phase == "schema" else None
    resource = _CLASS_RESOURCES.get((script.operation, script.intent))
    return of_class(script.object_class, resource) if resource else None


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _texts(files: Json) -> dict[str, str]:
    return {path: str(text) for path, text in _object(files).items()}


def _slug(name: str) -> str:
    """Return the name as part of a file name: lower-case letters, digits and dashes."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60] or "application"
