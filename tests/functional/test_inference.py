"""Language models in the pipelines: what they add, what they cost, and that nothing is asked without need."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from shared.bootstrap import asking as models
from shared.bootstrap import generator, services
from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.cli.host import Host, hosted
from shared.compiler.model.connector import ConnectorModel
from shared.domain.job import JobKind
from shared.kernel.prompts import Prompt
from shared.services.asking import Answer
from tests.compiler.llm.test_prose import PAGE, REPLY
from tests.fakes.models import TOKENS, ModelServer, Say, Script, question_of, speaking
from tests.functional.wizard import Wizard

EXAMPLE: Final = (Path(__file__).parents[2] / "events" / "example" / "openapi.yaml").read_bytes()
EMPTY: Final[dict[str, Any]] = {"endpoints": [], "attributes": [], "authentications": []}
QUESTION: Final = Prompt(
    name="count", version=1, system="s", user="u",
    schema={"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
)  # fmt: skip


def facts(body: dict[str, Any]) -> Say:
    """Say what there is in the one page that holds something."""
    return Say(value=REPLY if "people collection" in question_of(body) else EMPTY)


class Digesting(Wizard):
    """Uploads documents and has them digested."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def digest(self, documents: dict[str, bytes]) -> dict[str, Any]:
        """Return the result of the digester's whole stage in a new session."""
        self.begin(documents)
        return self.again()

    def begin(self, documents: dict[str, bytes]) -> None:
        """Put the documents into a new session."""
        self.session = self.send("POST", "/api/v1/session").json()["sessionId"]
        for name, data in documents.items():
            path = f"/api/v1/session/{self.session}/documentation"
            assert self.send("POST", path, files={"documentation": (name, data)}).status_code == 200
        self._host.drain(30)

    def job(self, path: str) -> dict[str, Any]:
        """Return the result of a job over HTTP."""
        job = self.send("POST", path).json()
        services.jobs().pipelines.wait("digester", job["jobId"], 60)  # type: ignore[attr-defined]  # the embedded engine's own
        found = self.send("GET", path, params=job).json()
        assert found["status"] == "finished", found
        return dict(found["result"])

    def again(self) -> dict[str, Any]:
        """Have the session's documents digested and return the stage's result."""
        session = services.sessions().records.get(self.session)
        jobs = services.jobs()
        job = jobs.start(session, JobKind.DIGESTER, {}, "user:local")
        jobs.pipelines.wait("digester", job.id, 60)  # type: ignore[attr-defined]  # the embedded engine's own
        ended = jobs.records.get(session, job.id)
        assert ended.status == "finished", ended.errors
        return dict(ended.result or {})

    def model(self) -> ConnectorModel:
        """Return the session's model."""
        service = generator.generation()
        return service.models.decode(service.artefacts.read(services.sessions().records.get(self.session), "model"))


@contextmanager
def digesting(
    folder: Path, script: Script | list[Say], provider: str = "openai", **but: int
) -> Iterator[tuple[Digesting, ModelServer]]:
    with speaking(script) as server:
        url = f"{server.url}/v1" if provider == "openai" else server.url
        model = ModelSettings(provider=provider, name="maker", url=url, **({"retries": 0, "seconds": 5} | but))  # type: ignore[arg-type]
        with hosted(folder, outside=Outside(OutsideSettings(providers=(), model=model))) as host:
            yield Digesting(host), server


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.mark.parametrize("provider", ["openai", "bedrock"])
def test_prose_that_no_reader_understands_is_understood(tmp_path: Path, provider: str) -> None:
    with digesting(tmp_path, facts, provider) as (wizard, server):
        result = wizard.digest({"people.md": PAGE})
        model = wizard.model()

    assert result["objectClasses"] == ["Person"]
    assert result["modelUsage"] == {
        "model": f"{provider}/maker", "questions": 1, "calls": 1, "tokensIn": TOKENS[0], "tokensOut": TOKENS[1]
    }  # fmt: skip
    assert {finding["code"] for finding in result["diagnostics"]} >= {"PRO001", "LLM004"}
    [login, mail] = model.object_classes[0].attributes
    [place] = login.source
    assert place.inferred is not None
    assert (place.document, place.inferred.model, place.inferred.prompt) == (
        "people.md", f"{provider}/maker", "prose/1"
    )  # fmt: skip
    assert place.inferred.quote in " ".join(PAGE.decode().split())
    assert (mail.name, len(server.asked)) == ("mail", 1)


