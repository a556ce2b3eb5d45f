from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.bootstrap import services
from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.domain.job import JobKind
from shared.domain.session import Event
from shared.kernel.errors import Unavailable
from shared.records.events import EventRecords
from shared.services.jobs import Outcome
from tests.fakes.models import Say, speaking
from tests.functional.builders import METADATA, document_id, store_document
from tests.functional.ids import ABSENT
from tests.functional.stack import Stack

NAMED = "2b6f0cc9-04d2-4b4c-9a3d-0f6d1e1c2a77"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
VIEWS: dict[str, object] = {
    "documentationItems": [],
    "objectClasses": [],
    "generatedCode": {},
    "digesterInput": None,
    "digesterJobId": None,
    "codegenInput": None,
    "codegenJobId": None,
}
GONE = {"code": "session_not_found", "message": f"Session {ABSENT} not found"}


def events(stack: Stack, session_id: str) -> tuple[Event, ...]:
    session = services.sessions().records.get(session_id)
    return EventRecords(stack.engines.items, stack.engines.blobs).latest(session, limit=1000)


def data(stack: Stack, session_id: str) -> dict[str, object]:
    found = stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]
    return {key: value for key, value in found.items() if key not in VIEWS}


def test_health_needs_no_key(keyed_stack: Stack) -> None:
    answer = keyed_stack.call("GET", "/health")

    assert (answer.status_code, answer.json()) == (200, {"message": "OK"})


def test_a_session_is_made_under_a_new_id(stack: Stack) -> None:
    answer = stack.call("POST", "/api/v1/session")

    session_id = answer.json()["sessionId"]
    assert (answer.status_code, answer.json()) == (
        201,
        {"sessionId": session_id, "message": "Session created successfully"},
    )
    assert stack.call("HEAD", f"/api/v1/session/{session_id}").status_code == 204


@pytest.mark.parametrize("body", [b"", b"{}", b"not json", b'{"data":{"a":1}}'])
def test_a_session_is_made_under_the_callers_id_whatever_the_body(stack: Stack, body: bytes) -> None:
    answer = stack.call("POST", f"/api/v1/session/{NAMED}", content=body)

    assert (answer.status_code, answer.json()["sessionId"]) == (201, NAMED)
    assert data(stack, NAMED) == {}


def test_the_case_of_an_id_does_not_matter(stack: Stack) -> None:
    stack.call("POST", f"/api/v1/session/{NAMED.upper()}")

    assert stack.call("HEAD", f"/api/v1/session/{NAMED}").status_code == 204


def test_an_id_is_given_once(stack: Stack) -> None:
    stack.call("POST", f"/api/v1/session/{NAMED}")

    answer = stack.call("POST", f"/api/v1/session/{NAMED}")

    message = f"Session {NAMED} already exists"
    error = {"code": "session_already_exists", "message": message}
    assert (answer.status_code, answer.json()) == (409, {"error": error, "detail": message})


def test_a_new_session_is_empty_and_shows_the_documented_names(stack: Stack) -> None:
    session_id = stack.new_session()

    answer = stack.call("GET", f"/api/v1/session/{session_id}")

    found = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (200, '"r1"')
    assert sorted(found) == ["createdAt", "data", "message", "sessionId", "updatedAt"]
    assert (found["sessionId"], found["data"]) == (session_id, VIEWS)
    assert MOMENT.fullmatch(found["createdAt"])
    assert MOMENT.fullmatch(found["updatedAt"])


def test_documents_show_in_the_data(stack: Stack) -> None:
    session_id = stack.new_session()
    store_document(session_id, texts=("a: 1\n",))

    [item] = stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]["documentationItems"]

    assert item == {
        "docId": document_id(0),
        "chunkId": item["chunkId"],
        "source": "upload",
        "url": "upload://api.yaml",
        "summary": "Part 0",
        "metadata": METADATA,
    }


def test_named_keys_are_replaced_as_a_whole_and_others_stay(stack: Stack) -> None:
    session_id = stack.new_session()
    stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": {"kept": 1, "nested": {"a": 1, "b": 2}}})

    answer = stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": {"nested": {"c": None}}, "other": 1})

    assert (answer.status_code, answer.json()) == (
        200,
        {"sessionId": session_id, "message": "Session updated successfully"},
    )
    assert answer.headers["etag"] == '"r3"'
    assert data(stack, session_id) == {"kept": 1, "nested": {"c": None}}


