"""The scrape jobs of a session, with their documents as the client keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from shared.domain.job import Job
from shared.domain.principal import Principal
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.services.bundles import BUNDLES, PAGES
from shared.services.stage_jobs import StageJobs
from shared.services.visibility import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrapes:
    """Start a scrape and follow it."""

    stage: StageJobs
    blobs: Blobs

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the scrape, of the version that was searched for unless the request names another.

        Raises:
            NotFound: the principal sees no such session.
        """
        if request.get("applicationVersion"):
            return self.stage.start(principal, session_id, request)
        session = visible(self.stage.jobs.sessions, principal, session_id, "session.write")
        searched = self.stage.jobs.sessions.value(session, "discoveryInput")
        version = searched.get("applicationVersion") if isinstance(searched, dict) else None
        known: Json = version if isinstance(version, str) and version else "current"
        return self.stage.start(principal, session_id, {**request, "applicationVersion": known})

    def status(self, principal: Principal, session_id: str, job_id: str | None) -> Job:
        """
        Return the job; the result of one that has finished holds the documents themselves.

        Raises:
            NotFound: the principal sees no such session, or it has no such job.
        """
        job = self.stage.status(principal, session_id, job_id)
        if job.result is None or BUNDLES not in job.result:
            return job
        shown = {name: value for name, value in job.result.items() if name not in (BUNDLES, PAGES)}
        space = self.stage.jobs.sessions.get(session_id).space
        # Whoever polls must hear of the job: without its texts a document is named all the same.
        with suppress(NotFound):
            shown["savedDocumentations"] = json.loads(self.blobs.get(space, str(job.result[BUNDLES])))
        return replace(job, result=shown)
