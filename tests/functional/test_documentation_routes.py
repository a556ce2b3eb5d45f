from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import pytest

from shared.bootstrap import services
from shared.domain.job import JobKind
from shared.domain.upload_place import UploadPlace
from tests.functional.builders import METADATA, document_id, store_document
from tests.functional.ids import ABSENT, NAMESPACE
from tests.functional.stack import Stack

FILE = {"documentation": ("api.yaml", b"openapi: 3.1.0\n", "application/yaml")}
CREATED = "2026-06-17T13:04:11.512000+00:00"


@pytest.fixture(name="session_id")
def _session_id(stack: Stack) -> str:
    return stack.new_session()


@pytest.fixture(name="path")
def _path(session_id: str) -> str:
    return f"/api/v1/session/{session_id}/documentation"


def bundle(number: int = 0) -> dict[str, Any]:
    chunks = [
        {
            "chunkId": str(uuid5(NAMESPACE, text)),
            "source": "upload",
            "url": "upload://api.yaml",
            "summary": f"Part {place}",
            "content": text,
            "createdAt": CREATED,
            "scrapeJobIds": [],
            "metadata": METADATA | {"chunk_number": place},
        }
        for place, text in enumerate(("a: 1\n", "b: 2\n"))
    ]
    return {"docId": document_id(number), "chunks": chunks}


def test_an_upload_is_kept_before_it_is_answered(stack: Stack, session_id: str, path: str) -> None:
    answer = stack.call("POST", path, files=FILE)

    found = answer.json()
    assert (answer.status_code, found) == (
        200,
        {
            "message": "Documentation accepted for processing",
            "sessionId": session_id,
            "jobId": str(UUID(found["jobId"])),
            "docId": str(UUID(found["docId"])),
            "status": "queued",
        },
    )
    place = UploadPlace(session_id=session_id, document_id=found["docId"], filename="api.yaml")
    assert stack.engines.put == [place]
    assert stack.engines.uploads.get(place, limit=100) == b"openapi: 3.1.0\n"
    [job] = stack.call("GET", f"/api/v1/session/{session_id}/jobs").json()["jobs"]
    assert (job["jobId"], job["type"]) == (found["jobId"], "documentation.processUpload")


def test_an_upload_under_the_callers_id(stack: Stack, path: str) -> None:
    answer = stack.call("POST", f"{path}/{document_id(7)}?skipCache=true", files=FILE)

    assert (answer.status_code, answer.json()["docId"]) == (200, document_id(7))


def test_an_upload_that_replaces_everything(stack: Stack, session_id: str, path: str) -> None:
    answer = stack.call("PUT", path, files=FILE)

    session = services.sessions().records.get(session_id)
    pending = services.documentation().documents.find_pending(session, answer.json()["docId"])
    assert pending is not None
    assert (answer.status_code, pending.replaces_all, pending.declared_type) == (200, True, "application/yaml")


@pytest.mark.parametrize(
    "files",
    [
        {"file": ("api.yaml", b"a: 1")},
        [("documentation", ("api.yaml", b"a: 1")), ("other", ("b.yaml", b"b: 2"))],
    ],
)
def test_the_part_may_have_another_name_if_it_is_the_only_one(stack: Stack, path: str, files: Any) -> None:  # noqa: ANN401
    answer = stack.call("POST", path, files=files)

    [place] = stack.engines.put
    assert (answer.status_code, place.filename) == (200, "api.yaml")


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ({}, "missing"),
        ({"content": b"openapi: 3.1.0"}, "missing"),
        ({"json": {"documentation": "x"}}, "missing"),
        ({"data": {"documentation": "x"}}, "missing"),
        ({"files": {"documentation": (None, b"x")}}, "missing"),
        ({"files": [("a", ("a", b"x")), ("b", ("b", b"x"))]}, "too_many_files"),
        ({"files": [("documentation", ("a", b"x")), ("documentation", ("b", b"x"))]}, "too_many_files"),
    ],
)
def test_a_form_without_exactly_one_file_is_refused(
    stack: Stack, path: str, request_: dict[str, Any], kind: str
) -> None:
    answer = stack.call("POST", path, **request_)

    [found] = answer.json()["detail"]
    assert (answer.status_code, found["type"], found["loc"]) == (422, kind, ["body", "documentation"])
    assert stack.engines.put == []


