from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from functions.sessions.app import handler as sessions_handler
from shared.bootstrap import generator, services
from shared.domain.artefact import AUTH, CONNECTIVITY, CREATE, FIX, METADATA, SCRIPTS
from shared.domain.principal import Principal
from shared.kernel.hashing import Json
from tests.functional.builders import SCRIPT, document_id, store_document, store_resources
from tests.functional.ids import ABSENT
from tests.functional.stack import APPLICATIONS, Stack

EVENTS: Final = Path(__file__).parents[2] / "events"
CONTEXT: Final = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn:f", aws_request_id="invocation"
)
FILE = {"documentation": ("api.yaml", b"openapi: 3.1.0\n")}
LINKS = {"json": {"starterLinks": ["https://acme.example/docs"]}}

S = "/api/v1/session/{session_id}"
D = f"{S}/documentation"
G = "/api/v1/digester/{session_id}"
C = f"{G}/classes/{{object_class}}"
DIGESTED: dict[str, dict[str, Any]] = {
    "metadata": {"infoMetadata": None},
    "auth": {"auth": []},
    "classes": {"objectClasses": [{"name": "User"}]},
    "classes/{object_class}/attributes": {"attributes": {}},
    "classes/{object_class}/endpoints": {"endpoints": []},
    "relations": {"relations": []},
    "connectivity-endpoint": {"endpoints": []},
}
K = "/api/v1/codegen/{session_id}"
WRITTEN = (
    "authorization",
    *(
        f"classes/{{object_class}}/{rest}"
        for rest in (
            "native-schema", "connid", "search/all", "search/filter", "search/id", "create", "update", "delete"
        )
    ),
    "relations/{relation}",
)  # fmt: skip
SEARCH = "/api/v1/discovery/{session_id}/discovery"
SCRAPE = "/api/v1/scrape/{session_id}/scrape"
NAMED = {"json": {"applicationName": "Acme", "starterLinks": ["https://acme.example/docs"]}}
WISHES = {"preferredAuthorizations": [{"type": "basic"}]}
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    *((method, path, NAMED if method == "POST" else {}) for path in (SEARCH, SCRAPE) for method in ("POST", "GET")),
    *(("POST", f"{K}/{rest}", {"json": WISHES}) for rest in WRITTEN),
    *(("GET", f"{K}/{rest}", {}) for rest in WRITTEN),
    ("POST", f"{K}/classes/{{object_class}}/fix", {"json": {"midpointErrors": ["It does not load."]}}),
    ("GET", f"{K}/classes/{{object_class}}/fix", {}),
    *(("PUT", f"{K}/{rest}", {"json": {"code": ""}}) for rest in WRITTEN),
    *((method, f"{G}/{rest}", {}) for rest in DIGESTED for method in ("POST", "GET")),
    *(("PUT", f"{G}/{rest}", {"json": value}) for rest, value in DIGESTED.items()),
    ("GET", C, {}),
    ("PUT", C, {"json": {"description": "d"}}),
    ("GET", f"{C}/documentation", {}),
    ("GET", S, {}),
    ("PATCH", S, {"json": {"data": {"a": 2}}}),
    ("HEAD", S, {}),
    ("DELETE", S, {}),
    ("GET", f"{S}/jobs", {}),
    ("POST", D, {"files": FILE}),
    ("PUT", D, {"files": FILE}),
    ("POST", f"{D}/uploads", {"json": {"filename": "a"}}),
    ("POST", f"{D}/{{document_id}}", {"files": FILE}),
    ("GET", D, {}),
    ("GET", f"{D}/status", {}),
    ("GET", f"{D}/{{document_id}}", {}),
    ("PUT", f"{D}/{{document_id}}", {"json": {"a": 1}}),
    ("HEAD", f"{D}/{{document_id}}", {}),
    ("DELETE", D, {}),
    ("DELETE", f"{D}/{{document_id}}", {}),
    ("POST", f"{S}/connector", LINKS),
    ("GET", f"{S}/connector", {}),
    ("GET", f"{S}/connector/bundle", {}),
]
UNOWNED = {("GET", "/health"), ("GET", "/ready"), ("POST", "/api/v1/session"), ("POST", S)}


