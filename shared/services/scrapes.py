"""The scrape jobs of a session, with their documents as the client keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.content import Write
from shared.domain.forms.values import listed, text
from shared.domain.job import Job, JobKind
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.records.documents import DocumentRecords
from shared.services.bundles import BUNDLES, PAGES
from shared.services.pages import Pages
from shared.services.recent import Found, Recent
from shared.services.saved_pages import SavedPages
from shared.services.stage_jobs import StageJobs
from shared.services.stages import Stages
from shared.services.visibility import visible

REUSED: Final = "reused_previous_session_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrapes:
    """Start a scrape and follow it; what the same one brought the tenant lately is taken over."""

    stage: StageJobs
    stages: Stages
    pages: Pages
    recent: Recent
    blobs: Blobs

    def start(self, principal: Principal, session_id: str, request: Mapping[str, Json]) -> Job:
        """
        Start the scrape, of the version that was searched for unless the request names another.

        Raises:
            NotFound: the principal sees no such session.
        """
        session = visible(self.stage.jobs.sessions, principal, session_id, "session.write")
        wanted = request if request.get("applicationVersion") else self._versioned(session, request)
        found = self.recent.find(session, JobKind.SCRAPE, wanted)
        job = self.stage.jobs.new(session, JobKind.SCRAPE, wanted)
        taken = None if found is None else self._taken(session, job, found)
        if taken is None:
            return self.stage.start(principal, session_id, wanted)
        return self.stage.conclude(principal, session, job, *taken)

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

    def _versioned(self, session: Session, request: Mapping[str, Json]) -> dict[str, Json]:
        searched = self.stage.jobs.sessions.value(session, "discoveryInput")
        version = searched.get("applicationVersion") if isinstance(searched, dict) else None
        known: Json = version if isinstance(version, str) and version else "current"
        return {**request, "applicationVersion": known}

    def _taken(self, session: Session, job: Job, found: Found) -> tuple[dict[str, Json], tuple[Write, ...]] | None:
        """Return the result and what brings its documents; None where they cannot be had but from the web."""
        result = found.value["result"]
        assert isinstance(result, dict)  # noqa: S101 - what a publication kept
        if found.value["session"] == session.id and found.space == session.space:
            return (result | {"finishReason": REUSED}, ()) if self._has(session, found.value) else None
        copies = [list(map(text, listed(each))) for each in listed(found.value["documents"])]
        try:
            return self._copied(session, job, found.space, copies) if copies else None
        except NotFound:
            return None  # the session that fetched them is gone

    def _has(self, session: Session, kept: Mapping[str, Json]) -> bool:
        """Return whether the session still has every document that the scrape of its own saved."""
        result, job = kept["result"], text(kept.get("job"))
        assert isinstance(result, dict)  # noqa: S101 - what a publication kept
        saved = [each for each in self._documents.list(session, whole=False) if job in each.scrape_jobs]
        return len(saved) == result["savedDocumentationsCount"]

    def _copied(
        self, session: Session, job: Job, space: str, copies: list[list[str]]
    ) -> tuple[dict[str, Json], tuple[Write, ...]]:
        saved = SavedPages(stages=self.stages, documents=self._documents, session=session)
        for url, media_type, raw in copies:
            saved.add(self.pages.document(session, job.id, url, media_type, self.blobs.get(space, raw)))
        return saved.result(REUSED, {}), tuple(saved.writes)

    @property
    def _documents(self) -> DocumentRecords:
        return self.pages.intake.documentation.documents
