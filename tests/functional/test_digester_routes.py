"""The digester's resources over HTTP, on the embedded host: start, poll, override, look for the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.architecture.artefacts import ROOT
from tests.functional.ids import ABSENT
from tests.functional.live import Live

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
RESOURCES = {
    "metadata": "infoMetadata",
    "auth": "auth",
    "connectivity-endpoint": "endpoints",
    "classes": "objectClasses",
    "relations": "relations",
    "classes/User/attributes": "attributes",
    "classes/User/endpoints": "endpoints",
}
OVERRIDES: dict[str, tuple[dict[str, Any], str]] = {
    "metadata": ({"infoMetadata": {"name": "Acme", "apiType": ["rest"]}}, "Metadata updated successfully"),
    "auth": ({"auth": [{"name": "", "type": "basic", "quirks": ""}]}, "Auth updated successfully"),
    "connectivity-endpoint": ({"endpoints": []}, "Connectivity endpoints updated successfully"),
    "classes": ({"objectClasses": [{"name": "Door"}]}, "All object classes uploaded successfully"),
    "relations": (
        {"relations": [{"name": "user_to_door", "displayName": "User to door", "subject": "User", "object": "DOOR"}]},
        "Relations updated successfully",
    ),
    "classes/User/attributes": ({"attributes": {"pin": {"type": None}}}, "Attributes for user overridden successfully"),
    "classes/User/endpoints": (
        {"endpoints": [{"method": None, "path": "users"}, {"method": "get", "path": "/users"}]},
        "Endpoints for user overridden successfully",
    ),
}


@pytest.fixture(name="live", scope="module")
def _live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("data")) as live:
        yield live


@pytest.fixture(name="session")
def _session(live: Live) -> str:
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    return session


def test_each_resource_is_made_by_a_job_and_kept_under_its_keys(live: Live, session: str) -> None:
    base = f"/api/v1/digester/{session}"
    ended = {name: live.job(f"{base}/{name}") for name in RESOURCES}

    assert {name: list(found["result"]) for name, found in ended.items()} == {
        name: [key] for name, key in RESOURCES.items()
    }
    data = live.call("GET", f"/api/v1/session/{session}").json()["data"]
    assert data["userAttributesInput"] == {"objectClass": "User", "skipCache": False}
    assert data["userEndpointsJobId"] == ended["classes/User/endpoints"]["jobId"]
    assert data["objectClassesOutput"]["objectClasses"][0]["name"] == "Membership"
    jobs = live.call("GET", f"/api/v1/session/{session}/jobs").json()["jobs"]
    assert [job["type"] for job in jobs[1:]] == [
        "digester.getInfoMetadata",
        "digester.getAuth",
        "digester.getConnectivityEndpoint",
        "digester.getObjectClass",
        "digester.getRelations",
        "digester.getObjectClassSchema",
        "digester.getEndpoints",
    ]
    for name, found in ended.items():
        assert live.call("GET", f"{base}/{name}").json() == found


def test_what_was_read_once_answers_at_once(live: Live) -> None:
    first, second = live.new_session(), live.new_session()
    for session in (first, second):
        live.upload(session, "openapi.yaml", EXAMPLE + b"# read once\n")
    mine = live.job(f"/api/v1/digester/{first}/classes")["result"]["objectClasses"]

    def at_once(session: str, **query: str) -> str:
        path = f"/api/v1/digester/{session}/classes"
        job = live.call("POST", path, params=query).json()["jobId"]
        status: str = live.call("GET", path, params={"jobId": job}).json()["status"]
        live.ended(path, job)
        return status

    assert [at_once(session) for session in (first, second)] == ["finished", "finished"]
    assert at_once(first, usePreviousSessionData="true") == "finished"
    other = live.call("GET", f"/api/v1/digester/{second}/classes").json()["result"]["objectClasses"]
    assert [entry["name"] for entry in other] == [entry["name"] for entry in mine]
    documents = live.call("GET", f"/api/v1/session/{second}/documentation").json()
    chunks = {chunk["chunkId"] for document in documents for chunk in document["chunks"]}
    assert {it["chunkId"] for entry in other for it in entry["relevantDocumentations"]} <= chunks
    assert at_once(first, skipCache="true") != "finished"
    assert at_once(first, use_previous_session_data="false") != "finished"


@pytest.mark.parametrize("name", OVERRIDES)
def test_an_override_is_seen_with_and_without_a_job(live: Live, name: str) -> None:
    session = live.new_session()
    path = f"/api/v1/digester/{session}/{name}"
    value, message = OVERRIDES[name]

    answer = live.call("PUT", path, json=value)

    about = {"objectClass": "user"} if "/" in name else {}
    assert (answer.status_code, answer.json()) == (200, {"message": message, "sessionId": session} | about)
    found = live.call("GET", path).json()
    assert found["status"] == "finished"
    assert live.call("GET", path, params={"jobId": found["jobId"]}).json() == found
    [key] = value
    assert len(found["result"][key]) >= len(value[key])


def test_a_job_shows_what_was_put_after_it(live: Live) -> None:
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    path = f"/api/v1/digester/{session}/auth"
    job = live.job(path)["jobId"]

    live.call("PUT", path, json={"auth": []})

    assert live.call("GET", path, params={"jobId": job}).json()["result"] == {"auth": []}


def test_classes_without_confidence_get_the_documents_or_what_their_name_says(live: Live, session: str) -> None:
    live.job(f"/api/v1/digester/{session}/metadata")
    before = live.job(f"/api/v1/digester/{session}/classes")["result"]
    restored = [{key: entry[key] for key in entry if key != "confidence"} for entry in before["objectClasses"]]

    live.call("PUT", f"/api/v1/digester/{session}/classes", json={"objectClasses": restored})

    assert live.call("GET", f"/api/v1/digester/{session}/classes").json()["result"] == before
    fresh = live.new_session()
    live.call(
        "PUT", f"/api/v1/digester/{fresh}/classes", json={"objectClasses": [{"name": "User"}, {"name": "Invoice"}]}
    )
    found = live.call("GET", f"/api/v1/digester/{fresh}/classes").json()["result"]["objectClasses"]
    assert [(entry["name"], entry["confidence"]) for entry in found] == [("User", "high"), ("Invoice", "low")]


def test_one_class_is_read_changed_and_added(live: Live) -> None:
    session = live.new_session()
    base = f"/api/v1/digester/{session}/classes"
    live.call("PUT", base, json={"objectClasses": [{"name": "User"}]})

    changed = live.call("PUT", f"{base}/USER", json={"description": "Who logs in", "attributes": {"id": {}}})
    added = live.call("PUT", f"{base}/Door", json={"name": "Door", "endpoints": [{"method": "get", "path": "/doors"}]})

    assert changed.json()["message"] == "Object class 'USER' updated successfully"
    assert added.json() == {
        "message": "Object class 'Door' added successfully", "sessionId": session, "objectClass": "door"
    }  # fmt: skip
    user, door = (live.call("GET", f"{base}/{name}").json() for name in ("user", "door"))
    assert (user["name"], user["description"], list(user["attributes"]), user["endpoints"]) == (
        "User", "Who logs in", ["id"], [],
    )  # fmt: skip
    assert (door["name"], door["attributes"], door["endpoints"][0]["method"]) == ("Door", {}, "GET")


def test_evidence_is_the_chunks_that_say_something_about_a_class(live: Live, session: str) -> None:
    live.job(f"/api/v1/digester/{session}/classes")
    live.job(f"/api/v1/digester/{session}/classes/User/endpoints")
    base = f"/api/v1/digester/{session}/classes/user/documentation"

    whole = live.call("GET", base).json()
    one = live.call("GET", base, params={"method": "get", "path": "/users", "limit": 1}).json()

    [item] = whole["items"]
    assert (whole["objectClass"], whole["endpoint"], whole["nextOffset"]) == ("User", None, None)
    assert (item["filename"], item["contentType"], item["chunkNumber"]) == ("openapi.yaml", "application/yaml", 0)
    assert "/users:" in item["content"]
    assert (one["endpoint"], one["items"]) == ({"method": "GET", "path": "/users"}, [item])
    assert live.call("GET", base, params={"method": "GET"}).status_code == 422
    assert live.call("GET", base, params={"limit": 51}).status_code == 422
    missing = live.call("GET", base, params={"method": "GET", "path": "/nowhere"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "operation_surface_not_found")


@pytest.mark.parametrize(
    ("method", "rest", "status", "code"),
    [
        ("GET", "classes", 404, "job_not_found"),
        ("POST", "classes", 400, "no_documentation_stored"),
        ("POST", "metadata", 400, "no_documentation_stored"),
        ("POST", "classes/User/attributes", 404, "object_classes_not_found"),
        ("GET", "classes/User", 404, "object_classes_not_found"),
        ("GET", "classes/User/documentation", 404, "object_classes_not_found"),
        ("POST", "classes/Door/endpoints", 400, "relevant_chunks_not_found"),
        ("POST", "classes/User/endpoints", 404, "object_class_not_found"),
        ("POST", "classes/Door/endpoints?apiType=SQL", 422, "endpoint_extraction_not_supported"),
        ("PUT", "classes", 422, "invalid_object_classes_output"),
        ("PUT", "relations", 422, "invalid_relations_output"),
    ],
)
def test_a_request_that_cannot_succeed_is_told_by_its_code(
    live: Live, method: str, rest: str, status: int, code: str
) -> None:
    session = live.new_session()
    if "Door" in rest or code == "object_class_not_found":
        live.call("PUT", f"/api/v1/digester/{session}/classes", json={"objectClasses": [{"name": "Door"}]})

    body: dict[str, Any] = {"json": {"a": 1}} if method == "PUT" else {}
    answer = live.call(method, f"/api/v1/digester/{session}/{rest}", **body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_job_nobody_knows_is_answered_and_one_of_another_resource_is_not_this_one_s(live: Live, session: str) -> None:
    base = f"/api/v1/digester/{session}"
    other = live.job(f"{base}/auth")["jobId"]

    for job in (ABSENT, other):
        answer = live.call("GET", f"{base}/metadata", params={"jobId": job})

        assert (answer.status_code, answer.json()["status"]) == (200, "not_found")
    assert live.call("GET", f"{base}/metadata", params={"jobId": "null"}).status_code == 422


def test_a_session_is_found_by_any_id_and_a_malformed_one_is_told(live: Live) -> None:
    for unknown, status in ((ABSENT, 404), ("not-a-session", 422)):
        for method, rest in (("GET", "classes"), ("POST", "classes"), ("PUT", "classes")):
            content: dict[str, Any] = {"json": {"objectClasses": []}} if method == "PUT" else {}

            assert live.call(method, f"/api/v1/digester/{unknown}/{rest}", **content).status_code == status


def test_the_lens_of_a_request_is_taken_in_any_case(live: Live, session: str) -> None:
    path = f"/api/v1/digester/{session}/classes"

    both = live.job(path, params={"intent": "MANAGEMENT_ITSM", "apiType": "REST"})
    desk = live.job(path, params={"intent": "itsm"})

    by_name = {entry["name"]: entry["confidence"] for entry in both["result"]["objectClasses"]}
    assert by_name["User"] == "high"
    assert {entry["name"]: entry["confidence"] for entry in desk["result"]["objectClasses"]}["User"] == "low"
    for query in ({"intent": "everything"}, {"apiType": "soap"}):
        assert live.call("POST", path, params=query).status_code == 422
    assert live.call("POST", path, params={"apiType": ""}).status_code == 200


def test_a_class_that_no_document_describes_fails_its_job_in_words(live: Live) -> None:
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    live.call("PUT", f"/api/v1/digester/{session}/classes", json={"objectClasses": [{"name": "Invoice"}]})

    ended = live.job(f"/api/v1/digester/{session}/classes/Invoice/attributes")

    assert (ended["status"], ended["errors"]) == ("failed", ["The documentation describes no object class Invoice"])
    assert UUID(ended["jobId"])


def test_the_whole_chain_answers_for_every_resource(live: Live) -> None:
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    chain = live.job(f"/api/v1/session/{session}/connector")

    found = {name: live.call("GET", f"/api/v1/digester/{session}/{name}").json() for name in RESOURCES}

    assert {one["jobId"] for one in found.values()} == {chain["stages"][0]["jobId"]}
    assert {name: list(one["result"]) for name, one in found.items()} == {
        name: [key] for name, key in RESOURCES.items()
    }