@dataclass
class Town:
    stack: Stack
    ann: str
    bob: str
    session_id: str


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    """Ann has a session with a document, a job and a connector; Bob has a key."""
    with Stack(tmp_path, authentication="keys") as stack:
        ann, bob = stack.new_key("ann"), stack.new_key("bob")
        session_id = stack.new_session(ann)
        stack.call("PATCH", S.format(session_id=session_id), json={"data": {"a": 1}}, key=ann)
        store_document(session_id)
        stack.call("POST", f"{S}/connector".format(session_id=session_id), key=ann, **LINKS)
        yield Town(stack, ann, bob, session_id)


def furnish(town: Town) -> None:
    """Give Ann's session everything a route could be asked for."""
    principal = Principal(tenant="acme", subject="ann")
    store_resources(town.session_id, principal)
    for path in (SEARCH, SCRAPE):
        town.stack.call("POST", path.format(session_id=town.session_id), key=town.ann, **NAMED)
    for artefact in (METADATA, AUTH, CONNECTIVITY):
        generator.digester().override(principal, town.session_id, artefact, "", DIGESTED[artefact.name])
    for artefact in SCRIPTS:
        owner = {"session": "", "class": "User", "relation": "user_to_group"}[artefact.owner]
        generator.scripts().override(principal, town.session_id, artefact, owner, {"code": ""})
    generator.scripts().override(principal, town.session_id, CREATE, "User", {"code": SCRIPT})
    fix: dict[str, Json] = {"midpointErrors": ["It does not load."]}
    generator.scripts().start(principal, town.session_id, FIX, "User", fix)


def filled(path: str, town: Town) -> str:
    return path.format(
        session_id=town.session_id, document_id=document_id(0), object_class="User", relation="user_to_group"
    )


def test_the_table_names_every_route() -> None:
    routes = {
        (method.upper(), path)
        for group, app in APPLICATIONS.items()
        # `test_agent_principals.py` and `test_workspace_principals.py` hold the others to the same.
        if group not in {"agent_sessions", "workspaces"}
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }

    assert routes == UNOWNED | {(method, path) for method, path, _request in REQUESTS}


