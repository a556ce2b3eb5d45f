"""Every event of an HTTP function, run through its Lambda handler."""

from __future__ import annotations

import base64
import json
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from shared.bootstrap import services
from shared.domain.principal import LOCAL
from tests.functional.builders import (
    store_committed,
    store_document,
    store_merges,
    store_note,
    store_paused,
    store_resources,
    store_script,
    store_specified,
    store_workspace,
)
from tests.functional.stack import APPLICATIONS, Stack

EVENTS: Final = Path(__file__).parents[2] / "events"
SESSION: Final = "6b1f3a52-8f0e-4d6b-9b53-2d7c0f4e8a10"
CONTEXT: Final = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:f",
    aws_request_id="invocation",
    get_remaining_time_in_millis=lambda: 900_000,
)
EXPECTED: Final = {
    "agent_sessions/append": 200,
    "agent_sessions/change": 200,
    "agent_sessions/create": 200,
    "agent_sessions/create_named": 200,
    "agent_sessions/delete": 200,
    "agent_sessions/delete_artifact": 200,
    "agent_sessions/list": 200,
    "agent_sessions/list_apps": 200,
    "agent_sessions/list_artifact_versions": 200,
    "agent_sessions/list_artifacts": 200,
    "agent_sessions/list_at_root": 200,
    "agent_sessions/load_artifact": 404,
    "agent_sessions/read": 200,
    "agent_sessions/save_artifact": 200,
    "codegen/connector_status": 200,
    "codegen/download_bundle": 200,
    "codegen/override_script": 200,
    "codegen/read_script": 200,
    "codegen/start_authorization": 200,
    "codegen/start_connector": 200,
    "codegen/start_native_schema": 200,
    "codegen/start_relation": 200,
    "codegen/start_search": 200,
    "digester/override_classes": 200,
    "digester/override_metadata": 200,
    "digester/override_relations": 200,
    "digester/put_class": 200,
    "digester/read_class": 200,
    "digester/read_classes": 200,
    "digester/read_endpoints": 200,
    "digester/read_evidence": 200,
    "digester/start_attributes": 200,
    "digester/start_classes": 200,
    "digester/start_endpoints": 200,
    "digester/start_metadata": 200,
    "discovery/start": 200,
    "discovery/status": 200,
    "documentation/delete": 200,
    "documentation/delete_all": 200,
    "documentation/import_bundle": 200,
    "documentation/import_document": 200,
    "documentation/link_upload": 200,
    "documentation/list": 200,
    "documentation/list_uploads": 200,
    "documentation/read": 200,
    "documentation/replace_all": 200,
    "documentation/state": 204,
    "documentation/upload": 200,
    "documentation/upload_named": 200,
    "scrape/start": 200,
    "scrape/status": 200,
    "sessions/change": 200,
    "sessions/create": 201,
    "sessions/create_named": 201,
    "sessions/delete": 200,
    "sessions/exists": 204,
    "sessions/health": 200,
    "sessions/list_jobs": 200,
    "sessions/read": 200,
    "sessions/ready": 200,
    "workspaces/abort_merge": 200,
    "workspaces/add_annotation": 201,
    "workspaces/add_document": 201,
    "workspaces/add_event": 201,
    "workspaces/cache_stats": 200,
    "workspaces/cached_batch_delete": 200,
    "workspaces/cached_batch_get": 200,
    "workspaces/cached_batch_set": 200,
    "workspaces/cached_delete_by_prefix": 200,
    "workspaces/cached_exists": 200,
    "workspaces/cancel_approval": 200,
    "workspaces/change_annotation": 200,
    "workspaces/change_chunk": 204,
    "workspaces/commit": 201,
    "workspaces/create": 201,
    "workspaces/create_from_commit": 201,
    "workspaces/delete": 204,
    "workspaces/delete_annotation": 204,
    "workspaces/delete_cached": 204,
    "workspaces/delete_checkpoint": 204,
    "workspaces/delete_chunk": 204,
    "workspaces/delete_file": 204,
    "workspaces/delete_key": 204,
    "workspaces/deny_approval": 200,
    "workspaces/describe_cached": 200,
    "workspaces/diff": 200,
    "workspaces/fork": 201,
    "workspaces/generate_spec": 200,
    "workspaces/grant_approval": 200,
    "workspaces/list": 200,
    "workspaces/list_annotations": 200,
    "workspaces/list_approvals": 200,
    "workspaces/list_cached": 200,
    "workspaces/list_checkpoints": 200,
    "workspaces/list_chunks": 200,
    "workspaces/list_commits": 200,
    "workspaces/list_events": 200,
    "workspaces/list_files": 200,
    "workspaces/list_forks": 200,
    "workspaces/list_conflicts": 200,
    "workspaces/list_jobs": 200,
    "workspaces/make_chunk": 201,
    "workspaces/manifest": 200,
    "workspaces/merge": 200,
    "workspaces/merge_data": 204,
    "workspaces/merge_from": 200,
    "workspaces/put_cached": 201,
    "workspaces/read": 200,
    "workspaces/read_annotation": 200,
    "workspaces/read_approval": 200,
    "workspaces/read_blob": 404,
    "workspaces/read_cached": 200,
    "workspaces/read_checkpoint": 200,
    "workspaces/read_chunk": 200,
    "workspaces/read_commit": 200,
    "workspaces/read_data": 200,
    "workspaces/read_file": 200,
    "workspaces/read_key": 200,
    "workspaces/read_merge": 200,
    "workspaces/read_spec": 200,
    "workspaces/replace_chunk": 204,
    "workspaces/replace_data": 204,
    "workspaces/request_approval": 201,
    "workspaces/restore": 200,
    "workspaces/share": 200,
    "workspaces/summarise": 200,
    "workspaces/swap_cached": 200,
    "workspaces/tag": 200,
    "workspaces/take_checkpoint": 201,
    "workspaces/write_file": 204,
    "workspaces/write_key": 204,
    "workspaces/write_spec": 200,
}