EXACT = (
    '{"z":9007199254740993,"a":1.0,"b":1,"long":123456789012345678901234567890,"deep":[[[{"k":[]}]]],'
    '"text":"\u00e9\U0001f600\\u0000\\n","small":1e-07,"none":null,"yes":true,"":{"z":1,"a":2}}'
)


def test_every_json_value_comes_back_exactly(stack: Stack) -> None:
    session_id = stack.new_session()
    stack.call("PATCH", f"/api/v1/session/{session_id}", content=f'{{"data":{{"value":{EXACT}}}}}'.encode())

    text = stack.call("GET", f"/api/v1/session/{session_id}").text

    assert f'"value":{EXACT}' in text


def test_a_value_of_several_megabytes_comes_back(stack: Stack) -> None:
    session_id = stack.new_session()
    value = [{"number": number, "text": "x" * 90} for number in range(50_000)]

    answer = stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": {"large": value}})

    assert len(answer.request.content) > 5_000_000
    assert (answer.status_code, data(stack, session_id)) == (200, {"large": value})


def test_many_keys_at_once_come_back(stack: Stack) -> None:
    session_id = stack.new_session()
    many = {f"key {number}": number for number in range(500)}

    stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": many})

    assert data(stack, session_id) == many


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        (b"", "json_invalid", ["body", 0]),
        (b'{"data":', "json_invalid", ["body", 8]),
        (b'{"data":{"a":NaN}}', "json_invalid", ["body", 0]),
        (b'{"data":{"a":1e999}}', "json_invalid", ["body", 0]),
        (b'{"data":{"a":"\\ud800"}}', "json_invalid", ["body", 0]),
        (b"\xff\xfe", "json_invalid", ["body", 0]),
        (b'{"data":' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "json_invalid", ["body", 0]),
        (b"{}", "missing", ["body", "data"]),
        (b'{"data":null}', "dict_type", ["body", "data"]),
        (b'{"data":[]}', "dict_type", ["body", "data"]),
        (b'{"data":"{}"}', "dict_type", ["body", "data"]),
        (b"[]", "model_type", ["body"]),
    ],
)
def test_a_change_of_the_wrong_form_changes_nothing(
    stack: Stack, body: bytes, kind: str, place: list[str | int]
) -> None:
    session_id = stack.new_session()

    answer = stack.call("PATCH", f"/api/v1/session/{session_id}", content=body)

    [found] = answer.json()["detail"]
    assert (answer.status_code, found["type"], found["loc"]) == (422, kind, place)
    assert stack.call("GET", f"/api/v1/session/{session_id}").headers["etag"] == '"r1"'


@pytest.mark.parametrize("key", ["", "k" * 513])
def test_a_key_has_a_length(stack: Stack, key: str) -> None:
    session_id = stack.new_session()

    answer = stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": {key: 1}})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_key")


def test_a_change_may_insist_on_a_revision(stack: Stack) -> None:
    session_id = stack.new_session()
    path = f"/api/v1/session/{session_id}"
    first = stack.call("GET", path).headers["etag"]

    won = stack.call("PATCH", path, json={"data": {"a": 1}}, headers={"If-Match": first})
    lost = stack.call("PATCH", path, json={"data": {"a": 2}}, headers={"If-Match": first})

    assert (won.status_code, won.headers["etag"]) == (200, '"r2"')
    assert (lost.status_code, lost.json()["error"]["code"]) == (412, "precondition_failed")
    assert data(stack, session_id) == {"a": 1}


def test_two_hundred_parallel_changes_all_survive(stack: Stack) -> None:
    session_id = stack.new_session()
    path = f"/api/v1/session/{session_id}"
    writes = [("PATCH", path, {"json": {"data": {f"key{number}": number}}}) for number in range(200)]

    answers = stack.calls(writes)

    assert {answer.status_code for answer in answers} == {200}
    assert data(stack, session_id) == {f"key{number}": number for number in range(200)}
    log = events(stack, session_id)
    assert [event.sequence for event in log] == list(range(1, 202))
    assert [event.revision for event in log] == list(range(1, 202))
    assert {event.author for event in log} == {"user:local"}
    assert sorted(answer.headers["etag"] for answer in answers) == sorted(f'"r{n}"' for n in range(2, 202))


