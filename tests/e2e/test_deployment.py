from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.architecture.artefacts import ROOT
from tests.e2e.deploy import Deployment, client, deploy

pytestmark = pytest.mark.e2e

EXAMPLE = ROOT / "events" / "example" / "openapi.yaml"
SECONDS = 60

Answer = TypeVar("Answer")


def until(ask: Callable[[], Answer], done: Callable[[Answer], bool]) -> Answer:
    end = time.monotonic() + SECONDS
    while not done(answer := ask()) and time.monotonic() < end:
        time.sleep(0.2)
    assert done(answer), answer
    return answer


@pytest.fixture(name="session")
def _session(api: httpx.Client) -> str:
    answer = api.post("/api/v1/session")

    assert answer.status_code == 201
    return f"/api/v1/session/{answer.json()['sessionId']}"


def uploaded(api: httpx.Client, document: str) -> httpx.Response:
    return until(lambda: api.head(document), lambda answer: answer.status_code != 202)


def connector(api: httpx.Client, session: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    job = api.post(f"{session}/connector", json=request).json()["jobId"]
    ended = until(
        lambda: api.get(f"{session}/connector", params={"jobId": job}).json(),
        lambda status: status["status"] in {"finished", "failed"},
    )
    assert isinstance(ended, dict)
    return ended


def test_an_upload_becomes_a_connector(api: httpx.Client, session: str) -> None:
    sent = api.post(f"{session}/documentation", files={"documentation": ("openapi.yaml", EXAMPLE.read_bytes())})
    stored = uploaded(api, f"{session}/documentation/{sent.json()['docId']}")
    status = connector(api, session)
    data = api.get(session).json()["data"]
    link = api.get(f"{session}/connector/bundle")
    bundle = zipfile.ZipFile(io.BytesIO(httpx.get(link.headers["location"]).content))

    assert (sent.status_code, stored.status_code, link.status_code) == (200, 204, 302)
    assert status["errors"] is None
    assert [(stage["stage"], stage["status"]) for stage in status["stages"]] == [
        ("digester", "finished"),
        ("codegen", "finished"),
    ]
    assert (data["digesterJobId"], data["codegenJobId"]) == tuple(stage["jobId"] for stage in status["stages"])
    assert data["objectClasses"]
    assert data["generatedCode"]
    assert {"digesterOutput", "objectClassesOutput", "codegenOutput"} <= set(data)
    assert bundle.testzip() is None
    assert bundle.namelist() == sorted(bundle.namelist())


def test_an_object_put_into_the_bucket_is_processed(stack: Deployment, api: httpx.Client, session: str) -> None:
    document = "0f3f6f2e-5d0b-4d0e-9a52-6f1f6d1c7a11"
    key = f"uploads/{session.rpartition('/')[2]}/{document}/openapi.yaml"
    with client("s3", stack.endpoint) as s3:
        s3.put_object(Bucket=stack.outputs["BucketName"], Key=key, Body=EXAMPLE.read_bytes())
    stored = until(lambda: api.head(f"{session}/documentation/{document}"), lambda answer: answer.status_code == 204)
    [bundle] = api.get(f"{session}/documentation").json()

    assert stored.status_code == 204
    assert bundle["docId"] == document


def test_a_file_of_any_size_is_put_to_a_presigned_address(api: httpx.Client, session: str) -> None:
    link = api.post(f"{session}/documentation/uploads", json={"filename": "openapi.yaml"}).json()
    put = httpx.put(link["uploadUrl"], content=EXAMPLE.read_bytes())
    stored = uploaded(api, f"{session}/documentation/{link['docId']}")

    assert (put.status_code, stored.status_code) == (200, 204)


def test_a_document_that_cannot_be_read_fails_and_leaves_the_session_alone(api: httpx.Client, session: str) -> None:
    sent = api.post(f"{session}/documentation", files={"documentation": ("openapi.json", b'{"openapi": ')}).json()
    gone = uploaded(api, f"{session}/documentation/{sent['docId']}")
    [job] = api.get(f"{session}/documentation/status").json()["uploadJobs"]

    assert (gone.status_code, job["status"]) == (404, "failed")


def test_a_stage_that_fails_says_why_and_leaves_what_came_before(api: httpx.Client, session: str) -> None:
    link = "http://127.0.0.1/api"  # refused by the function before anything is sent
    status = connector(api, session, starterLinks=[link])
    data = api.get(session).json()["data"]

    assert [(stage["stage"], stage["status"]) for stage in status["stages"]] == [
        ("discovery", "finished"),
        ("scrape", "failed"),
        ("digester", "skipped"),
        ("codegen", "skipped"),
    ]
    assert (status["status"], len(status["errors"])) == ("failed", 1)
    assert status["errors"][0].startswith(f"scrape: {link}")
    assert data["discoveryOutput"]["candidateLinks"] == [link]
    assert "scrapeOutput" not in data


def test_an_event_that_cannot_be_processed_waits_in_the_queue(stack: Deployment) -> None:
    name = stack.resources["OnDocumentationUploadedFunction"]
    with client("lambda", stack.endpoint) as functions, client("sqs", stack.endpoint) as queues:
        functions.invoke(FunctionName=name, InvocationType="Event", Payload=b'{"Records": [{"eventName": "unknown"}]}')
        [message] = until(
            lambda: queues.receive_message(QueueUrl=stack.resources["FailedUploadsQueue"]).get("Messages", []), bool
        )
    record = json.loads(message["Body"])

    assert record["requestPayload"] == {"Records": [{"eventName": "unknown"}]}
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["responsePayload"]["errorType"] == "KeyError"


def test_a_connector_of_nothing_is_refused(api: httpx.Client, session: str) -> None:
    answer = api.post(f"{session}/connector")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "no_documentation_stored")


