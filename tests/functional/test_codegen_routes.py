from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest

from shared.bootstrap import services
from shared.domain.job import JobKind, Progress
from shared.services.connectors import stage_job
from shared.services.jobs import Outcome
from tests.functional.builders import SCRIPT, store_document, store_script
from tests.functional.ids import ABSENT
from tests.functional.stack import Stack

LINK = "https://acme.example/docs"
PROGRESS = {"stage": "queue", "message": "", "processedDocuments": None, "totalDocuments": None}


@pytest.fixture(name="session_id")
def _session_id(stack: Stack) -> str:
    return stack.new_session()


@pytest.fixture(name="path")
def _path(session_id: str) -> str:
    return f"/api/v1/session/{session_id}/connector"


def waiting(stage: str, status: str = "queued") -> dict[str, Any]:
    return {"stage": stage, "jobId": None, "status": status, "progress": None, "errors": None}


def test_a_connector_starts_from_documents(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id)

    answer = stack.call("POST", path)

    job_id = answer.json()["jobId"]
    assert (answer.status_code, answer.json()) == (200, {"jobId": str(UUID(job_id))})
    assert stack.engines.pipelines.started == [("connector", job_id)]


def test_a_connector_starts_from_links(stack: Stack, session_id: str, path: str) -> None:
    body = {"applicationName": "Acme", "starterLinks": [LINK], "integrationType": "REST", "skipCache": True}

    job_id = stack.call("POST", path, json=body).json()["jobId"]

    session = services.sessions().records.get(session_id)
    assert services.jobs().records.get(session, job_id).input == {
        "applicationName": "Acme",
        "confidence": "high",
        "failing": "mark",
        "format": "groovy",
        "layout": "separate",
        "manifest": "yaml",
        "starterLinks": [LINK],
    }


@pytest.mark.parametrize("body", [b"", b"  ", b"{}", b'{"starterLinks":[]}', b'{"starterLinks":null}'])
def test_there_must_be_something_to_start_from(stack: Stack, path: str, body: bytes) -> None:
    answer = stack.call("POST", path, content=body)

    message = "upload documentation first, or name starterLinks"
    error = {"code": "no_documentation_stored", "message": message}
    assert (answer.status_code, answer.json()) == (400, {"error": error, "detail": message})
    assert stack.engines.pipelines.started == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ([], ["body"]),
        ({"applicationName": 5}, ["body", "applicationName"]),
        ({"confidence": "certain"}, ["body", "confidence"]),
        ({"format": "xml"}, ["body", "format"]),
        ({"layout": None}, ["body", "layout"]),
        ({"manifest": "YAML"}, ["body", "manifest"]),
        ({"starterLinks": LINK}, ["body", "starterLinks"]),
        ({"starterLinks": [LINK, 5]}, ["body", "starterLinks", 1]),
        ({"starterLinks": [LINK] * 201}, ["body", "starterLinks"]),
    ],
)
def test_a_request_has_a_form(stack: Stack, path: str, body: object, place: list[str | int]) -> None:
    answer = stack.call("POST", path, json=body)

    assert (answer.status_code, [found["loc"] for found in answer.json()["detail"]]) == (422, [place])


