"""Find links to the documentation of an application, ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.domain.job import Job, Progress
from shared.domain.session import Session
from shared.domain.web.candidates import Candidate, Wanted, merged, queries
from shared.domain.web.links import LINKS_LIMIT, canonical_link
from shared.domain.web.ranking import ranked
from shared.kernel.errors import ApplicationError
from shared.kernel.hashing import Json
from shared.ports.search import SearchProvider
from shared.records.answers import AnswerRecords
from shared.services.asking import Asking, spent_by
from shared.services.finding.refining import refined, worded
from shared.services.jobs import Outcome
from shared.services.recent import Recent
from shared.services.stages import Kept, StageEnd, Stages

_QUERIES: Final = 8
_PER_QUERY: Final = 10
_CANDIDATES: Final = 10
_MOST_PER_QUERY: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Candidate links of an application, from `providers` in that order; `asking` refines them for who wants it."""

    stages: Stages
    answers: AnswerRecords
    recent: Recent
    providers: tuple[SearchProvider, ...] = ()
    asking: Asking | None = None

    def search(self, session_id: str, job_id: str) -> Kept:
        """
        Keep the candidate links and what each provider that failed had to say.

        Links that a person gave are the candidates, in the order given; nothing else is looked for then.

        Raises:
            Invalid: a link that was given is no web address.
        """
        session, job = self.stages.load(session_id, job_id)
        given = job.input.get("starterLinks")
        if isinstance(given, list) and given:
            links = dict.fromkeys(canonical_link(str(link)) for link in given)
            return self._kept(session, [_given(link) for link in links][:LINKS_LIMIT], [])
        wanted, unworded = worded(self.asking, session, job, wanted_of(job))
        found, errors = self._asked(session, job, wanted)
        best, unrefined = refined(self.asking, session, job, wanted, ranked(merged(found), wanted))
        errors += [each for each in (unworded, unrefined) if each]
        return self._kept(session, best[: _count(job.input, "maxCandidateLinks", _CANDIDATES, LINKS_LIMIT)], errors)

    def publish(self, session_id: str, job_id: str, candidates: str) -> None:
        """Record the candidate links as the stage's result."""
        session, job = self.stages.load(session_id, job_id)
        found = self.stages.read_json(session, candidates)
        enriched, errors = found["candidates"], found["errors"]
        assert isinstance(enriched, list)  # noqa: S101 - what `search` kept
        assert isinstance(errors, list)  # noqa: S101
        links: list[Json] = [each["href"] for each in enriched if isinstance(each, dict)]
        result: dict[str, Json] = {"candidateLinks": links, "candidateLinksEnriched": enriched}
        spent = spent_by(self.answers, session, job.id)
        outcome = Outcome(result=result | spent, errors=tuple(map(str, errors)))
        self.stages.publish(session, job, StageEnd(stage="discovery", outcome=outcome))
        if not errors:
            self.recent.keep(session, job, result)

    def _asked(self, session: Session, job: Job, wanted: Wanted) -> tuple[list[Candidate], list[str]]:
        found: list[Candidate] = []
        errors = [] if self.providers else ["No search provider is configured."]
        for number, provider in enumerate(self.providers):
            asking = Progress(stage="discovery", message=provider.name, processed=number, total=len(self.providers))
            self.stages.jobs.advance(session, job.id, asking)
            try:
                found += provider.find(wanted)
            except ApplicationError as error:
                errors.append(f"{provider.name}: {error}")
        return found, errors

    def _kept(self, session: Session, candidates: Sequence[Candidate], errors: Sequence[str]) -> Kept:
        enriched: list[Json] = [_enriched(candidate) for candidate in candidates]
        return self.stages.keep_json(session, {"candidates": enriched, "errors": list[Json](errors)})


def wanted_of(job: Job) -> Wanted:
    """Return what a job's request asks to look for; counts outside their range are moved into it."""
    application = str(job.input.get("applicationName") or "")
    version = str(job.input.get("applicationVersion") or "")
    protocol = str(job.input.get("integrationType") or "")
    asked = queries(application, version, protocol, _count(job.input, "numQueries", _QUERIES, _QUERIES))
    return Wanted(
        application=application,
        version=version,
        protocol=protocol,
        site=str(job.input.get("applicationUrl") or ""),
        queries=asked,
        per_query=_count(job.input, "maxResultsPerQuery", _PER_QUERY, _MOST_PER_QUERY),
    )


def _count(request: Mapping[str, Json], name: str, usual: int, most: int) -> int:
    value = request.get(name)
    return min(max(value, 1), most) if isinstance(value, int) else usual


def _given(link: str) -> Candidate:
    return Candidate(href=link, title=link, source="request")


def _enriched(candidate: Candidate) -> dict[str, Json]:
    return {
        "title": candidate.title or candidate.href,
        "href": candidate.href,
        "body": candidate.body,
        "source": candidate.source,
        "query": candidate.query,
    }
