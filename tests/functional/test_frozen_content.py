"""While an approval is pending no door of any interface lets content change; what is no content goes on."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from functions.on_documentation_uploaded.handler import handler as deliver
from functions.pipelines.jobs.fail import handler as fail
from shared.bootstrap import review, services
from shared.domain.content import content_hash
from shared.domain.job import JobKind
from shared.domain.principal import LOCAL
from shared.domain.upload_place import UploadPlace, object_key
from shared.kernel.errors import Conflict
from shared.services.deciding import Decision
from shared.services.jobs import Outcome
from shared.services.requesting import Requesting
from shared.services.stages import StageEnd
from shared.services.uploads import UploadRequest
from tests.functional.builders import SPECIFIED, WORKSPACE
from tests.functional.stack import Stack
from tests.functional.test_http_events import EVENTS, EXPECTED, SESSION, answer_to, prepare

FROZEN: Final = {
    "agent_sessions/append",
    "agent_sessions/change",
    "codegen/override_script",
    "codegen/start_authorization",
    "codegen/start_connector",
    "codegen/start_native_schema",
    "codegen/start_relation",
    "codegen/start_search",
    "digester/override_classes",
    "digester/override_metadata",
    "digester/override_relations",
    "digester/put_class",
    "digester/start_attributes",
    "digester/start_classes",
    "digester/start_endpoints",
    "digester/start_metadata",
    "discovery/start",
    "documentation/delete",
    "documentation/delete_all",
    "documentation/import_bundle",
    "documentation/import_document",
    "documentation/link_upload",
    "documentation/replace_all",
    "documentation/upload",
    "documentation/upload_named",
    "scrape/start",
    "sessions/change",
    "workspaces/add_document",
    "workspaces/change_chunk",
    "workspaces/delete_chunk",
    "workspaces/delete_file",
    "workspaces/delete_key",
    "workspaces/make_chunk",
    "workspaces/merge",
    "workspaces/merge_data",
    "workspaces/replace_chunk",
    "workspaces/replace_data",
    "workspaces/write_file",
    "workspaces/write_key",
    "workspaces/write_spec",
}
ENDING: Final = {"agent_sessions/delete", "sessions/delete", "workspaces/delete", "workspaces/restore"}
"""What may end the wait: a session that is removed, and one that is brought back to what it was."""

PAUSED: Final = (SESSION, WORKSPACE, SPECIFIED)


def pause(session_id: str) -> str:
    wish = Requesting(action="commit", content_hash=contents(session_id))
    return review.requests().request(LOCAL, session_id, wish).id


def contents(session_id: str) -> str:
    records = services.sessions().records
    return content_hash(records.read(records.get(session_id))[1].folded())


def sent(case: str) -> dict[str, Any]:
    """Return the answer to an event, decided by the present revision of its session."""
    event = json.loads((EVENTS / f"{case}.json").read_text())
    session_id = next((name for name in PAUSED if name in event["rawPath"]), None)
    if session_id and event["headers"].get("if-match", "").startswith('"r'):
        event["headers"]["if-match"] = f'"r{services.sessions().records.get(session_id).revision}"'
    return answer_to(case, event)


@pytest.fixture(name="paused")
def _paused(stack: Stack) -> Stack:
    prepare()
    for session_id in PAUSED:
        pause(session_id)
    return stack


@pytest.mark.usefixtures("paused")
def test_no_door_of_any_interface_changes_content() -> None:
    before = {session_id: contents(session_id) for session_id in PAUSED}

    refused = {case: sent(case) for case in sorted(set(EXPECTED) - ENDING)}
    shut = {case for case, answer in refused.items() if "waits for an approval" in (answer.get("body") or "")}

    assert shut >= FROZEN
    assert {refused[case]["statusCode"] for case in shut} == {409}
    assert {session_id: contents(session_id) for session_id in PAUSED} == before


@pytest.mark.usefixtures("paused")
def test_each_interface_says_so_in_its_own_way() -> None:
    told = {case: json.loads(sent(case)["body"]) for case in ("workspaces/write_key", "sessions/change")}
    sentence = "waits for an approval; its content cannot be changed until that is decided"

    assert told["workspaces/write_key"]["code"] == "session-paused"
    assert told["sessions/change"] == {
        "error": {"code": "session_paused", "message": f"Session {SESSION} {sentence}"},
        "detail": f"Session {SESSION} {sentence}",
    }
    assert sent("agent_sessions/change")["statusCode"] == 409


def test_an_agent_may_talk_but_not_change_the_state(paused: Stack) -> None:
    events = f"/api/apps/connectorsmith/users/local/sessions/{SESSION}/events"
    told: dict[str, Any] = {"author": "user", "content": {"role": "user", "parts": [{"text": "Well?"}]}}

    assert paused.call("POST", events, json=told).status_code < 300
    refused = paused.call("POST", events, json=told | {"actions": {"stateDelta": {"step": 2}}})

    assert (refused.status_code, "waits for an approval" in refused.text) == (409, True)


def test_a_stage_that_ends_meanwhile_fails_clearly_and_writes_nothing(stack: Stack) -> None:
    session_id = stack.new_session()
    jobs = services.jobs()
    job = jobs.start(jobs.sessions.get(session_id), JobKind.CODEGEN, {}, "user:local")
    approval_id = pause(session_id)
    before = contents(session_id)

    end = StageEnd(stage="codegen", outcome=Outcome(result={"files": "x"}), delta={"userCreateOutput": "x"})
    with pytest.raises(Conflict) as refused:
        services.stages().publish(jobs.sessions.get(session_id), job, end)
    failure = {"Error": "Conflict", "Cause": json.dumps({"errorMessage": str(refused.value)})}
    fail({"sessionId": session_id, "jobId": job.id, "stage": "codegen", "error": failure}, None)

    found = jobs.records.get(jobs.sessions.get(session_id), job.id)
    assert (found.status, found.errors, contents(session_id)) == ("failed", (str(refused.value),), before)
    assert "waits for an approval" in found.errors[0]
    review.decisions().decide(LOCAL, session_id, approval_id, Decision(verdict="cancelled"))
    again = jobs.start(jobs.sessions.get(session_id), JobKind.CODEGEN, {}, "user:local")
    services.stages().publish(jobs.sessions.get(session_id), again, end)
    assert stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]["userCreateOutput"] == "x"


def test_an_upload_that_arrives_meanwhile_fails_clearly(stack: Stack) -> None:
    session_id = stack.new_session()
    request = UploadRequest(filename="acme.md", declared_type="", data=b"# Acme\n\nGET /users lists users.\n")
    job = services.documentation().upload(LOCAL, session_id, request)
    pause(session_id)
    before = contents(session_id)
    unannounced = UploadPlace(session_id=session_id, document_id="more", filename="more.md")
    stack.engines.uploads.put(unannounced, b"# More\n")

    for place in stack.engines.put:
        deliver({"Records": [{"s3": {"object": {"key": object_key(place)}}}]}, None)

    jobs = services.jobs()
    found = jobs.records.list(jobs.sessions.get(session_id))
    assert [each.status for each in found] == ["failed", "failed"]
    assert all("waits for an approval" in each.errors[0] for each in found)
    assert (found[0].id, contents(session_id)) == (job.id, before)


def test_an_upload_on_its_way_is_not_given_up_for_what_is_refused(stack: Stack) -> None:
    session_id = stack.new_session()
    request = UploadRequest(filename="acme.md", declared_type="", data=b"# Acme\n")
    job = services.documentation().upload(LOCAL, session_id, request)
    pause(session_id)
    documents = f"/api/v1/session/{session_id}/documentation"

    assert stack.call("DELETE", documents).status_code == 409
    assert stack.call("PUT", f"{documents}/{job.subject}", content=b"# Other\n").status_code == 409

    jobs = services.jobs()
    assert jobs.records.get(jobs.sessions.get(session_id), job.id).status == "queued"
