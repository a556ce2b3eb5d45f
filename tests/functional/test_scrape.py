"""Pages of given links, through the embedded host, with a web of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.bootstrap.services import connectors, digestion, documentation, jobs, sessions
from shared.cli.host import hosted
from shared.domain.job import Job, JobKind
from shared.domain.principal import LOCAL
from shared.domain.upload_place import UploadPlace
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.hashing import Json
from shared.ports.web import Validators, WebPage

EXAMPLE = (Path(__file__).parents[2] / "events" / "example" / "openapi.yaml").read_bytes()
GOOD = "https://docs.bramblegate.example/openapi.yaml"


class SmallWeb:
    """One page under two addresses, a server that is down, and nothing else."""

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        assert limit > 0
        assert known is None
        if "down" in url:
            message = f"{url} did not answer in time."
            raise Unavailable(message)
        if "openapi" not in url:
            message = f"{url} answered 404."
            raise Invalid(message, code="page_not_readable")
        return WebPage(url=GOOD, media_type="application/yaml", body=EXAMPLE)


def chained(session: str, *links: str) -> Job:
    request: dict[str, Json] = {"applicationName": "Bramblegate", "starterLinks": list[Json](links)}
    job = connectors().start(LOCAL, session, request)
    pipelines = connectors().jobs.pipelines
    pipelines.wait("connector", job.id, 60)  # type: ignore[attr-defined]  # the embedded engine's own
    return jobs().records.get(jobs().sessions.get(session), job.id)


def test_a_dead_link_and_a_repeated_page_do_not_cost_the_good_one(tmp_path: Path) -> None:
    with hosted(tmp_path, web=SmallWeb()):
        session = sessions().create(LOCAL).id

        job = chained(
            session, GOOD, "https://old.bramblegate.example/openapi", "https://down.example/", "https://gone.example/"
        )

        [bundle] = documentation().list(LOCAL, session)
        data = sessions().describe(LOCAL, session)[1]
    assert (job.status, bundle.document.source, bundle.document.url) == ("finished", "scraper", GOOD)
    assert data["scrapeOutput"]["savedDocumentationsCount"] == 1  # type: ignore[call-overload, index]
    assert {"discoveryOutput", "scrapeOutput", "digesterOutput", "codegenOutput"} <= data.keys()


def test_links_of_which_none_can_be_read_end_the_chain_with_their_reasons(tmp_path: Path) -> None:
    with hosted(tmp_path, web=SmallWeb()):
        session = sessions().create(LOCAL).id

        job = chained(session, "https://down.example/", "https://gone.example/")

    [error] = job.errors
    assert job.status == "failed"
    assert error.startswith("scrape: https://down.example/: ")
    assert "https://gone.example/ answered 404." in error


@pytest.mark.parametrize("put", [[b"# Late\n"], []], ids=["used", "unused"])
def test_what_lies_under_a_link_is_waited_for_and_an_unused_link_is_not(tmp_path: Path, put: list[bytes]) -> None:
    with hosted(tmp_path) as host:
        session = sessions().create(LOCAL).id
        job = connectors().jobs.new(jobs().sessions.get(session), JobKind.DIGESTER, {})
        header = jobs().sessions.get(session)
        jobs().records.write((jobs().records.new(header, job),))
        offer = documentation().link(LOCAL, session, "late.md")
        host.close_workers()
        for data in put:
            place = UploadPlace(session_id=session, document_id=offer.document_id, filename="late.md")
            host.engines.uploads.put(place, data)

        assert digestion().is_ready(session, job.id) is not bool(put)