@pytest.mark.parametrize("body", [b"--other\r\n", b"--b\r\nno header\r\n\r\nx\r\n--b--\r\n"])
def test_a_form_that_cannot_be_taken_apart_is_refused(stack: Stack, path: str, body: bytes) -> None:
    answer = stack.call("POST", path, content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert stack.engines.put == []


# The form parser leaves the file of a part without an end to the garbage collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile")
def test_a_form_that_breaks_off_is_refused(stack: Stack, path: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="documentation"; filename="a"\r\n\r\nnever ends'

    answer = stack.call("POST", path, content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})

    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (422, "missing")
    assert stack.engines.put == []


def test_a_form_of_very_many_parts_is_refused(stack: Stack, path: str) -> None:
    files = [("documentation", (f"{number}.yaml", b"x")) for number in range(21)]

    answer = stack.call("POST", path, files=files)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_an_empty_file_is_refused(stack: Stack, path: str) -> None:
    answer = stack.call("POST", path, files={"documentation": ("api.yaml", b"")})

    error = {"code": "document_empty", "message": "api.yaml is empty"}
    assert (answer.status_code, answer.json()) == (422, {"error": error, "detail": "api.yaml is empty"})


def test_a_file_over_the_limit_is_pointed_to_the_links(stack: Stack, path: str) -> None:
    stack.engines.body_limit = 2_000

    answer = stack.call("POST", path, files={"documentation": ("api.yaml", b"x" * 3_000)})

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "payload_too_large")
    assert "documentation/uploads" in answer.json()["detail"]
    assert stack.engines.put == []


def test_a_link_takes_a_file_of_any_size(stack: Stack, session_id: str, path: str) -> None:
    answer = stack.call("POST", f"{path}/uploads", json={"filename": "api.yaml", "docId": document_id(3)})

    found = answer.json()
    address = urlsplit(found["uploadUrl"])
    assert (answer.status_code, found) == (
        200,
        {
            "sessionId": session_id,
            "docId": document_id(3),
            "jobId": str(UUID(found["jobId"])),
            "uploadUrl": found["uploadUrl"],
            "method": "PUT",
            "expiresAt": found["expiresAt"],
        },
    )
    assert (address.netloc, address.path) == (
        "stack.example",
        f"/uploads/{session_id}/{document_id(3)}/api.yaml",
    )
    [job] = stack.call("GET", f"/api/v1/session/{session_id}/jobs").json()["jobs"]
    lifetime = datetime.fromisoformat(found["expiresAt"]) - datetime.fromisoformat(job["createdAt"])
    assert (job["jobId"], lifetime.total_seconds()) == (found["jobId"], 900)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, ["body", "filename"]),
        ({"filename": ""}, ["body", "filename"]),
        ({"filename": 5}, ["body", "filename"]),
        ({"filename": "a", "docId": "nope"}, ["body", "docId"]),
        ([], ["body"]),
    ],
)
def test_a_wish_for_a_link_has_a_form(stack: Stack, path: str, body: object, place: list[str]) -> None:
    answer = stack.call("POST", f"{path}/uploads", json=body)

    assert (answer.status_code, [found["loc"] for found in answer.json()["detail"]]) == (422, [place])


def test_a_session_without_documents_has_no_list(stack: Stack, session_id: str, path: str) -> None:
    answer = stack.call("GET", path)

    message = f"Session {session_id} has no documentation"
    error = {"code": "documentation_not_found", "message": message}
    assert (answer.status_code, answer.json()) == (404, {"error": error, "detail": message})


def test_documents_are_listed_with_their_chunks(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id, 0)
    store_document(session_id, 1)

    answer = stack.call("GET", path)

    assert answer.status_code == 200
    assert sorted(answer.json(), key=str) == sorted([bundle(0), bundle(1)], key=str)