def test_one_resource_tells_what_it_cost_and_its_data_does_not(tmp_path: Path) -> None:
    spent = {"model": "openai/maker", "questions": 1, "calls": 1, "tokensIn": TOKENS[0], "tokensOut": TOKENS[1]}
    with digesting(tmp_path, facts) as (wizard, server):
        wizard.begin({"people.md": PAGE})
        path = f"/api/v1/digester/{wizard.session}/classes"
        first = wizard.job(path)
        again = wizard.job(path)
        data = wizard.send("GET", f"/api/v1/session/{wizard.session}").json()["data"]

    assert [each["name"] for each in first["objectClasses"]] == ["Person"]
    assert first == again | {"modelUsage": spent}
    assert (data["objectClassesOutput"], len(server.asked)) == (again, 1)


def test_specifications_leave_nothing_to_ask(tmp_path: Path) -> None:
    with digesting(tmp_path, facts) as (wizard, server):
        result = wizard.digest({"openapi.yaml": EXAMPLE, "schema.sql": b"create table users (id int primary key);"})

    assert (server.asked, "modelUsage" in result) == ([], False)
    assert "User" in result["objectClasses"]


def test_without_a_model_everything_ends_as_well(tmp_path: Path) -> None:
    with hosted(tmp_path, outside=Outside()) as host:
        result = Digesting(host).digest({"people.md": PAGE})

    assert (result["objectClasses"], "modelUsage" in result) == ([], False)


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    with digesting(tmp_path, facts) as (wizard, server):
        first = wizard.digest({"people.md": PAGE})
        again = wizard.again()
        elsewhere = wizard.digest({"people.md": PAGE})

    assert len(server.asked) == 1
    assert [each["objectClasses"] for each in (first, again, elsewhere)] == [["Person"]] * 3


@pytest.mark.parametrize(
    ("says", "codes", "asked"),
    [
        ([Say(value={"endpoints": 1}), Say(value=REPLY)], {"LLM004"}, 2),
        ([Say(text="no"), Say(value=REPLY)], {"LLM004"}, 2),
        ([Say(value=REPLY, cut=True), Say(value={})], {"LLM001"}, 2),
        ([Say(value={"endpoints": 1}), Say(value={"endpoints": 2})], {"LLM001"}, 2),
        ([Say(value={"x": "y" * 600_000}), Say(text="no")], {"LLM001"}, 2),
        ([Say(status=429)], {"LLM002"}, 1),
        ([Say(status=403)], {"LLM002"}, 1),
        ([Say(value=REPLY, seconds=2.5)], {"LLM002"}, 1),
    ],
)
def test_a_model_that_fails_costs_its_facts_and_nothing_else(
    tmp_path: Path, says: list[Say], codes: set[str], asked: int
) -> None:
    with digesting(tmp_path, says, seconds=2) as (wizard, server):
        result = wizard.digest({"people.md": PAGE, "openapi.yaml": EXAMPLE})

    found = {finding["code"] for finding in result["diagnostics"] if finding["code"].startswith("LLM")}
    assert (found, len(server.asked)) == (codes, asked)
    assert "User" in result["objectClasses"]
    assert ("Person" in result["objectClasses"]) is (codes == {"LLM004"})
    if asked == 2:
        assert "does not fit" in json.dumps(server.asked[1]["messages"])


def test_a_reading_that_could_not_be_completed_is_made_anew(tmp_path: Path) -> None:
    with digesting(tmp_path, [Say(status=503), Say(value=REPLY)]) as (wizard, server):
        before = wizard.digest({"people.md": PAGE})
        after = wizard.again()

    assert (before["objectClasses"], after["objectClasses"], len(server.asked)) == ([], ["Person"], 2)