def test_agents_see_the_same_session(api: httpx.Client, session: str) -> None:
    name = session.rpartition("/")[2]
    place = "/apps/connectorsmith/users/engineer/sessions"
    api.patch(session, json={"data": {"colour": "red"}})
    event = {"author": "agent", "id": "e1", "actions": {"stateDelta": {"size": 5, "app:seen": True}}}
    stored = [api.post(f"/api{place}/{name}/events", json=event).json() for _ in range(2)]
    other = api.post("/apps/chat/users/engineer/sessions", json={"state": {"k": 1}, "events": [event] * 120})
    listed = api.get("/apps/chat/users/engineer/sessions").json()
    found = api.get(f"{place}/{name}", params={"numRecentEvents": 5}).json()

    assert stored[0] == stored[1]
    assert (found["state"]["colour"], found["state"]["size"], found["state"]["app:seen"]) == ("red", 5, True)
    assert [each["author"] for each in found["events"]] == ["user", "agent"]
    assert (len(other.json()["events"]), listed[0]["state"]["size"]) == (120, 5)
    assert api.delete(f"{place}/{name}").text == "null"
    assert api.get(session).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("/health", 200), ("/api/v1/session/0f3f6f2e-5d0b-4d0e-9a52-6f1f6d1c7a11", 401), ("/elsewhere", 404)],
)
def test_only_the_health_is_told_to_strangers(stack: Deployment, path: str, status: int) -> None:
    assert httpx.get(stack.api + path, timeout=60).status_code == status


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"Stage": "prod", "Authentication": "none"}, "In prod, Authentication is keys or jwt"),
        ({"Authentication": "jwt", "JwtAudience": "a"}, "Authentication=jwt needs JwtIssuer"),
        ({"Authentication": "jwt", "JwtIssuer": "https://i.example"}, "Authentication=jwt needs JwtAudience"),
        ({"LanguageModelProvider": "bedrock"}, "A language model provider needs LanguageModelId"),
        (
            {"LanguageModelProvider": "openai", "LanguageModelId": "m"},
            "LanguageModelProvider=openai needs LanguageModelSecretArn",
        ),
    ],
)
def test_parameters_that_contradict_each_other_are_refused(
    endpoint: str, template: str, parameters: dict[str, str], reason: str
) -> None:
    with pytest.raises(ClientError, match=reason):
        deploy(endpoint, template, "refused", parameters)