@pytest.mark.parametrize("link", ["ftp://acme.example", "acme.example", "https://", "https://ann:pw@acme.example"])
def test_a_link_is_a_web_address(stack: Stack, path: str, link: str) -> None:
    answer = stack.call("POST", path, json={"starterLinks": [link]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_link")
    assert stack.engines.pipelines.started == []


def test_a_chain_is_followed_stage_by_stage(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id)
    job_id = stack.call("POST", path).json()["jobId"]
    session, jobs = services.sessions().records.get(session_id), services.jobs()
    jobs.begin(session, job_id, JobKind.CONNECTOR)
    jobs.begin(session, stage_job(job_id, "digester"), JobKind.DIGESTER, parent=job_id)
    reading = Progress(stage="processing_chunks", message="api.yaml", processed=1, total=2)
    jobs.advance(session, stage_job(job_id, "digester"), reading)

    answer = stack.call("GET", path, params={"jobId": job_id})

    found = answer.json()
    assert answer.status_code == 200
    assert {key: found[key] for key in found if not key.endswith("At")} == {
        "jobId": job_id,
        "status": "running",
        "progress": PROGRESS | {"stage": "running"},
        "result": None,
        "errors": None,
        "stages": [
            {
                "stage": "digester",
                "jobId": stage_job(job_id, "digester"),
                "status": "running",
                "progress": {
                    "stage": "processing_chunks",
                    "message": "api.yaml",
                    "processedDocuments": 1,
                    "totalDocuments": 2,
                },
                "errors": None,
            },
            waiting("codegen"),
        ],
    }
    assert [found[key] is None for key in ("createdAt", "startedAt", "updatedAt", "finishedAt")] == [
        False, False, False, True,
    ]  # fmt: skip


def test_a_chain_from_links_has_all_four_stages(stack: Stack, path: str) -> None:
    stack.call("POST", path, json={"starterLinks": [LINK]})

    found = stack.call("GET", path).json()

    assert (found["status"], found["progress"]) == ("queued", PROGRESS)
    assert found["stages"] == [waiting(stage) for stage in ("discovery", "scrape", "digester", "codegen")]


def test_a_chain_tells_why_its_stage_failed(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id)
    job_id = stack.call("POST", path).json()["jobId"]
    session, jobs = services.sessions().records.get(session_id), services.jobs()
    digest_id = stage_job(job_id, "digester")
    jobs.begin(session, digest_id, JobKind.DIGESTER, parent=job_id)
    jobs.fail(session, digest_id, ("api.yaml declares no paths.",))
    services.connectors().fail(session_id, job_id, "The digester failed.")

    found = stack.call("GET", path, params={"jobId": job_id}).json()

    assert (found["status"], found["errors"]) == ("failed", ["digester: api.yaml declares no paths."])
    digester, codegen = found["stages"]
    assert (digester["status"], digester["errors"]) == ("failed", ["api.yaml declares no paths."])
    assert codegen == waiting("codegen", "skipped")


def test_a_finished_chain_has_an_object_as_result(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id)
    job_id = stack.call("POST", path).json()["jobId"]
    session, jobs = services.sessions().records.get(session_id), services.jobs()
    jobs.begin(session, stage_job(job_id, "codegen"), JobKind.CODEGEN, parent=job_id)
    jobs.succeed(session, stage_job(job_id, "codegen"), Outcome(result={"files": ["a.groovy"]}))
    services.connectors().finish(session_id, job_id)

    found = stack.call("GET", path).json()

    assert (found["jobId"], found["status"], found["result"]) == (
        job_id,
        "finished",
        {"files": ["a.groovy"]},
    )
    assert found["progress"] == PROGRESS | {"stage": "finished", "message": "completed"}


def test_a_job_that_nobody_knows_is_answered(stack: Stack, path: str) -> None:
    answer = stack.call("GET", path, params={"jobId": ABSENT})

    nothing = dict.fromkeys(["createdAt", "startedAt", "updatedAt", "finishedAt", "progress", "result", "errors"])
    assert (answer.status_code, answer.json()) == (
        200,
        {"jobId": ABSENT, "status": "not_found", **nothing, "stages": []},
    )


def test_a_session_without_a_chain_has_no_status(stack: Stack, session_id: str, path: str) -> None:
    answer = stack.call("GET", path)

    message = f"Session {session_id} has no such connector job"
    error = {"code": "job_not_found", "message": message}
    assert (answer.status_code, answer.json()) == (404, {"error": error, "detail": message})


@pytest.mark.parametrize("job_id", ["null", "", "7"])
def test_a_job_id_that_is_none_is_refused(stack: Stack, path: str, job_id: str) -> None:
    answer = stack.call("GET", path, params={"jobId": job_id})

    [found] = answer.json()["detail"]
    assert (answer.status_code, found["loc"]) == (422, ["query", "jobId"])


def test_the_bundle_is_downloaded(stack: Stack, session_id: str, path: str) -> None:
    store_script(session_id)
    about = {"infoMetadata": {"name": 'Acm\u00e9 "one"'}}
    stack.call("PUT", f"/api/v1/digester/{session_id}/metadata", json=about)

    answer = stack.call("GET", f"{path}/bundle")

    files = zipfile.ZipFile(io.BytesIO(answer.content))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert files.namelist() == ["User.create.op.groovy", "connector.manifest.yaml"]
    assert files.read("User.create.op.groovy").decode() == SCRIPT
    assert "script: /User.create.op.groovy" in files.read("connector.manifest.yaml").decode()
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"acm-one-connector.zip\"; filename*=UTF-8''acm-one-connector.zip"
    )
    assert stack.call("GET", f"{path}/bundle").content == answer.content


def test_where_the_store_offers_an_address_the_bundle_is_fetched_from_there(
    stack: Stack, session_id: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_script(session_id)
    asked: list[dict[str, object]] = []

    def link(_space: str, _digest: str, **wanted: object) -> str:
        asked.append(wanted)
        return "https://bucket.example/blob?signature=s"

    monkeypatch.setattr(stack.engines.blobs, "link", link, raising=False)

    answer = stack.call("GET", f"{path}/bundle")

    assert (answer.status_code, answer.headers["location"]) == (302, "https://bucket.example/blob?signature=s")
    assert asked == [{"filename": "application-connector.zip", "media_type": "application/zip", "seconds": 300}]


def test_a_session_without_a_connector_has_no_bundle(stack: Stack, path: str) -> None:
    answer = stack.call("GET", f"{path}/bundle")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "artefact_not_found")


@pytest.mark.parametrize(
    ("method", "rest"), [("POST", ""), ("GET", ""), ("GET", f"?jobId={ABSENT}"), ("GET", "/bundle")]
)
def test_a_session_that_is_not_there(stack: Stack, method: str, rest: str) -> None:
    answer = stack.call(method, f"/api/v1/session/{ABSENT}/connector{rest}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "session_not_found")
