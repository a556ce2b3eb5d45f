"""What stages that look at the web gave lately: for the same request of the same tenant it is given again at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from shared.domain.job import Job, JobKind
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json, canonical, digest
from shared.records.results import ResultRecords
from shared.services.jobs import MACHINES
from shared.services.stages import Stages

LASTING: Final = timedelta(days=1)
"""How long an answer counts that is not of the request alone, but of a web that changes."""

_NO_PART: Final = "skipCache"


@dataclass(frozen=True, slots=True)
class Found:
    """What was given, and the space in which the bytes lie that it names."""

    space: str
    value: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """
    The latest answers of one stage.

    `engine` tells everything else than the request that an answer depends on: the version of the code with its
    prompts, and the settings, such as the providers, the limits and the model.
    """

    stages: Stages
    results: ResultRecords
    engine: str

    def keep(self, session: Session, job: Job, value: Mapping[str, Json]) -> None:
        """Remember what a job gave; not that of a chain, whose request is the chain's."""
        if job.parent:
            return
        told: dict[str, Json] = {"at": self.stages.jobs.clock.now().isoformat(), "value": dict(value)}
        kept = self.stages.keep_json(session, told)
        self.results.keep(session, self._key(job.kind, job.input), kept.blob, kept.size)

    def find(self, session: Session, kind: JobKind, request: Mapping[str, Json]) -> Found | None:
        """Return what the session's tenant was given for that request lately, unless it is to be done anew."""
        result = None if request.get(_NO_PART) else self.results.find(session.tenant, self._key(kind, request))
        if result is None:
            return None
        try:
            told = json.loads(self.stages.blobs.get(result.space, result.blob))
        except NotFound:
            return None  # the session that did the work is gone
        if self.stages.jobs.clock.now() - datetime.fromisoformat(told["at"]) >= LASTING:
            return None
        return Found(result.space, cast("Mapping[str, Json]", told["value"]))

    def _key(self, kind: JobKind, request: Mapping[str, Json]) -> str:
        input_: dict[str, Json] = {name: value for name, value in request.items() if name != _NO_PART}
        whole: dict[str, Json] = {"resource": MACHINES[kind], "engine": self.engine, "request": input_}
        return digest(canonical(whole))