def test_one_document_is_read(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id)

    answer = stack.call("GET", f"{path}/{document_id(0)}")

    assert (answer.status_code, answer.json()) == (200, bundle())


def test_a_document_is_there_or_on_its_way_or_not(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id, 0)
    job_id = stack.call("POST", f"{path}/{document_id(1)}", files=FILE).json()["jobId"]

    there, coming, absent = (stack.call("HEAD", f"{path}/{document_id(number)}") for number in range(3))

    assert [answer.status_code for answer in (there, coming, absent)] == [204, 202, 404]
    told = (coming.headers["x-documentation-status"], coming.headers["x-job-id"])
    assert told == ("processing", job_id)


def test_a_failed_upload_is_no_document(stack: Stack, session_id: str, path: str) -> None:
    sent = stack.call("POST", path, files=FILE).json()
    session = services.sessions().records.get(session_id)
    services.jobs().begin(session, sent["jobId"], JobKind.UPLOAD)
    services.jobs().fail(session, sent["jobId"], ("The file is no YAML.",))

    assert stack.call("HEAD", f"{path}/{sent['docId']}").status_code == 404
    found = stack.call("GET", f"{path}/status").json()
    [row] = found["uploadJobs"]
    assert (found["sessionId"], found["totalUploads"]) == (session_id, 1)
    assert (row["jobId"], row["docId"], row["type"], row["status"], row["errors"]) == (
        sent["jobId"],
        sent["docId"],
        "documentation.processUpload",
        "failed",
        ["The file is no YAML."],
    )


def test_a_session_without_uploads_has_an_empty_status(stack: Stack, session_id: str, path: str) -> None:
    assert stack.call("GET", f"{path}/status").json() == {
        "sessionId": session_id,
        "uploadJobs": [],
        "totalUploads": 0,
    }


def test_one_document_is_deleted(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id, 0)
    store_document(session_id, 1)

    answer = stack.call("DELETE", f"{path}/{document_id(0)}")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "message": "Document deleted (2 chunk(s) removed)",
            "sessionId": session_id,
            "deletedDocId": document_id(0),
            "deletedChunks": 2,
        },
    )
    assert stack.call("GET", path).json() == [bundle(1)]


def test_all_documents_are_deleted(stack: Stack, session_id: str, path: str) -> None:
    store_document(session_id, 0)
    store_document(session_id, 1)

    answer = stack.call("DELETE", path)

    message = "Documentation deleted successfully"
    assert (answer.status_code, answer.json()) == (200, {"message": message, "sessionId": session_id})
    assert stack.call("GET", path).status_code == 404


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_document_that_is_not_there(stack: Stack, path: str, method: str) -> None:
    answer = stack.call(method, f"{path}/{ABSENT}")

    message = f"Document {ABSENT} not found"
    error = {"code": "documentation_item_not_found", "message": message}
    assert (answer.status_code, answer.json()) == (404, {"error": error, "detail": message})


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("POST", ""), ("PUT", ""), ("GET", ""), ("DELETE", ""), ("GET", "/status"), ("POST", "/uploads"),
        ("POST", f"/{ABSENT}"), ("GET", f"/{ABSENT}"), ("DELETE", f"/{ABSENT}"),
    ],
)  # fmt: skip
def test_a_session_that_is_not_there(stack: Stack, method: str, rest: str) -> None:
    sent: dict[str, Any] = {"json": {"filename": "a"}} if rest == "/uploads" else {"files": FILE}

    answer = stack.call(method, f"/api/v1/session/{ABSENT}/documentation{rest}", **sent)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "session_not_found")
    assert stack.engines.put == []


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_document_id_that_is_none_is_refused(stack: Stack, path: str, method: str) -> None:
    answer = stack.call(method, f"{path}/nope", files=FILE)

    [found] = answer.json()["detail"]
    assert (answer.status_code, found["loc"]) == (422, ["path", "document_id"])
