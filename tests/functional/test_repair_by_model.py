"""Scripts that no rule mends, with a language model and without one, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from tests.fakes.models import TOKENS, ModelServer, Say, speaking
from tests.functional.live import Live

EXAMPLE = Path(__file__).parents[2] / "events" / "example" / "openapi.yaml"
SCRIPT = "objectClass('User') {\n    delete {\n        endpoint(DELETE, 'users/{id}')\n    }\n}\n"
PUZZLE = "Connection reset"
SPENT = {"model": "openai/maker", "questions": 1, "calls": 1, "tokensIn": TOKENS[0], "tokensOut": TOKENS[1]}
UNFIT = "The answer did not fit what was asked, twice."


@contextmanager
def living(folder: Path, *says: Say) -> Iterator[tuple[Live, ModelServer, str]]:
    """Lend a server with a model that says this, and a session in which users have been read."""
    with speaking(list(says)) as server:
        model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=0, seconds=5)
        outside = Outside(OutsideSettings(providers=(), model=model))
        with Live(folder, outside=outside) as live:
            session = live.new_session()
            live.upload(session, "openapi.yaml", EXAMPLE.read_bytes())
            for rest in ("classes", "relations", "classes/User/attributes", "classes/User/endpoints"):
                live.job(f"/api/v1/digester/{session}/{rest}")
            yield live, server, session


def rewritten(code: str) -> Say:
    return Say(value={"code": code, "explanation": "x"})


def test_what_no_rule_mends_the_model_rewrites(tmp_path: Path) -> None:
    better = SCRIPT.replace("users/{id}", "people/{id}")
    with living(tmp_path, rewritten(better)) as (live, server, session):
        request = {"currentScript": SCRIPT, "midpointErrors": [PUZZLE]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/delete", json=request)
        data = live.call("GET", f"/api/v1/session/{session}").json()["data"]

    assert found["result"] == {"format": "groovy", "code": better, "modelUsage": SPENT}
    assert data["userDeleteOutput"] == {"format": "groovy", "code": better}
    assert len(server.asked) == 1
    assert PUZZLE in str(server.asked[0]["messages"])


def test_what_the_framework_would_reject_is_not_taken(tmp_path: Path) -> None:
    bad = rewritten(SCRIPT.replace("endpoint(", "nothingLikeThis("))
    with living(tmp_path, bad, bad) as (live, server, session):
        request = {"currentScript": SCRIPT, "midpointErrors": [PUZZLE]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/delete", json=request)

    assert found["result"]["code"] == SCRIPT
    assert found["errors"] == [f"not understood: {PUZZLE}", f"language model: {UNFIT}"]
    assert len(server.asked) == 2


def test_a_fix_that_came_to_nothing_but_rejected_scripts_fails(tmp_path: Path) -> None:
    bad = rewritten(SCRIPT.replace("endpoint(", "nothingLikeThis("))
    with living(tmp_path, bad, bad) as (live, _, session):
        wanted = {"midpointErrors": [PUZZLE], "scripts": [{"operationKey": "userDelete", "code": SCRIPT}]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/fix", json=wanted)
        data = live.call("GET", f"/api/v1/session/{session}").json()["data"]

    assert (found["status"], found["errors"]) == (
        "failed", [f"No valid script came of the fix: language model: {UNFIT}"]
    )  # fmt: skip
    assert "userDeleteOutput" not in data


def test_a_model_that_does_not_answer_is_told_of(tmp_path: Path) -> None:
    with living(tmp_path, Say(status=403)) as (live, _, session):
        wanted = {"midpointErrors": [PUZZLE], "scripts": [{"operationKey": "userDelete", "code": SCRIPT}]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/fix", json=wanted)

    assert (found["status"], found["result"]["scripts"]) == ("finished", [])
    assert "userDelete: language model: The language model refuses the question (status 403)." in (
        found["result"]["analysis"].splitlines()
    )


def test_a_fix_of_a_class_asks_for_what_no_rule_mends(tmp_path: Path) -> None:
    better = SCRIPT.replace("users/{id}", "people/{id}")
    with living(tmp_path, rewritten(better)) as (live, _, session):
        wanted = {"midpointErrors": [PUZZLE], "scripts": [{"operationKey": "userDelete", "code": SCRIPT}]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/fix", json=wanted)

    [script] = found["result"]["scripts"]
    assert (script["operationKey"], script["code"]) == ("userDelete", better)
    assert found["result"]["modelUsage"] == SPENT


def test_what_the_rules_mend_is_not_asked(tmp_path: Path) -> None:
    broken = SCRIPT.replace("endpoint(DELETE", "nothingLikeThis('x')\n        endpoint(DELETE")
    complaint = "No signature of method: nothingLikeThis() is applicable for argument types: (String) values: [x]"
    with living(tmp_path) as (live, server, session):
        request = {"currentScript": broken, "midpointErrors": [complaint]}
        found = live.job(f"/api/v1/codegen/{session}/classes/User/delete", json=request)

    assert "nothingLikeThis" not in found["result"]["code"]
    assert (server.asked, "modelUsage" in found["result"]) == ([], False)
