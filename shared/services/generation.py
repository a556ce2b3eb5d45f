"""Generate a connector from a session's model, check it, and hand it over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler import pipeline
from shared.compiler.writing.archive import zip_bytes
from shared.domain.artefact import Triple, of_class
from shared.domain.session import Session
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.ports.items import Action
from shared.ports.models import ModelCodec
from shared.records.artefacts import ArtefactRecords
from shared.services.jobs import Outcome
from shared.services.stages import Kept, StageEnd, Stages

_CLASS_SCRIPTS: Final = {
    "native.schema": "NativeSchema",
    "connid.schema": "Connid",
    "search.all.op": "SearchAll",
    "search.filter.op": "SearchFilter",
    "search.id.op": "SearchId",
    "create.op": "Create",
    "update.op": "Update",
    "delete.op": "Delete",
}
_SCRIPT: Final = re.compile(rf"(?P<owner>.+)\.(?P<part>{'|'.join(map(re.escape, _CLASS_SCRIPTS))})\.groovy")


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

        Raises:
            NotFound: no stage has made a model yet (`artefact_not_found`).
        """
        session, job = self.stages.load(session_id, job_id)
        model = self.models.decode(self.artefacts.read(session, "model"))
        name = str(job.input.get("applicationName") or model.application.name or "application")
        made = pipeline.generate(model, name)
        diagnostics: list[Json] = [str(diagnostic) for diagnostic in made.diagnostics]
        files: dict[str, Json] = dict(made.files)
        return self.stages.keep_json(session, {"application": name, "files": files, "diagnostics": diagnostics})

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

        def also(after: Session) -> list[Action]:
            return [
                self.artefacts.stored(after, "code", files),
                self.artefacts.stored(after, "bundle", bundle.blob, filename),
            ]

        end = StageEnd(stage="codegen", outcome=Outcome(result=result), delta=_outputs(scripts))
        self.stages.publish(session, job, end, also)


def _texts(files: Json) -> dict[str, str]:
    return {path: str(text) for path, text in files.items()} if isinstance(files, dict) else {}


def _outputs(scripts: Mapping[str, str]) -> dict[str, Json]:
    """Return each script under the data key of what it does, such as `userSearchAllOutput`."""
    found: dict[str, Json] = {}
    for path, text in scripts.items():
        if (names := _names(path)) is not None:
            found[names.output] = {"code": text}
    return found


def _names(path: str) -> Triple | None:
    if path == "authentication.op.groovy":
        return Triple("authorization")
    if (script := _SCRIPT.fullmatch(path)) is not None:
        return of_class(script["owner"], _CLASS_SCRIPTS[script["part"]])
    if path.endswith(".schema.groovy"):
        return Triple(f"{path.removesuffix('.schema.groovy')}Code")
    return None


def _slug(name: str) -> str:
    """Return the name as part of a file name: lower-case letters, digits and dashes."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60] or "application"
