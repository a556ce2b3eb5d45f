"""What generated code was made from, over HTTP: who is told when the data moves on, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.artefacts import ROOT
from tests.functional.live import Live

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
BODY: dict[str, Any] = {"currentScript": "", "midpointErrors": [], "preferredEndpoints": []}
ATTRIBUTES = "data:/userAttributesOutput"
USER = "data:/objectClassesOutput/objectClasses/User"


@pytest.fixture(name="live", scope="module")
def _live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("data")) as live:
        yield live


@pytest.fixture(name="session")
def _session(live: Live) -> str:
    """A session with a whole connector."""
    session = live.new_session()
    live.upload(session, "openapi.yaml", EXAMPLE)
    live.job(f"/api/v1/session/{session}/connector")
    return session


def stale(live: Live, session: str) -> set[tuple[str, str]]:
    """Return what a summary says of files that were made from something else: the file, and why."""
    answer = live.call("POST", f"/v1/sessions/{session}/generateCommitSummary")
    assert answer.status_code == 200, answer.text
    warnings = answer.json()["warnings"]
    assert {each["code"] for each in warnings} <= {"stale-derived"}
    return {(each["path"].removeprefix("code:/"), each["detail"]) for each in warnings}


def change_attributes(live: Live, session: str) -> dict[str, Any]:
    """Change whether the first attribute of users can be updated, and return what they were before."""
    path = f"/api/v1/digester/{session}/classes/user/attributes"
    before: dict[str, Any] = live.call("GET", path).json()["result"]
    attributes = before["attributes"]
    name = min(attributes)
    changed = attributes | {name: attributes[name] | {"updatable": not attributes[name]["updatable"]}}
    assert live.call("PUT", path, json={"attributes": changed}).status_code == 200
    return before


def test_scripts_of_a_class_follow_its_attributes(live: Live, session: str) -> None:
    files = live.call("GET", f"/v1/sessions/{session}/code").json()["files"]
    scripts = [each["path"] for each in files if each["path"].endswith(".groovy")]
    about_users = {path for path in scripts if path.startswith(("User.", "user_"))}
    assert about_users < set(scripts)
    assert stale(live, session) == set()

    before = change_attributes(live, session)

    assert {path for path, _ in stale(live, session)} == about_users
    assert {detail for _, detail in stale(live, session)} == {f"built from an older {ATTRIBUTES}"}

    attributes = f"/api/v1/digester/{session}/classes/user/attributes"
    assert live.call("PUT", attributes, json=before).status_code == 200
    assert stale(live, session) == set()


def test_what_is_made_anew_or_edited_follows_the_present_data(live: Live, session: str) -> None:
    change_attributes(live, session)
    told = stale(live, session)

    live.job(f"/api/v1/codegen/{session}/classes/user/native-schema", json=BODY)
    edited = f"/v1/sessions/{session}/code/User.connid.schema.groovy"
    text = live.call("GET", edited).text
    headers = {"content-type": "text/plain", "If-Match": "*"}
    assert live.call("PUT", edited, content=f"{text}// mine\n".encode(), headers=headers).status_code == 204

    fresh = {"User.native.schema.groovy", "User.connid.schema.groovy"}
    assert stale(live, session) == {each for each in told if each[0] not in fresh}


def test_an_edit_that_is_taken_back_leaves_the_same_code(live: Live, session: str) -> None:
    def content() -> str:
        return str(live.call("GET", f"/v1/sessions/{session}").json()["zones"]["code"]["hash"])

    path = f"/api/v1/codegen/{session}/classes/user/search/all"
    code = live.call("GET", path).json()["result"]["code"]
    hashes = [content()]
    for text in (f"{code}// edited\n", code):
        assert live.call("PUT", path, json={"code": text}).status_code == 200
        hashes.append(content())

    assert hashes[0] == hashes[2] != hashes[1]
    assert stale(live, session) == set()


def test_a_file_of_ones_own_was_made_from_nothing(live: Live, session: str) -> None:
    mine = f"/v1/sessions/{session}/code/User.mine.groovy"
    assert live.call("PUT", mine, content=b"// mine\n", headers={"If-None-Match": "*"}).status_code == 201
    removed = live.call("GET", f"/v1/sessions/{session}/data/userAttributesOutput").headers["etag"]

    path = f"/v1/sessions/{session}/data/userAttributesOutput"
    assert live.call("DELETE", path, headers={"If-Match": removed}).status_code == 204

    found = stale(live, session)
    assert "User.mine.groovy" not in {path for path, _ in found}
    assert {detail for _, detail in found} == {f"built from {ATTRIBUTES}, which is no longer there"}
