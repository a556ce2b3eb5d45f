"""Code generation over HTTP, script by script, on the embedded host: start, poll, override, what the bundle holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from shared.services import scripts
from shared.services.script_making import Made
from tests.architecture.artefacts import ROOT
from tests.functional.builders import SCRIPT
from tests.functional.live import Live

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
BODY: dict[str, Any] = {"currentScript": "", "midpointErrors": [], "preferredEndpoints": []}
BASIC: dict[str, Any] = {"name": "", "type": "basic", "quirks": ""}
OF_USER = ("native-schema", "connid", "search/all", "search/id", "search/filter", "create", "update", "delete")


@pytest.fixture(name="live", scope="module")
def _live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("data")) as live:
        yield live


@pytest.fixture(name="session")
def _session(live: Live) -> str:
    """A session in which everything about users has been read."""
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    for rest in ("classes", "relations", "classes/User/attributes", "classes/User/endpoints"):
        live.job(f"/api/v1/digester/{session}/{rest}")
    return session


def bundle(live: Live, session: str) -> dict[str, str]:
    data = live.call("GET", f"/api/v1/session/{session}/connector/bundle").content
    files = zipfile.ZipFile(io.BytesIO(data))
    return {name: files.read(name).decode() for name in files.namelist()}


def data_of(live: Live, session: str) -> dict[str, Any]:
    found: dict[str, Any] = live.call("GET", f"/api/v1/session/{session}").json()["data"]
    return found


def test_the_scripts_of_a_class_are_those_of_the_whole_connector(live: Live, session: str) -> None:
    base = f"/api/v1/codegen/{session}"
    made = {rest: live.job(f"{base}/classes/user/{rest}", json=BODY) for rest in OF_USER}
    relation = live.job(f"{base}/relations/user_to_group", json=BODY)
    wizard = bundle(live, session)
    live.job(f"/api/v1/session/{session}/connector")
    chain = bundle(live, session)

    texts = [found["result"]["code"] for found in (*made.values(), relation) if found["result"]["code"]]
    assert {text for name, text in wizard.items() if name.endswith(".groovy")} == set(texts)
    assert all("'User'" in text for text in texts)
    assert {name: chain[name] for name in wizard if name.endswith(".groovy")} == {
        name: text for name, text in wizard.items() if name.endswith(".groovy")
    }


def test_what_cannot_be_written_ends_in_words(live: Live, session: str) -> None:
    live.job(f"/api/v1/digester/{session}/classes/Membership/attributes")
    live.call("PUT", f"/api/v1/digester/{session}/classes/Membership/endpoints", json={"endpoints": []})

    found = live.job(f"/api/v1/codegen/{session}/classes/Membership/create", json=BODY)

    assert (found["status"], found["result"]) == ("finished", {"format": None, "code": ""})
    assert found["errors"]
    assert all(line.endswith(".") for line in found["errors"])


def test_a_preferred_endpoint_is_the_one_that_is_used(live: Live, session: str) -> None:
    path = f"/api/v1/codegen/{session}/classes/User/search/all"
    chosen = [{"method": None, "path": None}, {"method": "get", "path": "/groups"}]

    usual = live.job(path, json=BODY)["result"]["code"]
    wanted = live.job(path, json=BODY | {"preferredEndpoints": chosen})["result"]["code"]

    assert "endpoint('users')" in usual
    assert "endpoint('groups')" in wanted
    assert data_of(live, session)["userSearchAllOutput"]["code"] == wanted


def test_the_same_input_is_answered_at_once_and_a_changed_one_is_not(live: Live, session: str) -> None:
    path = f"/api/v1/codegen/{session}/classes/User/native-schema"

    def at_once(**wishes: Any) -> bool:  # noqa: ANN401
        job = live.call("POST", path, **({"json": BODY} | wishes)).json()["jobId"]
        status = live.call("GET", path, params={"jobId": job}).json()["status"]
        live.ended(path, job)
        return bool(status == "finished")

    before = live.job(path, json=BODY)["result"]["code"]
    assert at_once()
    assert not at_once(json=BODY | {"skipCache": True})
    attributes = live.call("GET", f"/api/v1/digester/{session}/classes/User/attributes").json()["result"]
    attributes["attributes"]["username"]["description"] = "What people type"
    live.call("PUT", f"/api/v1/digester/{session}/classes/User/attributes", json=attributes)
    assert not at_once()
    after = live.call("GET", path).json()["result"]["code"]
    assert ("What people type" in before, "What people type" in after) == (False, True)


def test_an_override_is_seen_everywhere(live: Live, session: str) -> None:
    base = f"/api/v1/codegen/{session}/classes/User/create"

    answer = live.call("PUT", base, json={"code": SCRIPT})

    assert answer.json() == {
        "message": "Code for user overridden successfully", "sessionId": session, "objectClass": "user"
    }  # fmt: skip
    assert live.call("GET", base).json()["result"] == {"format": "groovy", "code": SCRIPT}
    assert data_of(live, session)["userCreateOutput"] == {"format": "groovy", "code": SCRIPT}
    assert bundle(live, session)["User.create.op.groovy"] == SCRIPT
    live.job(base, json=BODY)
    assert bundle(live, session)["User.create.op.groovy"] != SCRIPT


def test_a_data_key_that_shows_a_script_is_that_script(live: Live, session: str) -> None:
    key, value = "userCreateOutput", {"code": SCRIPT}

    live.call("PATCH", f"/api/v1/session/{session}", json={"data": {key: value, "note": "kept"}})

    data = data_of(live, session)
    assert (data[key], data["note"]) == ({"format": "groovy", "code": SCRIPT}, "kept")
    assert data["generatedCode"] == {"User.create.op.groovy": SCRIPT}
    assert bundle(live, session)["User.create.op.groovy"] == SCRIPT
    live.call("PATCH", f"/api/v1/session/{session}", json={"data": {key: {"code": ""}}})
    assert data_of(live, session)["generatedCode"] == {}


def test_a_script_that_came_without_a_job_is_seen_as_one_that_is_done(live: Live) -> None:
    session = live.new_session()
    path, whole = f"/api/v1/codegen/{session}/classes/User/create", f"/api/v1/session/{session}"
    live.call("PATCH", whole, json={"data": {"userCreateOutput": {"code": SCRIPT}}})

    found = live.call("GET", path).json()
    polled = live.call("GET", path, params={"jobId": found["jobId"]}).json()

    assert (found["status"], found["result"]) == ("finished", {"format": "groovy", "code": SCRIPT})
    assert (polled, live.call("GET", f"{whole}/jobs").json()["jobs"]) == (found, [])
    assert live.call("GET", path, params={"jobId": session}).json()["status"] == "not_found"
    assert live.call("GET", f"/api/v1/codegen/{session}/classes/User/update").status_code == 404


def test_scripts_are_written_in_yaml_where_that_is_wanted(live: Live, session: str) -> None:
    path = f"/api/v1/codegen/{session}/classes/User/search/id"

    found = live.job(path, json=BODY | {"format": "YAML"})["result"]

    assert (found["format"], found["code"].startswith("objectClass:")) == ("yaml", True)
    assert "User.search.id.op.yaml" in bundle(live, session)
    assert live.job(path, json=BODY)["result"]["format"] == "groovy"
    assert [name for name in bundle(live, session) if "search.id" in name] == ["User.search.id.op.groovy"]


def test_authorization_takes_what_the_client_sends(live: Live, session: str) -> None:
    path = f"/api/v1/codegen/{session}/authorization"

    standard = live.job(path, json=BODY | {"preferredAuthorizations": [BASIC]})
    one = live.job(path, json={"preferredAuthorizations": BASIC, "midpointErrors": None})

    assert standard["result"] == one["result"] == {"format": None, "code": ""}
    assert live.call("POST", path, json=BODY).status_code == 422
    assert live.call("POST", path, json=BODY | {"preferredAuthorizations": []}).status_code == 422


BROKEN = SCRIPT.replace("'users')", "'users') {\n            nothingLikeThis true\n        }")
COMPLAINT = "No signature of method: nothingLikeThis() is applicable for argument types: (java.lang.Boolean)"


def test_a_script_that_was_complained_of_is_mended_and_nothing_else_in_it(live: Live, session: str) -> None:
    path = f"/api/v1/codegen/{session}/classes/User/create"
    mended = live.job(path, json=BODY | {"currentScript": BROKEN, "midpointErrors": [" ", COMPLAINT]})
    puzzled = live.job(path, json=BODY | {"currentScript": SCRIPT, "midpointErrors": ["Connection reset"]})
    calm = live.job(path, json=BODY | {"currentScript": BROKEN, "midpointErrors": ["  "]})

    assert "nothingLikeThis" not in mended["result"]["code"]
    assert "endpoint(POST, 'users')" in mended["result"]["code"]
    assert puzzled["result"]["code"] == SCRIPT
    assert puzzled["errors"] == ["not understood: Connection reset"]
    assert calm["result"] == live.job(path, json=BODY)["result"]


def test_a_fix_mends_the_scripts_of_a_class(live: Live, session: str) -> None:
    base = f"/api/v1/codegen/{session}/classes/User"
    live.job(f"{base}/native-schema", json=BODY)
    wanted = {"midpointErrors": [COMPLAINT], "scripts": [{"operationKey": "userCreate", "code": BROKEN}]}

    fixed = live.job(f"{base}/fix", json=wanted)

    assert fixed["status"] == "finished"
    [script] = fixed["result"]["scripts"]
    assert (script["operationKey"], script["sessionKey"], script["format"]) == (
        "userCreate", "userCreateOutput", "groovy",
    )  # fmt: skip
    assert [each["operationKey"] for each in fixed["result"]["changedOperations"]] == ["userCreate"]
    assert live.call("GET", f"{base}/create").json()["result"] == {"format": "groovy", "code": script["code"]}
    assert bundle(live, session)["User.create.op.groovy"] == script["code"]
    assert data_of(live, session).keys() >= {"userConnectorFixInput", "userConnectorFixJobId"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"midpointErrors": ["x"]}, 404, "connector_scripts_not_found"),
        (
            {"midpointErrors": ["x"], "scripts": [{"operationKey": "userX", "code": "y"}]},
            422,
            "unknown_connector_operation",
        ),
        (
            {"midpointErrors": ["x"], "scripts": [{"operationKey": "userCreate", "code": "y" * 480_000}]},
            413,
            "connector_fix_context_too_large",
        ),
    ],
)
def test_a_fix_needs_scripts_it_knows(live: Live, session: str, body: Any, status: int, code: str) -> None:  # noqa: ANN401
    answer = live.call("POST", f"/api/v1/codegen/{session}/classes/User/fix", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("body", [{}, {"midpointErrors": []}, {"midpointErrors": [" "]}])
def test_a_fix_needs_messages(live: Live, session: str, body: Any) -> None:  # noqa: ANN401
    assert live.call("POST", f"/api/v1/codegen/{session}/classes/User/fix", json=body).status_code == 422


@pytest.mark.parametrize("rest", ["native-schema", "connid"])
def test_schemas_leave_nulls_and_counts_out(live: Live, session: str, rest: str) -> None:
    found = live.job(f"/api/v1/codegen/{session}/classes/User/{rest}")

    assert list(found) == ["jobId", "status", "createdAt", "startedAt", "updatedAt", "finishedAt", "progress", "result"]
    assert found["progress"] == {"stage": "finished", "message": "completed"}


@pytest.mark.parametrize(
    ("rest", "status", "code"),
    [
        ("classes/Nobody/create", 404, "object_class_not_found"),
        ("classes/Group/native-schema", 404, "attributes_not_found"),
        ("classes/Role/search/all", 404, "operation_surface_not_found"),
        ("relations/nothing", 404, "relation_not_found"),
        ("relations/broken", 422, "invalid_relations_output"),
    ],
)
def test_a_script_needs_what_it_is_written_from(live: Live, session: str, rest: str, status: int, code: str) -> None:
    live.call("PUT", f"/api/v1/digester/{session}/classes/Role/attributes", json={"attributes": {}})
    broken = {"relations": [{"name": "broken"}]}
    live.call("PATCH", f"/api/v1/session/{session}", json={"data": {"relationsOutput": broken}})

    answer = live.call("POST", f"/api/v1/codegen/{session}/{rest}", json=BODY)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_scim_and_sql_need_no_endpoints(live: Live, session: str) -> None:
    live.call("PUT", f"/api/v1/digester/{session}/classes/Role/attributes", json={"attributes": {"id": {}}})

    for protocol in ("scim", "SQL"):
        path = f"/api/v1/codegen/{session}/classes/Role/search/all"
        assert live.job(path, json=BODY, params={"apiType": protocol})["status"] == "finished"


def test_without_classes_or_relations_there_is_nothing_to_write(live: Live) -> None:
    session = live.new_session()
    codes = {"classes/User/create": "object_classes_not_found", "relations/x": "relations_not_found"}

    for rest, code in codes.items():
        answer = live.call("POST", f"/api/v1/codegen/{session}/{rest}", json=BODY)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)
    for rest in ("classes/User/create", "authorization"):
        answer = live.call("GET", f"/api/v1/codegen/{session}/{rest}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "job_not_found")


@pytest.mark.parametrize("body", [{}, {"code": None}, [], {"code": "objectClass('User') {"}, {"code": BROKEN}])
def test_what_is_no_script_is_refused(live: Live, body: Any) -> None:  # noqa: ANN401
    session = live.new_session()

    answer = live.call("PUT", f"/api/v1/codegen/{session}/classes/User/create", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_connector_script_override")


@pytest.mark.parametrize(
    "code",
    [
        "objectClass('User') {\n    create {\n        endpoint(POST, '/users') {\n        }\n    }\n}\n",
        "objectClass('User') {\n    create {\n",
        "// caf\u00e9\nobjectClass('User') {\n}\n",
    ],
    ids=["a broken rule", "an open bracket", "no ASCII"],
)
def test_a_script_of_ours_that_the_framework_rejects_is_not_handed_over(
    live: Live, session: str, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(scripts, "made", lambda *_: Made(code, "groovy"))

    found = live.job(f"/api/v1/codegen/{session}/classes/User/create", json=BODY)

    assert (found["status"], found["result"]) == ("failed", None)
    assert "userCreateOutput" not in data_of(live, session)


def test_a_table_in_yaml_is_kept_as_yaml(live: Live, session: str) -> None:
    code = "objectClass: User\nsql:\n  table: users\n"

    live.call("PUT", f"/api/v1/codegen/{session}/classes/User/native-schema", json={"code": code})

    assert bundle(live, session)["User.native.schema.yaml"] == code
