"""The embedded server from outside: a process, HTTP, and the power cut."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.server import Server, serving

EXAMPLE = Path(__file__).parents[2] / "events" / "example" / "openapi.yaml"
ENDED = ("finished", "failed")


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("data")) as server:
        yield server


def new_session(client: httpx.Client) -> str:
    return str(client.post("/api/v1/session").json()["sessionId"])


def upload(client: httpx.Client, session: str, name: str = "openapi.yaml", data: bytes | None = None) -> str:
    files = {"documentation": (name, EXAMPLE.read_bytes() if data is None else data)}
    answer = client.post(f"/api/v1/session/{session}/documentation", files=files)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["docId"])


def start_connector(client: httpx.Client, session: str, **request: object) -> str:
    answer = client.post(f"/api/v1/session/{session}/connector", json={"applicationName": "Bramblegate"} | request)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["jobId"])


def ended_connector(client: httpx.Client, session: str, job: str, seconds: float = 90) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer: dict[str, Any] = client.get(f"/api/v1/session/{session}/connector", params={"jobId": job}).json()
        if answer["status"] in ENDED:
            return answer
        time.sleep(0.1)
    pytest.fail(f"the connector job did not end: {answer}")


def test_it_says_when_it_is_ready(server: Server) -> None:
    answer = server.client.get("/health")

    assert (answer.status_code, answer.json()) == (200, {"message": "OK"})


def test_documentation_goes_in_and_a_connector_comes_out(server: Server) -> None:
    session = new_session(server.client)
    upload(server.client, session)

    job = start_connector(server.client, session)
    ended = ended_connector(server.client, session, job)

    assert (ended["status"], ended["errors"]) == ("finished", None)
    assert [(stage["stage"], stage["status"]) for stage in ended["stages"]] == [
        ("digester", "finished"),
        ("codegen", "finished"),
    ]
    bundle = server.client.get(f"/api/v1/session/{session}/connector/bundle")
    names = zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    assert {"connector.manifest.yaml", "User.native.schema.groovy", "Group.search.all.op.groovy"} <= set(names)
    data = server.client.get(f"/api/v1/session/{session}").json()["data"]
    assert {entry["name"] for entry in data["objectClasses"]} >= {"User", "Group", "Role", "Membership"}
    assert data["digesterJobId"] == ended["stages"][0]["jobId"]
    assert "objectClass('User')" in data["userNativeSchemaOutput"]["code"]


@pytest.mark.parametrize("filename", ["openapi.yaml", "50% ünï #1?.yaml"])
def test_a_large_file_goes_in_through_a_link(server: Server, filename: str) -> None:
    session = new_session(server.client)
    offer = server.client.post(f"/api/v1/session/{session}/documentation/uploads", json={"filename": filename}).json()

    put = httpx.put(offer["uploadUrl"], content=EXAMPLE.read_bytes(), trust_env=False)

    assert put.status_code == 200
    path = f"/api/v1/session/{session}/documentation/{offer['docId']}"
    assert _settled(server.client, path) == 204
    [chunk] = server.client.get(path).json()["chunks"]
    assert chunk["metadata"]["filename"] == filename


@pytest.mark.parametrize("change", ["expires", "signature", "path"])
def test_a_link_somebody_changed_takes_nothing(server: Server, change: str) -> None:
    session = new_session(server.client)
    offer = server.client.post(
        f"/api/v1/session/{session}/documentation/uploads", json={"filename": "openapi.yaml"}
    ).json()
    url = httpx.URL(offer["uploadUrl"])
    forged = url.copy_with(path=url.path + "x") if change == "path" else url.copy_merge_params({change: "9999999999"})

    put = httpx.put(forged, content=b"x", trust_env=False)

    assert put.status_code == 403


def test_a_document_that_cannot_be_read_leaves_the_session_as_it_was(server: Server) -> None:
    session = new_session(server.client)
    before = server.client.get(f"/api/v1/session/{session}").json()["data"]["documentationItems"]

    doc = upload(server.client, session, "broken.json", b'{"openapi": "3.1.0", "paths": {')

    assert _settled(server.client, f"/api/v1/session/{session}/documentation/{doc}") == 404
    [job] = server.client.get(f"/api/v1/session/{session}/documentation/status").json()["uploadJobs"]
    assert job["status"] == "failed"
    assert server.client.get(f"/api/v1/session/{session}").json()["data"]["documentationItems"] == before


def test_a_connector_without_documents_is_refused(server: Server) -> None:
    session = new_session(server.client)

    answer = server.client.post(f"/api/v1/session/{session}/connector", json={})

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "no_documentation_stored"


def test_a_private_link_ends_the_job_with_a_reason(server: Server) -> None:
    session = new_session(server.client)

    job = start_connector(server.client, session, starterLinks=["http://127.0.0.1:1/openapi.json"])
    ended = ended_connector(server.client, session, job)

    assert ended["status"] == "failed"
    assert "scrape" in ended["errors"][0]


def test_two_hundred_parallel_changes_over_http_all_survive(server: Server) -> None:
    session = new_session(server.client)
    limits = httpx.Limits(max_connections=40)
    with httpx.Client(base_url=server.base_url, timeout=90, trust_env=False, limits=limits) as client:

        def change(number: int) -> int:
            body = {"data": {f"key{number}": number}}
            return client.patch(f"/api/v1/session/{session}", json=body).status_code

        with ThreadPoolExecutor(40) as pool:
            codes = list(pool.map(change, range(200)))

    assert codes == [200] * 200
    data = server.client.get(f"/api/v1/session/{session}").json()["data"]
    assert {key: data[key] for key in data if key.startswith("key")} == {f"key{n}": n for n in range(200)}


@pytest.mark.parametrize("seconds", [0.0, 0.15, 0.3, 0.6])
def test_what_was_answered_survives_a_power_cut_and_pipelines_go_on(tmp_path: Path, seconds: float) -> None:
    with serving(tmp_path) as server:
        session = new_session(server.client)
        server.client.patch(f"/api/v1/session/{session}", json={"data": {"kept": "x" * 200_000}})
        upload(server.client, session)
        job = start_connector(server.client, session)
        time.sleep(seconds)
        server.kill()

    with serving(tmp_path) as server:
        ended = ended_connector(server.client, session, job)
        data = server.client.get(f"/api/v1/session/{session}").json()["data"]

    assert (ended["status"], ended["errors"]) == ("finished", None)
    assert data["kept"] == "x" * 200_000


def test_a_folder_is_one_process_s_at_a_time(tmp_path: Path) -> None:
    taken = pytest.raises(AssertionError, match="is in use by another connectorsmith process")
    with serving(tmp_path), taken, serving(tmp_path):
        pytest.fail("two processes hold one folder")


def test_strangers_need_a_key(tmp_path: Path) -> None:
    with serving(tmp_path, "--authentication", "keys") as server:
        answer = server.client.post("/api/v1/session")
        health = server.client.get("/health")

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")
    assert health.status_code == 200


def _settled(client: httpx.Client, path: str, seconds: float = 60) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = client.head(path).status_code
        if status != 202:
            return status
        time.sleep(0.05)
    return 202


def test_all_interfaces_change_one_session_at_once_and_nothing_is_lost(server: Server) -> None:
    session = new_session(server.client)
    agents = f"/apps/connectorsmith/users/local/sessions/{session}"

    def change(number: int) -> int:
        key = f"k{number}"
        requests: list[tuple[str, str, dict[str, Any]]] = [
            ("PATCH", f"/api{agents}", {"json": {"stateDelta": {key: number}}}),
            ("PATCH", agents, {"json": {"stateDelta": {key: number}}}),
            ("PUT", f"/v1/sessions/{session}/data/{key}", {"json": number, "headers": {"If-None-Match": "*"}}),
            ("PATCH", f"/api/v1/session/{session}", {"json": {"data": {key: number}}}),
        ]
        method, path, request = requests[number % 4]
        return server.client.request(method, path, **request).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(change, range(200)))

    assert set(statuses) <= {200, 201}
    data = server.client.get(f"/api/v1/session/{session}").json()["data"]
    assert {key: data[key] for key in data if key.startswith("k")} == {f"k{number}": number for number in range(200)}
    assert server.client.get(agents).json()["state"] == data
    assert len(server.client.get(agents).json()["events"]) == 200
    log = server.client.get(f"/v1/sessions/{session}/events", params={"pageSize": 200, "afterSeq": 1}).json()["events"]
    assert [event["seq"] for event in log] == list(range(2, 202))


def test_an_agent_follows_a_pipeline(server: Server) -> None:
    session = new_session(server.client)
    upload(server.client, session)
    ended_connector(server.client, session, start_connector(server.client, session))
    found = server.client.get(f"/api/apps/connectorsmith/users/local/sessions/{session}").json()
    told = {event["author"]: set(event["actions"]["stateDelta"]) for event in found["events"]}

    assert {"user", "pipeline/documentation", "pipeline/digester", "pipeline/codegen"} <= set(told)
    assert "objectClassesOutput" in told["pipeline/digester"]
    assert found["state"]["objectClassesOutput"]["objectClasses"]
    assert [event["timestamp"] for event in found["events"]] == sorted(event["timestamp"] for event in found["events"])