class TestLimits:
    PAGES: Final = {f"{number:02}.md": PAGE + f"\nPage {number}.\n".encode() for number in range(12)}

    def test_a_job_asks_no_more_than_it_may(self, tmp_path: Path) -> None:
        with digesting(tmp_path, facts, calls=3, concurrency=2) as (wizard, server):
            result = wizard.digest(self.PAGES)

        limited = [finding for finding in result["diagnostics"] if finding["code"] == "LLM003"]
        assert (len(server.asked), len(limited), result["modelUsage"]["calls"]) == (3, 9, 3)
        assert server.most_at_once <= 2

    def test_a_job_spends_no_more_tokens_than_it_may(self, tmp_path: Path) -> None:
        with digesting(tmp_path, facts, tokens=2 * sum(TOKENS), concurrency=1) as (wizard, server):
            result = wizard.digest(self.PAGES)

        assert (len(server.asked), result["modelUsage"]["tokensIn"]) == (2, 2 * TOKENS[0])

    def test_a_provider_that_is_silent_is_left_in_peace(self, tmp_path: Path) -> None:
        with digesting(tmp_path, lambda _body: Say(status=503), concurrency=1) as (wizard, server):
            result = wizard.digest(self.PAGES)

        codes = [finding["code"] for finding in result["diagnostics"] if finding["code"].startswith("LLM")]
        assert (len(server.asked), codes.count("LLM002"), codes.count("LLM003")) == (3, 3, 9)


def test_an_answer_can_be_checked_beyond_its_schema(tmp_path: Path) -> None:
    def check(value: Any) -> tuple[str, ...]:  # noqa: ANN401
        return () if value["n"] > 0 else ("n is not positive",)

    def ask(wizard: Digesting, check: Callable[[Any], tuple[str, ...]]) -> Answer:
        wizard.session = wizard.send("POST", "/api/v1/session").json()["sessionId"]
        asking = models.asking()
        assert asking is not None
        return asking.open(services.sessions().records.get(wizard.session), "job").ask(QUESTION, check)

    with digesting(tmp_path, [Say(value={"n": 0}), Say(value={"n": 1}), Say(value={"n": 0}), Say(value={"n": 0})]) as (
        wizard, server,
    ):  # fmt: skip
        answers = [ask(wizard, check), ask(wizard, check)]

    assert answers == [
        Answer(ending="answered", value={"n": 1}),
        Answer(ending="dropped", why="The answer did not fit what was asked, twice."),
    ]
    assert "n is not positive" in json.dumps(server.asked[1])


POLICIES: Final = b"""# Policies API

A policy opens doors.

## List policies

`GET /policies` returns every policy that staff have.

| Field | Type | Description |
|-------|------|-------------|
| id | string | The number on the policy |
| colour | string | What it looks like |

## Create a policy

`POST /policies` makes a policy.
"""


@pytest.mark.parametrize("quote", ["returns every policy that staff have", "Policies are given to everybody"])
def test_a_class_of_which_the_rules_cannot_tell_is_judged_with_words_of_the_page(tmp_path: Path, quote: str) -> None:
    def script(body: Mapping[str, Any]) -> Say:
        if "confidence" in json.dumps(body):
            return Say(value={"classes": [{"name": "Policy", "confidence": "high", "quote": quote}]})
        return Say(value=EMPTY)

    with digesting(tmp_path, script) as (wizard, server):
        wizard.digest({"policies.md": POLICIES})
        [policy] = wizard.model().object_classes
        asked = len(server.asked)
        wizard.again()

    judged = [place.inferred for place in policy.source if place.inferred]
    said = quote in POLICIES.decode()
    assert (policy.confidence, [each.quote for each in judged]) == (("high", [quote]) if said else ("medium", []))
    assert [(each.model, each.prompt) for each in judged] == [("openai/maker", "worth/1")] * said
    assert len(server.asked) == asked > 0
