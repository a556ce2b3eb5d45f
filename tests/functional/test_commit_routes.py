"""Commits over HTTP: what is summarised, what the gate lets through, and what of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from tests.fakes.models import Say, speaking
from tests.functional.builders import CHUNK, WORKSPACE, store_workspace
from tests.functional.stack import Stack

S = f"/v1/sessions/{WORKSPACE}"

Ask = Callable[..., httpx.Response]


@pytest.fixture(name="ask")
def _ask(stack: Stack) -> Ask:
    """Send a request about the workspace of the events, which is at revision 2."""
    store_workspace()

    def ask(method: str, path: str = "", *, at: str | None = None, once: str | None = None, **parts: Any) -> Any:  # noqa: ANN401
        headers = dict(parts.pop("headers", {}))
        headers |= {"If-Match": at} if at else {}
        headers |= {"Idempotency-Key": once} if once else {}
        return stack.call(method, path if path.startswith("/v1") else S + path, headers=headers, **parts)

    return ask


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def put_file(ask: Ask, path: str, text: str) -> None:
    headers = {"content-type": "text/plain", "If-Match": "*"}
    assert ask("PUT", f"/code/{path}", content=text.encode(), headers=headers).status_code in {201, 204}


def summarise(ask: Ask, **wish: Any) -> Any:  # noqa: ANN401 - any JSON
    answer = ask("POST", "/generateCommitSummary", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_summary_tells_what_the_comparison_found(ask: Ask) -> None:
    detail = ask("GET").json()
    answer = ask("POST", "/generateCommitSummary")

    summary = answer.json()
    assert answer.headers["etag"] == '"r2"'
    assert summary == {
        "summaryId": summary["summaryId"],
        "contentHash": detail["contentHash"],
        "revision": 2,
        "baseCommitId": None,
        "title": "Add 2 data keys, add 1 chunk, add 1 code file",
        "text": "2 data keys added, 1 chunk added, 1 code file added.",
        "generator": "deterministic",
        "stats": {
            "data": {"added": 2, "modified": 0, "removed": 0},
            "docs": {"added": 1, "modified": 0, "removed": 0},
            "code": {"added": 1, "modified": 0, "removed": 0},
            "env": {"added": 0, "modified": 0, "removed": 0},
        },
        "changes": [
            {"path": "code:/User.create.op.groovy", "change": "added", "bytes": 13},
            {"path": "data:/discoveryInput", "change": "added", "bytes": 26},
            {"path": "data:/more", "change": "added", "bytes": 1},
            {"path": f"docs:/{CHUNK}", "change": "added", "bytes": None},
        ],
        "truncated": False,
        "warnings": [],
        "validations": [
            {"name": name, "result": "passed", "findings": []}
            for name in ("data-schema", "code-load", "environment-spec")
        ],
        "expiresAt": summary["expiresAt"],
    }
    assert ask("GET").json() == detail


def test_a_summary_is_since_a_state_and_as_long_as_is_wanted(ask: Ask) -> None:
    saved = ask("POST", "/checkpoints", json={}).json()["checkpointId"]
    put_file(ask, "User.create.op.groovy", "// better\n")

    since = summarise(ask, since=saved, style="full")
    first = summarise(ask, maxItems=1)

    assert (since["title"], since["text"]) == (
        "Change code file User.create.op.groovy",
        "1 code file modified.\n- modified code:/User.create.op.groovy",
    )
    assert ([each["path"] for each in first["changes"]], first["truncated"]) == (["code:/User.create.op.groovy"], True)
    assert first["stats"]["data"]["added"] == 2
    assert code(ask("POST", "/generateCommitSummary", json={"since": "nothing"})) == (404, "ref-not-found")
    assert code(ask("POST", "/generateCommitSummary", json={"since": "forkPoint"})) == (404, "ref-not-found")
    assert code(ask("POST", "/generateCommitSummary", json={"since": "head"})) == (409, "nothing-to-commit")
    assert code(ask("POST", "/generateCommitSummary", json={"style": "long"})) == (422, "validation-failed")
    assert code(ask("POST", "/generateCommitSummary", json={"sinec": "head"})) == (400, "unknown-field")


def test_a_fork_has_nothing_to_commit_until_it_changes(ask: Ask) -> None:
    fork = ask("POST", "/fork", once="k", json={}).json()["sessions"][0]["sessionId"]
    path = f"/v1/sessions/{fork}"

    assert code(ask("POST", f"{path}/generateCommitSummary")) == (409, "nothing-to-commit")
    ask("PUT", f"{path}/data/more", at="*", json=2)
    ask("DELETE", f"{path}/data/discoveryInput", at="*")
    made = ask("POST", f"{path}/generateCommitSummary").json()
    here = ask("POST", f"{path}/generateCommitSummary", json={"since": "forkPoint"}).json()

    assert made["title"] == here["title"] == "Change data key more, remove data key discoveryInput"


def test_a_summary_says_what_would_be_refused(ask: Ask) -> None:
    put_file(ask, "User.search.all.op.groovy", "objectClass('User') { creat() }\n")
    put_file(ask, "notes.json", "{")
    put_file(ask, "notes.txt", "{")
    for key, value in (("objectClassesOutput", {"objectClasses": "none"}), ("userAttributesOutput", [])):
        ask("PUT", f"/data/{key}", at="*", json=value)
    ask("PUT", "/data/relationsOutput", at="*", json=None)

    findings = {
        each["name"]: (each["result"], [(found["path"], found["code"]) for found in each["findings"]])
        for each in summarise(ask)["validations"]
    }

    assert findings == {
        "data-schema": (
            "failed",
            [("data:/objectClassesOutput", "data_schema"), ("data:/userAttributesOutput", "data_schema")],
        ),
        "code-load": ("failed", [("code:/User.search.all.op.groovy", "LOD010"), ("code:/notes.json", "DOC001")]),
        "environment-spec": ("passed", []),
    }


def test_a_summary_may_be_worded_by_a_model_and_does_without_one_that_fails(ask: Ask, stack: Stack) -> None:
    with speaking([Say(value={"summary": "Create users"}), Say(status=500)]) as server:
        model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=3, seconds=5)
        stack.engines.outside = Outside(OutsideSettings(providers=(), model=model))
        worded = summarise(ask)
        failed = summarise(ask, since="revision:1")
        again = summarise(ask, style="full")

    assert (worded["title"], worded["generator"], worded["stats"]["data"]["added"]) == ("Create users", "model", 2)
    assert (failed["title"], failed["generator"]) == (f"Add data key more, add chunk {CHUNK}", "deterministic")
    assert (again["title"], len(server.asked)) == ("Create users", 2)
