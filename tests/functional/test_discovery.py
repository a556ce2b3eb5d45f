"""Discovery through the routes and the embedded host, with a web and a search engine of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pytest

from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.bootstrap.services import jobs
from shared.cli.host import hosted
from shared.domain.web.candidates import Candidate, Wanted
from shared.kernel.errors import Unavailable
from shared.ports.search import SearchProvider
from shared.ports.web import WebPage
from shared.services.finding.catalogue import APIS_GURU
from tests.fakes.models import Say, Script, speaking
from tests.fakes.web import FakeWeb
from tests.functional.ids import ABSENT
from tests.functional.stack import Stack
from tests.functional.wizard import Wizard

SPEC = "https://guru.example/acme/1.yaml"
INFO = {"title": "Acme API", "description": "Everything."}
LIST = {"acme.example": {"preferred": "1", "versions": {"1": {"info": INFO, "swaggerYamlUrl": SPEC}}}}
BODY = {"applicationName": "Acme", "applicationVersion": "latest", "llmGeneratedSearchQuery": False}


class Engine:
    """A search engine that finds the same for every query, or is down."""

    name = "engine"

    def __init__(self, *links: str) -> None:
        self.links = links
        self.wanted: list[Wanted] = []

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        self.wanted.append(wanted)
        if not self.links:
            message = "the engine is down"
            raise Unavailable(message)
        return [Candidate(href=link, source=self.name, query=query) for query in wanted.queries for link in self.links]


class Searching(Outside):
    def __init__(self, engine: Engine, *providers: str, model: ModelSettings | None = None) -> None:
        super().__init__(OutsideSettings(providers=providers, model=model or ModelSettings()))
        self._engine = engine

    @cached_property
    def web_search(self) -> SearchProvider:
        return self._engine


@contextmanager
def wizard(folder: Path, pages: Mapping[str, str], engine: Engine, *providers: str) -> Iterator[Wizard]:
    web = FakeWeb({url: WebPage(url=url, media_type="", body=text.encode()) for url, text in pages.items()})
    with hosted(folder, web=web, outside=Searching(engine, *providers)):
        yield Wizard()


def test_all_providers_are_asked_and_what_they_found_is_ranked(tmp_path: Path) -> None:
    engine = Engine("https://acme.example/docs/api?utm_source=e", "https://acme.example/blog", SPEC)
    pages = {
        APIS_GURU: json.dumps(LIST),
        "https://acme.example/": "hi",
        "https://acme.example/openapi.json": '{"openapi": "3.0.0"}',
    }

    with wizard(tmp_path, pages, engine, "catalogue", "site", "web") as client:
        status = client.run("discovery", BODY | {"applicationUrl": "https://acme.example", "numQueries": 99})
        data = client.send("GET", f"/api/v1/session/{client.session}").json()["data"]

    links = ["https://acme.example/openapi.json", SPEC, "https://acme.example/docs/api", "https://acme.example/blog"]
    assert status["result"]["candidateLinks"] == links
    assert status["result"]["candidateLinksEnriched"][:2] == [
        {"title": "OpenAPI description", "href": links[0], "body": "", "source": "site", "query": links[0]},
        {"title": "Acme API 1", "href": SPEC, "body": "Everything.", "source": "catalogue", "query": "acme.example"},
    ]
    assert status.keys() == {
        "jobId", "status", "createdAt", "startedAt", "updatedAt", "finishedAt", "progress", "result"
    }  # fmt: skip
    assert (status["status"], status["progress"]) == ("finished", {"stage": "finished", "message": "completed"})
    assert (data["discoveryOutput"], data["discoveryJobId"]) == (status["result"], status["jobId"])
    assert [(each.application, len(each.queries)) for each in engine.wanted] == [("Acme", 8)]


def test_nobody_who_answers_is_an_empty_list_with_a_reason_each(tmp_path: Path) -> None:
    with wizard(tmp_path, {}, Engine(), "web", "catalogue") as client:
        status = client.run("discovery", BODY)

    assert (status["status"], status["result"]) == ("finished", {"candidateLinks": [], "candidateLinksEnriched": []})
    assert status["errors"] == [
        "engine: the engine is down",
        f"catalogue: {APIS_GURU} answers with status 404 instead of a page.",
    ]


def test_the_same_question_is_answered_at_once_unless_it_is_asked_afresh(tmp_path: Path) -> None:
    engine = Engine("https://acme.example/api")
    with wizard(tmp_path, {}, engine, "web") as client:
        first, again = client.run("discovery", BODY), client.run("discovery", BODY)
        client.run("discovery", BODY, skipCache="true")
        client.run("discovery", BODY | {"applicationVersion": "2"})
        data = client.send("GET", f"/api/v1/session/{client.session}").json()["data"]

    assert len(engine.wanted) == 3
    assert (first["jobId"] == again["jobId"], first["result"] == again["result"]) == (False, True)
    assert (again["status"], again["progress"]["stage"]) == ("finished", "finished")
    assert data["discoveryInput"]["applicationVersion"] == "2"


def test_another_session_of_the_tenant_is_answered_at_once_too(tmp_path: Path) -> None:
    engine = Engine("https://acme.example/api")
    with wizard(tmp_path, {}, engine, "web") as client:
        first = client.run("discovery", BODY)
        client.session = ""
        other = client.run("discovery", BODY)

    assert (len(engine.wanted), other["result"]) == (1, first["result"])


def test_a_search_that_failed_in_part_is_made_again(tmp_path: Path) -> None:
    engine = Engine("https://acme.example/api")
    with wizard(tmp_path, {}, engine, "web", "catalogue") as client:
        client.run("discovery", BODY)
        client.run("discovery", BODY)

    assert len(engine.wanted) == 2


def test_a_name_alone_is_enough_for_a_connector(tmp_path: Path) -> None:
    link = "https://acme.example/openapi.yaml"
    pages = {link: (Path(__file__).parents[2] / "events" / "example" / "openapi.yaml").read_text()}
    with wizard(tmp_path, pages, Engine(link, "https://acme.example/gone"), "web") as client:
        client.session = client.send("POST", "/api/v1/session").json()["sessionId"]
        path = f"/api/v1/session/{client.session}/connector"
        job = client.send("POST", path, json={"applicationName": "Acme", "search": True}).json()["jobId"]
        jobs().pipelines.wait("connector", job, 120)  # type: ignore[attr-defined]  # the embedded engine's own
        status = client.send("GET", path).json()
        data = client.send("GET", f"/api/v1/session/{client.session}").json()["data"]

    assert [(stage["stage"], stage["status"]) for stage in status["stages"]] == [
        (stage, "finished") for stage in ("discovery", "scrape", "digester", "codegen")
    ]
    assert data["scrapeOutput"]["savedDocumentations"][0]["url"] == link


def test_nobody_to_ask_is_told_too(tmp_path: Path) -> None:
    with wizard(tmp_path, {}, Engine()) as client:
        status = client.run("discovery", BODY)

    assert status["errors"] == ["No search provider is configured."]


@pytest.mark.parametrize(
    "body",
    [
        BODY | {"integrationType": "SCIM", "maxCandidateLinks": 1, "skipCache": True, "more": [1]},
        BODY | {"integrationType": "scim", "maxCandidateLinks": -3, "usePreviousSessionData": False},
    ],
)
def test_requests_are_read_liberally(tmp_path: Path, body: dict[str, Any]) -> None:
    engine = Engine("https://acme.example/a", "https://acme.example/scim")
    with wizard(tmp_path, {}, engine, "web") as client:
        status = client.run("discovery", body, skipCache="true")
        data = client.send("GET", f"/api/v1/session/{client.session}").json()["data"]

    assert status["result"]["candidateLinks"] == ["https://acme.example/scim"]
    assert (engine.wanted[0].protocol, data["discoveryInput"]["skipCache"]) == ("scim", True)


class TestWithALanguageModel:
    LINKS: Final = ("https://acme.example/api", "https://acme.example/docs", "https://acme.example/scim")

    def status(self, folder: Path, script: Script, engine: Engine, **body: Any) -> tuple[dict[str, Any], int]:  # noqa: ANN401
        with speaking(script) as server:
            model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=0, seconds=5)
            outside = Searching(engine, "web", model=model)
            with hosted(folder, web=FakeWeb(), outside=outside):
                return Wizard().run("discovery", BODY | body), len(server.asked)

    def test_it_writes_queries_for_who_asks_it_to(self, tmp_path: Path) -> None:
        engine = Engine(self.LINKS[0])
        says = Say(value={"queries": ["acme  people api", "Acme REST API reference"]})
        status, asked = self.status(tmp_path, lambda _: says, engine, llmGeneratedSearchQuery=True, numQueries=3)

        assert (engine.wanted[0].queries, asked) == (
            ("acme people api", "Acme REST API reference", "Acme OpenAPI specification"), 1
        )  # fmt: skip
        assert status["result"]["modelUsage"]["questions"] == 1

    def test_it_refines_the_ranking_for_who_asks_it_to(self, tmp_path: Path) -> None:
        engine = Engine(*self.LINKS)
        before, asked = self.status(tmp_path / "a", lambda _: Say(text="never asked"), engine)
        says = Say(value={"numbers": [2, 99, 0, 2]})
        after, once = self.status(tmp_path / "b", lambda _: says, engine, enableLinkRanking=True)

        plain = before["result"]["candidateLinks"]
        assert (asked, once, "modelUsage" in before["result"]) == (0, 1, False)
        assert after["result"]["candidateLinks"] == [plain[2], plain[0], plain[1]]

    def test_it_is_not_missed_where_it_fails(self, tmp_path: Path) -> None:
        body = {"enableLinkRanking": True, "llmGeneratedSearchQuery": True}
        status, _ = self.status(tmp_path, lambda _: Say(status=403), Engine(*self.LINKS), **body)

        assert (status["status"], len(status["result"]["candidateLinks"])) == ("finished", 3)
        assert status["errors"] == ["language model: The language model refuses the question (status 403)."] * 2


class TestRoutes:
    PATHS = ("discovery", BODY), ("scrape", {"starterLinks": [], "applicationName": "Acme"})

    @pytest.mark.parametrize(("stage", "body"), PATHS)
    def test_a_job_is_queued_and_read_without_its_id(self, stack: Stack, stage: str, body: dict[str, Any]) -> None:
        path = f"/api/v1/{stage}/{stack.new_session()}/{stage}"
        none = stack.call("GET", path)
        job = stack.call("POST", path, json=body)
        read, unknown = stack.call("GET", path), stack.call("GET", path, params={"jobId": ABSENT})

        assert (none.status_code, none.json()["error"]["code"]) == (404, "job_not_found")
        assert (job.status_code, read.json()["jobId"]) == (200, job.json()["jobId"])
        assert read.json().keys() == {"jobId", "status", "createdAt", "updatedAt", "progress"}
        assert (read.json()["status"], read.json()["progress"]["stage"]) == ("queued", "queue")
        assert (unknown.status_code, unknown.json()) == (200, {"jobId": ABSENT, "status": "not_found"})
        assert stack.engines.pipelines.started == [(stage, job.json()["jobId"])]

    @pytest.mark.parametrize(("stage", "body"), PATHS)
    def test_what_is_wrong_is_refused(self, stack: Stack, stage: str, body: dict[str, Any]) -> None:
        path = f"/api/v1/{stage}/{stack.new_session()}/{stage}"

        assert stack.call("POST", path, json={}).status_code == 422
        assert stack.call("POST", path, json=body | {"applicationName": ""}).status_code == 422
        assert stack.call("POST", path).status_code == 422
        assert stack.call("GET", path, params={"jobId": "null"}).status_code == 422
        absent = stack.call("POST", f"/api/v1/{stage}/{ABSENT}/{stage}", json=body)
        assert (absent.status_code, absent.json()["error"]["code"]) == (404, "session_not_found")

    @pytest.mark.parametrize(("stage", "body"), PATHS)
    def test_a_stranger_sees_nothing(self, keyed_stack: Stack, stage: str, body: dict[str, Any]) -> None:
        ann, bob = keyed_stack.new_key("ann"), keyed_stack.new_key("bob")
        path = f"/api/v1/{stage}/{keyed_stack.new_session(ann)}/{stage}"
        job = keyed_stack.call("POST", path, key=ann, json=body).json()

        for answer in (
            keyed_stack.call("POST", path, key=bob, json=body),
            keyed_stack.call("GET", path, key=bob, params=job),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "session_not_found")