@pytest.mark.parametrize(("method", "path", "request_"), REQUESTS)
def test_what_ann_made_is_not_there_for_bob(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    revision = services.sessions().records.get(town.session_id).revision

    answer = town.stack.call(method, filled(path, town), key=town.bob, **request_)

    assert answer.status_code == 404
    if method != "HEAD":
        message = f"Session {town.session_id} not found"
        assert answer.json() == {"error": {"code": "session_not_found", "message": message}, "detail": message}
    assert services.sessions().records.get(town.session_id).revision == revision
    assert town.stack.engines.put == []


@pytest.mark.parametrize(("method", "path", "request_"), REQUESTS)
def test_ann_is_served(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    furnish(town)

    answer = town.stack.call(method, filled(path, town), key=town.ann, **request_)

    assert answer.status_code in {200, 204}


@pytest.mark.parametrize(("method", "path", "request_"), REQUESTS)
def test_a_stranger_is_told_to_say_who_it_is(town: Town, method: str, path: str, request_: dict[str, Any]) -> None:
    answer = town.stack.call(method, filled(path, town), **request_)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="connectorsmith"'
    if method != "HEAD":
        assert answer.json()["error"] == {"code": "unauthenticated", "message": "an API key is required"}


def test_bob_cannot_take_anns_id_and_cannot_tell_whose_it_is(town: Town) -> None:
    answer = town.stack.call("POST", S.format(session_id=town.session_id), key=town.bob)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "session_already_exists")


@pytest.mark.parametrize("header", ["X-API-Key", "X-Gravitee-Api-Key", "x-api-key"])
def test_either_header_carries_the_key(town: Town, header: str) -> None:
    answer = town.stack.call("HEAD", S.format(session_id=town.session_id), headers={header: town.ann})

    assert answer.status_code == 204


def test_a_bearer_token_carries_the_key(town: Town) -> None:
    headers = {"Authorization": f"Bearer {town.ann}"}

    assert town.stack.call("HEAD", S.format(session_id=town.session_id), headers=headers).status_code == 204


def test_one_request_carries_one_key(town: Town) -> None:
    ann, bob = town.ann, town.bob
    several = [
        [("X-API-Key", ann), ("X-API-Key", ann)],
        [("X-API-Key", ann), ("X-API-Key", bob)],
        [("X-API-Key", f"{ann},{bob}")],
        [("X-API-Key", f"{ann}, {ann}")],
        [("X-API-Key", ann), ("X-Gravitee-Api-Key", ann)],
        [("X-API-Key", ann), ("Authorization", f"Bearer {bob}")],
    ]

    answers = town.stack.calls(
        [("GET", S.format(session_id=town.session_id), {"headers": headers}) for headers in several]
    )

    told = [(answer.status_code, answer.json()["detail"]) for answer in answers]
    assert told == [(401, "send exactly one API key")] * len(several)


@pytest.mark.parametrize("key", ["", "cs_nobody", "\u00e9", "k" * 5000])
def test_a_key_that_is_none_opens_nothing(town: Town, key: str) -> None:
    headers = {b"x-api-key": key.encode("latin-1")}

    answer = town.stack.call("GET", S.format(session_id=town.session_id), headers=headers)

    assert (answer.status_code, answer.json()["detail"]) == (401, "the API key is not valid")


def test_a_revoked_key_opens_nothing(town: Town) -> None:
    [mine] = [key for key in services.access().list() if key.label == "ann"]
    services.access().revoke(mine.id)

    answer = town.stack.call("HEAD", S.format(session_id=town.session_id), key=town.ann)

    assert answer.status_code == 401


def test_a_stranger_is_turned_away_before_the_body_is_read(town: Town) -> None:
    async def never() -> Any:  # noqa: ANN401
        yield b"{"
        message = "the body was read"
        raise AssertionError(message)

    answers = [
        town.stack.call(method, path.format(session_id=ABSENT), content=never())
        for method, path in (("PATCH", S), ("POST", D), ("POST", f"{S}/connector"))
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]


def through_gateway(case: str, claims: dict[str, str] | None, session_id: str | None = None) -> dict[str, Any]:
    """Return the answer to an event as it arrives behind the gateway's authorizer."""
    event = json.loads((EVENTS / f"{case}.json").read_text())
    event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": None}} if claims else {}
    if session_id is not None:
        path = f"/api/v1/session/{session_id}"
        event["rawPath"] = event["requestContext"]["http"]["path"] = path
    answer: dict[str, Any] = sessions_handler(event, CONTEXT)
    return answer


def test_the_claims_of_a_token_say_whose_session_it_is(tmp_path: Path) -> None:
    ann, other = {"iss": "https://id.example", "sub": "ann"}, {"iss": "https://other.example", "sub": "ann"}
    with Stack(tmp_path, authentication="jwt"):
        session_id = json.loads(through_gateway("sessions/create", ann)["body"])["sessionId"]

        statuses = [
            through_gateway("sessions/read", claims, session_id)["statusCode"]
            for claims in (ann, other, {"iss": "https://id.example"}, None)
        ]

    assert statuses == [200, 404, 401, 401]


def test_a_client_cannot_claim_to_be_somebody(tmp_path: Path) -> None:
    headers = {"Authorization": "Bearer ann", "X-API-Key": "ann", "x-amzn-request-context": '{"authorizer":{}}'}
    with Stack(tmp_path, authentication="jwt") as stack:
        answer = stack.call("POST", "/api/v1/session", headers=headers)

    assert (answer.status_code, answer.json()["detail"]) == (401, "the token names no subject")


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["session.read"], ["GET"]),
        (["session.read", "session.write"], ["GET", "PATCH"]),
        (["session.read", "session.delete"], ["GET", "DELETE"]),
        (["*"], ["GET", "PATCH", "DELETE"]),
    ],
    ids=str,
)
def test_a_key_may_do_what_its_scopes_say(tmp_path: Path, scopes: list[str], allowed: list[str]) -> None:
    with Stack(tmp_path, authentication="keys") as stack:
        session = stack.new_session(stack.new_key("ann"))
        principal = Principal(tenant="acme", subject="ann", scopes=frozenset(scopes))
        key = services.access().create(principal, "narrow")[1]
        path = f"/api/v1/session/{session}"

        codes = {
            method: stack.call(method, path, key=key, **request).status_code
            for method, request in (("GET", {}), ("PATCH", {"json": {"data": {"a": 1}}}), ("DELETE", {}))
        }

    assert codes == {method: 200 if method in allowed else 403 for method in codes}