def answer_to(case: str, event: dict[str, Any] | None = None) -> dict[str, Any]:
    event = event or json.loads((EVENTS / f"{case}.json").read_text())
    handler = import_module(f"functions.{case.split('/', maxsplit=1)[0]}.app").handler
    answer: dict[str, Any] = handler(event, CONTEXT)
    return answer


def prepare() -> None:
    """Make what the events are about."""
    services.sessions().create(LOCAL, SESSION)
    store_document(SESSION)
    store_resources(SESSION)
    store_script(SESSION)
    store_workspace()
    store_note()
    store_paused()
    store_specified()
    store_merges()
    store_committed()


@pytest.fixture(name="prepared")
def _prepared(stack: Stack) -> Stack:
    prepare()
    return stack


def test_every_http_function_has_events_and_each_is_expected() -> None:
    found = {f"{file.parent.name}/{file.stem}" for group in APPLICATIONS for file in (EVENTS / group).glob("*.json")}

    assert found == set(EXPECTED)
    assert {case.split("/")[0] for case in EXPECTED} == set(APPLICATIONS)


@pytest.mark.parametrize("case", sorted(EXPECTED))
@pytest.mark.usefixtures("prepared")
def test_an_event_is_answered(case: str) -> None:
    assert answer_to(case)["statusCode"] == EXPECTED[case]


@pytest.mark.parametrize("case", sorted(EXPECTED))
def test_an_event_is_one_the_gateway_could_send(case: str) -> None:
    event = json.loads((EVENTS / f"{case}.json").read_text())

    method, route = event["routeKey"].split(" ")
    context = event["requestContext"]
    pattern = re.sub(r"\\{\w+\\\+\\}", ".+", re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route)))
    assert (method, context["routeKey"], context["http"]["path"]) == ("ANY", event["routeKey"], event["rawPath"])
    assert re.fullmatch(pattern, event["rawPath"])


def test_an_uploaded_form_arrives_whole(prepared: Stack) -> None:
    answer = json.loads(answer_to("documentation/upload")["body"])

    [place] = prepared.engines.put
    assert (place.session_id, place.document_id, place.filename) == (SESSION, answer["docId"], "acme.yaml")
    assert prepared.engines.uploads.get(place, limit=10_000).startswith(b"openapi: 3.1.0\n")


@pytest.mark.usefixtures("prepared")
def test_a_bundle_leaves_the_gateway_as_bytes() -> None:
    answer = answer_to("codegen/download_bundle")

    assert answer["isBase64Encoded"]
    assert base64.b64decode(answer["body"]).startswith(b"PK\x03\x04")
    assert answer["headers"]["content-type"] == "application/zip"


@pytest.mark.usefixtures("prepared")
def test_a_session_leaves_the_gateway_as_text() -> None:
    answer = answer_to("sessions/read")

    assert (answer["isBase64Encoded"], json.loads(answer["body"])["sessionId"]) == (False, SESSION)
    assert answer["headers"]["etag"] == '"r7"'
