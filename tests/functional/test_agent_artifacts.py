"""The files that agents keep, over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.files import FileBlobs
from shared.bootstrap.agents import agent_artifacts, agent_sessions
from shared.domain.agent import AgentPlace
from shared.domain.agent_artifact import NewArtifact
from shared.domain.principal import LOCAL
from tests.functional.stack import Stack

SESSION = "/apps/chat/users/ann/sessions/s1"
A = f"{SESSION}/artifacts"
PNG = {"inlineData": {"mimeType": "image/png", "data": "AAEC/w=="}}


@pytest.fixture(autouse=True)
def _session(stack: Stack) -> None:
    stack.call("POST", SESSION, json={})


def save(stack: Stack, name: str, part: dict[str, Any], path: str = A, **more: Any) -> Any:  # noqa: ANN401
    return stack.call("POST", path, json={"filename": name, "artifact": part, **more})


def test_a_file_has_versions(stack: Stack) -> None:
    first = save(stack, "a/b.png", {"inline_data": {"mime_type": "image/png", "data": "AAEC_w"}})
    second = save(stack, "a/b.png", {"text": "two"}, customMetadata={"why": "test"})

    assert first.json() == {
        "version": 0,
        "canonicalUri": "connectorsmith://apps/chat/users/ann/sessions/s1/artifacts/a/b.png/versions/0",
        "customMetadata": {},
        "createTime": first.json()["createTime"],
        "mimeType": "image/png",
    }
    assert stack.call("GET", f"{A}/a/b.png").json() == {"text": "two"}
    assert stack.call("GET", f"{A}/a/b.png", params={"version": 0}).json() == PNG
    assert stack.call("GET", f"{A}/a/b.png/versions/0").json() == PNG
    assert stack.call("GET", f"{A}/a/b.png/versions/latest").json() == {"text": "two"}
    assert stack.call("GET", f"{A}/a/b.png/versions").json() == [0, 1]
    assert stack.call("GET", f"{A}/a/b.png/versions/1/metadata").json() == second.json()
    assert stack.call("GET", f"{A}/a/b.png/versions/metadata").json() == [first.json(), second.json()]
    assert second.json()["customMetadata"] == {"why": "test"}


def test_files_are_listed_by_name_and_both_dialects_see_them(stack: Stack) -> None:
    save(stack, "b", {"text": "b"})
    save(stack, "a", {"text": "a"}, path=f"/api{A}")

    assert stack.call("GET", A).json() == stack.call("GET", f"/api{A}").json() == ["a", "b"]
    assert stack.call("GET", f"/api{A}/b").text == '{"text":"b"}\n'


def test_a_users_file_is_in_all_its_sessions_of_the_app(stack: Stack) -> None:
    save(stack, "user:me", {"text": "me"})
    save(stack, "own", {"text": "own"})
    for place in ("chat/users/ann", "chat/users/bob", "other/users/ann"):
        stack.call("POST", f"/apps/{place}/sessions/s2", json={})

    assert stack.call("GET", "/apps/chat/users/ann/sessions/s2/artifacts").json() == ["user:me"]
    assert stack.call("GET", "/apps/chat/users/ann/sessions/s2/artifacts/user:me").json() == {"text": "me"}
    assert stack.call("GET", "/apps/chat/users/bob/sessions/s2/artifacts").json() == []
    assert stack.call("GET", "/apps/other/users/ann/sessions/s2/artifacts").json() == []


def test_a_removed_file_is_gone_and_its_name_begins_anew(stack: Stack) -> None:
    for text in ("one", "two"):
        save(stack, "a", {"text": text})
    gone = stack.call("DELETE", f"{A}/a")

    assert (gone.status_code, gone.text) == (200, "null")
    assert stack.call("DELETE", f"/api{A}/a").content == b""
    assert stack.call("GET", f"{A}/a/versions").json() == stack.call("GET", A).json() == []
    assert save(stack, "a", {"text": "three"}).json()["version"] == 0
    assert stack.call("GET", f"{A}/a/versions/1").status_code == 404


def test_files_go_with_their_session(stack: Stack) -> None:
    save(stack, "a", {"text": "old"})
    stack.call("DELETE", SESSION)

    assert stack.call("GET", A).status_code == 404

    stack.call("POST", SESSION, json={})

    assert stack.call("GET", A).json() == []


def test_what_is_saved_while_its_session_goes_goes_with_it(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = FileBlobs.put

    def gone_first(blobs: FileBlobs, space: str, data: bytes) -> str:
        agent_sessions().delete(LOCAL, AgentPlace(app="chat", user="ann"), "s1")
        return kept(blobs, space, data)

    monkeypatch.setattr(FileBlobs, "put", gone_first)
    late = save(stack, "a", {"text": "late"})

    assert (late.status_code, late.json()) == (404, {"detail": "Session s1 not found"})
    assert [file for file in tmp_path.rglob("*") if file.is_file() and b"late" in file.read_bytes()] == []


def test_what_is_missing(stack: Stack) -> None:
    save(stack, "a", {"text": "one"})
    paths = ["nope", "a?version=7", "a/versions/7", "nope/versions/0/metadata"]

    assert [stack.call("GET", f"{A}/{path}").status_code for path in paths] == [404] * 4
    assert stack.call("GET", f"/api{A}/nope").text == "artifact not found: file does not exist\n"


@pytest.mark.parametrize("version", ["abc", "-1", "1.0", "9" * 30])
def test_a_version_is_a_number(stack: Stack, version: str) -> None:
    go = stack.call("GET", f"/api{A}/a", params={"version": version})
    [finding] = stack.call("GET", f"{A}/a", params={"version": version}).json()["detail"]

    assert (go.status_code, go.text) == (400, "query.version: version parameter must be an integer\n")
    assert (finding["type"], finding["loc"]) == ("int_parsing", ["query", "version"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"filename": "a"},
        {"filename": " ", "artifact": {"text": "t"}},
        {"filename": "x" * 513, "artifact": {"text": "t"}},
        {"filename": "a", "artifact": {"inlineData": {"data": "*"}}},
        {"filename": "a", "artifact": "text"},
        {"filename": "a", "artifact": {"text": "t"}, "customMetadata": {"k": "x" * 20_000}},
    ],
)
def test_what_is_no_file_is_refused(stack: Stack, body: dict[str, Any]) -> None:
    assert stack.call("POST", A, json=body).status_code == 422
    assert stack.call("POST", f"/api{A}", json=body).status_code == 400
    assert stack.call("GET", A).json() == []


@pytest.mark.usefixtures("stack")
def test_every_one_of_many_savings_at_once_has_a_version_of_its_own() -> None:
    artifacts, place = agent_artifacts(), AgentPlace(app="chat", user="ann")

    def saved(number: int) -> int:
        new = NewArtifact(name="a", part={"text": str(number)}, metadata={})
        return artifacts.save(LOCAL, place, "s1", new).version

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(saved, range(24)))

    assert sorted(versions) == list(range(24))
    texts = [artifacts.load(LOCAL, place, "s1", "a", version)["text"] for version in versions]
    assert texts == [str(number) for number in range(24)]