def test_a_session_lists_its_jobs_oldest_first(stack: Stack) -> None:
    session_id = stack.new_session()
    jobs, session = services.jobs(), services.sessions().records.get(session_id)
    first = jobs.start(session, JobKind.DIGESTER, {}, "user:local")
    second = jobs.start(session, JobKind.CODEGEN, {}, "user:local")
    jobs.begin(session, first.id, JobKind.DIGESTER)
    jobs.succeed(session, first.id, Outcome(result={"objectClasses": []}))

    answer = stack.call("GET", f"/api/v1/session/{session_id}/jobs")

    found = answer.json()
    assert (answer.status_code, found["sessionId"]) == (200, session_id)
    told = [(row["jobId"], row["type"], row["status"]) for row in found["jobs"]]
    assert told == [(first.id, "digester.digest", "finished"), (second.id, "codegen.generate", "queued")]
    assert [sorted(key for key, value in row.items() if value is None) for row in found["jobs"]] == [
        [],
        ["finishedAt", "startedAt"],
    ]
    assert MOMENT.fullmatch(found["jobs"][0]["startedAt"])


def test_nothing_remains_of_a_deleted_session(stack: Stack, tmp_path: Path) -> None:
    session_id = stack.new_session()
    path = f"/api/v1/session/{session_id}"
    stack.call("PATCH", path, json={"data": {"large": "x" * 100_000}})
    stack.call("POST", f"{path}/documentation", files={"documentation": ("api.yaml", b"a: 1")})
    before = [file for file in tmp_path.rglob("*") if file.is_file()]

    answer = stack.call("DELETE", path)

    message = "Session deleted successfully"
    assert (answer.status_code, answer.json()) == (200, {"sessionId": session_id, "message": message})
    left = [file.name for file in tmp_path.rglob("*") if file.is_file()]
    assert (len(before) > 2, left) == (True, ["upload-links.key"])
    assert stack.call("HEAD", path).status_code == 404
    assert stack.call("DELETE", path).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/jobs")])
def test_what_is_not_there_is_not_found(stack: Stack, method: str, path: str) -> None:
    answer = stack.call(method, f"/api/v1/session/{ABSENT}{path}", content=b'{"data":{"a":1}}')

    assert (answer.status_code, answer.json()) == (404, {"error": GONE, "detail": GONE["message"]})


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/jobs")]
)
def test_an_id_that_is_none_is_refused(stack: Stack, method: str, path: str) -> None:
    answer = stack.call(method, f"/api/v1/session/nope{path}", content=b'{"data":{}}')

    [found] = answer.json()["detail"]
    assert answer.status_code == 422
    assert (found["type"], found["loc"], found["input"]) == ("uuid_parsing", ["path", "session_id"], "nope")


@pytest.mark.parametrize(("name", "status"), [(ABSENT, 404), ("nope", 422)])
def test_asking_for_existence_gets_a_status_and_no_body(stack: Stack, name: str, status: int) -> None:
    answer = stack.call("HEAD", f"/api/v1/session/{name}")

    assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.parametrize(("say", "llm"), [(Say(), "ok"), (Say(status=403), "unavailable")])
def test_it_tells_whether_its_model_answers_and_is_ready_without(stack: Stack, say: Say, llm: str) -> None:
    with speaking([say]) as server:
        model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1")
        stack.engines.outside = Outside(OutsideSettings(providers=(), model=model))
        answers = [stack.call("GET", "/ready") for _ in range(3)]

    told = {"status": "ok", "version": "0.1.0", "checks": {"database": "ok", "llm": llm}}
    assert [(each.status_code, each.json()) for each in answers] == [(200, told)] * 3
    assert (server.paths, server.asked) == (["/v1/models"], [])


def test_it_is_ready_while_its_table_answers(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        message = "the table does not answer"
        raise Unavailable(message)

    before = stack.call("GET", "/ready")
    monkeypatch.setattr(type(stack.engines.table), "get", down)
    after = stack.call("GET", "/ready")

    checks = {"database": "ok", "llm": "not_required"}
    assert (before.status_code, before.json()) == (200, {"status": "ok", "version": "0.1.0", "checks": checks})
    assert (after.status_code, after.json()) == (
        503, {"status": "unavailable", "version": "0.1.0", "checks": checks | {"database": "unavailable"}}
    )  # fmt: skip
