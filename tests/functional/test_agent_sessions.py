"""Agent sessions over HTTP: what both dialects have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap.agents import agent_sessions
from shared.domain.agent import AgentPlace
from shared.domain.principal import LOCAL
from shared.domain.session import Session
from shared.records.sessions import SessionRecords
from tests.functional.ids import ABSENT
from tests.functional.stack import Stack

A = "/apps/chat/users/ann/sessions"
OURS = "/apps/connectorsmith/users/local/sessions"
EVENT: dict[str, Any] = {
    "id": "e1",
    "invocationId": "i1",
    "author": "agent",
    "timestamp": 1700000000.5,
    "content": {"role": "model", "parts": [{"text": "hi"}]},
    "actions": {"stateDelta": {"x": 1, "temp:y": 2, "user:z": 3, "app:w": 4}, "artifactDelta": {"f.txt": 0}},
    "nobodyKnows": {"b": 1, "a": 2},
}


def new(stack: Stack, path: str = A, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    answer = stack.call("POST", path, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def read(stack: Stack, path: str, **query: Any) -> dict[str, Any]:  # noqa: ANN401
    answer = stack.call("GET", path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def append(stack: Stack, path: str, event: dict[str, Any], **headers: str) -> Any:  # noqa: ANN401
    return stack.call("POST", f"{path}/events", json=event, headers=headers)


def texts(session: dict[str, Any]) -> list[str]:
    return [event["content"]["parts"][0]["text"] for event in session["events"]]


def said(text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"author": "agent", "content": {"role": "model", "parts": [{"text": text}]}, **more}


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"  \n", b'{"state": null, "events": null}', b'{"bogus": 1}'])
@pytest.mark.parametrize("prefix", ["", "/api"])
def test_a_session_starts_empty(stack: Stack, prefix: str, body: bytes) -> None:
    answer = stack.call("POST", prefix + A, content=body)

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["events"]) == ({}, [])


def test_a_chunked_body_is_honoured(stack: Stack) -> None:
    async def parts() -> Any:  # noqa: ANN401
        yield b'{"state":'
        yield b'{"k": 1}}'

    assert stack.call("POST", A, content=parts()).json()["state"] == {"k": 1}


@pytest.mark.parametrize("given", ["s1", "a b", "ä/b?#%".replace("/", ""), "x" * 200, "漢" * 200, "..s"])
def test_a_session_has_the_id_its_maker_gave(stack: Stack, given: str) -> None:
    created = new(stack, A, sessionId=given)

    assert created["id"] == given
    assert [session["id"] for session in stack.call("GET", A).json()] == [given]


def test_ids_of_different_places_never_meet(stack: Stack) -> None:
    places = [("a%23b", "u", "c"), ("a", "u", "b%23c"), ("a", "u%23b", "c"), ("a", "u", "c")]
    for number, (app, user, name) in enumerate(places):
        stack.call("POST", f"/apps/{app}/users/{user}/sessions/{name}", json={"state": {"number": number}})

    found = [stack.call("GET", f"/apps/{app}/users/{user}/sessions/{name}").json() for app, user, name in places]
    assert [session["state"] for session in found] == [{"number": number} for number in range(4)]


@pytest.mark.parametrize("body", [{"sessionId": " "}, {"sessionId": ""}, {"sessionId": None}])
def test_a_blank_id_is_chosen_by_the_server(stack: Stack, body: dict[str, Any]) -> None:
    assert len(new(stack, A, **body)["id"]) == 36


def test_an_id_can_be_taken_once(stack: Stack) -> None:
    new(stack, f"{A}/s1", state={"winner": True})
    root, api = stack.call("POST", f"{A}/s1", json={}), stack.call("POST", f"/api{A}/s1", json={})

    assert (root.status_code, root.json()) == (409, {"detail": "Session s1 already exists"})
    assert (api.status_code, api.text) == (409, "Session s1 already exists\n")
    assert read(stack, f"{A}/s1")["state"] == {"winner": True}


def test_an_id_that_is_taken_leaves_nothing_behind(stack: Stack, tmp_path: Path) -> None:
    new(stack, f"{A}/s1")
    refused = stack.call("POST", f"{A}/s1", json={"state": {"big": "never kept " * 5000}})

    assert refused.status_code == 409
    assert [file for file in tmp_path.rglob("*") if file.is_file() and b"never kept" in file.read_bytes()] == []


def test_state_has_scopes(stack: Stack) -> None:
    state = {"k": 1, "app:a": "A", "user:u": "U", "temp:t": "T"}

    assert new(stack, f"{A}/s1", state=state)["state"] == {"k": 1, "app:a": "A", "user:u": "U"}
    assert new(stack, f"{A}/s2")["state"] == {"app:a": "A", "user:u": "U"}
    assert new(stack, "/apps/chat/users/bob/sessions")["state"] == {"app:a": "A"}
    assert new(stack, "/apps/other/users/ann/sessions")["state"] == {}


def test_an_event_is_kept_as_it_came_without_what_passes(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    stored = append(stack, f"{A}/s1", EVENT)
    actions = {
        "requestedAuthConfigs": {},
        "requestedToolConfirmations": {},
        "artifactDelta": {"f.txt": 0},
        "stateDelta": {"x": 1, "user:z": 3, "app:w": 4},
    }

    assert (stored.status_code, stored.json()) == (200, EVENT | {"actions": actions, "nodeInfo": {"path": ""}})
    assert read(stack, f"{A}/s1") == {
        "id": "s1",
        "appName": "chat",
        "userId": "ann",
        "state": {"x": 1, "user:z": 3, "app:w": 4},
        "events": [stored.json()],
        "lastUpdateTime": 1700000000.5,
    }


def test_an_event_given_again_is_stored_once(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    first = append(stack, f"{A}/s1", EVENT)
    again = append(stack, f"{A}/s1", EVENT)
    other = append(stack, f"{A}/s1", EVENT | {"content": {"parts": [{"text": "another"}]}})

    assert again.json() == first.json()
    assert again.headers["etag"] == first.headers["etag"] != other.headers["etag"]
    assert texts(read(stack, f"{A}/s1")) == ["hi", "another"]


def test_an_event_given_again_at_its_old_revision_is_stored_once(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    tag = stack.call("GET", f"{A}/s1").headers["etag"]
    first = append(stack, f"{A}/s1", EVENT, **{"If-Match": tag})
    append(stack, f"{A}/s1", said("between"))
    again = append(stack, f"{A}/s1", EVENT, **{"If-Match": tag})
    other = append(stack, f"{A}/s1", EVENT | {"author": "another"}, **{"If-Match": tag})

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert again.json() == first.json()
    assert texts(read(stack, f"{A}/s1")) == ["hi", "between"]


def test_what_is_partial_is_answered_and_not_stored(stack: Stack) -> None:
    created = new(stack, f"{A}/s1")
    partial = said("par", partial=True, actions={"stateDelta": {"k": 1}})

    assert append(stack, f"{A}/s1", partial).json() == partial
    assert read(stack, f"{A}/s1") == created


def test_an_event_without_id_and_time_is_given_both(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    stored = append(stack, f"{A}/s1", said("hi")).json()

    assert len(stored["id"]) == 36
    assert stored["timestamp"] == read(stack, f"{A}/s1")["lastUpdateTime"]


@pytest.mark.parametrize(
    "text", ["2023-11-14T22:13:20.5Z", "2023-11-14T23:13:20.500000+01:00", "2023-11-14T22:13:20.5"]
)
def test_a_time_may_be_text(stack: Stack, text: str) -> None:
    new(stack, f"{A}/s1")

    assert append(stack, f"{A}/s1", said("hi", timestamp=text)).json()["timestamp"] == 1700000000.5


@pytest.mark.parametrize("seconds", [1795169296.7824724, 0.1, 0, 1e10, -1.5])
def test_times_come_back_exactly(stack: Stack, seconds: float) -> None:
    new(stack, f"{A}/s1")

    assert append(stack, f"{A}/s1", said("hi", timestamp=seconds)).json()["timestamp"] == seconds


def test_names_may_be_spelled_as_python_spells_them(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    event = {
        "author": "agent",
        "invocation_id": "i",
        "my_own": {"state_delta": 1},
        "content": {"parts": [{"inline_data": {"mime_type": "image/png", "data": "AAEC_w"}}]},
        "actions": {"state_delta": {"k": 1}, "skip_summarization": True},
    }
    stored = append(stack, f"{A}/s1", event).json()

    assert stored["invocationId"] == "i"
    assert stored["my_own"] == {"state_delta": 1}
    assert stored["content"] == {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AAEC/w=="}}]}
    assert (stored["actions"]["stateDelta"], stored["actions"]["skipSummarization"]) == ({"k": 1}, True)


@pytest.mark.parametrize("given", ["AAEC/w==", "AAEC_w==", "AAEC_w", "AAEC/w"])
def test_either_alphabet_of_base64_is_read(stack: Stack, given: str) -> None:
    new(stack, f"{A}/s1")
    parts = [{"inlineData": {"mimeType": "image/png", "data": given}}, {"text": "t", "thoughtSignature": given}]
    stored = append(stack, f"{A}/s1", {"author": "agent", "content": {"parts": parts}}).json()

    assert stored["content"]["parts"][0]["inlineData"]["data"] == "AAEC/w=="
    assert stored["content"]["parts"][1]["thoughtSignature"] == "AAEC/w=="


def test_a_call_has_arguments_even_when_it_has_none(stack: Stack) -> None:
    new(stack, f"{A}/s1")
    stored = append(stack, f"{A}/s1", {"content": {"parts": [{"functionCall": {"name": "f"}}]}}).json()

    assert stored["content"]["parts"] == [{"functionCall": {"name": "f", "args": {}}}]


WRONG: dict[str, Any] = {
    "no object": [],
    "a number as author": {"author": 5},
    "parts that are no list": {"content": {"parts": 5}},
    "a part that is none": {"content": {"parts": ["text"]}},
    "a delta that is none": {"actions": {"stateDelta": [1]}},
    "actions that are none": {"actions": "x"},
    "no base64": {"content": {"parts": [{"inlineData": {"data": "*"}}]}},
    "bytes that are a number": {"content": {"parts": [{"inlineData": {"data": 5}}]}},
    "no time": {"timestamp": "yesterday"},
    "a time far away": {"timestamp": 1e30},
    "a truth value as time": {"timestamp": True},
    "an empty key": {"actions": {"stateDelta": {"": 1}}},
    "an empty key of the user": {"actions": {"stateDelta": {"user:": 1}}},
}


@pytest.mark.parametrize("event", WRONG.values(), ids=WRONG.keys())
def test_a_malformed_event_is_refused_whole(stack: Stack, event: Any) -> None:  # noqa: ANN401
    before = new(stack, f"{A}/s1")

    assert append(stack, f"{A}/s1", event).status_code == 422
    assert append(stack, f"/api{A}/s1", event).status_code == 400
    assert read(stack, f"{A}/s1") == before
    if isinstance(event, dict):
        assert stack.call("POST", f"{A}/s2", json={"events": [said("good"), event]}).status_code == 422
        assert stack.call("GET", f"{A}/s2").status_code == 404


def test_a_finding_names_its_place(stack: Stack) -> None:
    wrong = {"content": {"parts": [{"text": "a"}, {"inlineData": {"data": "*"}}]}}
    [finding] = stack.call("POST", f"{A}/s2", json={"events": [said("good"), wrong]}).json()["detail"]

    assert finding["loc"] == ["body", "events", 1, "content", "parts", 1, "inlineData", "data"]


def test_a_session_may_start_with_a_history(stack: Stack) -> None:
    events = [said("one", timestamp=5, actions={"stateDelta": {"k": 2, "user:u": 1}}), said("no", partial=True)]
    created = new(stack, f"{A}/s1", state={"k": 1, "l": 1}, events=[*events, said("two", timestamp=4)])

    assert texts(created) == ["one", "two"]
    assert created["state"] == {"k": 2, "l": 1, "user:u": 1}
    assert created["lastUpdateTime"] == 4
    assert read(stack, f"{A}/s1") == created


@pytest.mark.parametrize("count", [80, 90, 100, 500])
def test_a_long_history_arrives_whole_and_in_order(stack: Stack, count: int) -> None:
    events = [said(f"{number}", timestamp=7, actions={"stateDelta": {f"k{number}": number}}) for number in range(count)]
    created = new(stack, f"{A}/s1", events=events)

    assert texts(created) == [f"{number}" for number in range(count)]
    assert created["state"] == {f"k{number}": number for number in range(count)}


def test_the_last_events_come_oldest_first(stack: Stack) -> None:
    new(stack, f"{A}/s1", events=[said(str(number)) for number in range(5)], state={"k": 1})

    assert texts(read(stack, f"{A}/s1", numRecentEvents=3)) == ["2", "3", "4"]
    assert texts(read(stack, f"{A}/s1", numRecentEvents=9)) == ["0", "1", "2", "3", "4"]
    none = read(stack, f"{A}/s1", numRecentEvents=0)
    assert (none["events"], none["state"]) == ([], {"k": 1})


def test_events_from_a_time_on_include_those_of_that_time(stack: Stack) -> None:
    times = [10, 30, 20, 5, 25]
    new(stack, f"{A}/s1", events=[said(str(number), timestamp=time) for number, time in enumerate(times)])

    assert texts(read(stack, f"{A}/s1", afterTimestamp=20)) == ["1", "2", "4"]
    assert texts(read(stack, f"{A}/s1", afterTimestamp=20, numRecentEvents=2)) == ["2", "4"]
    assert texts(read(stack, f"{A}/s1", afterTimestamp=30.5)) == []


def test_earlier_events_are_on_the_next_page(stack: Stack) -> None:
    new(stack, f"{A}/s1", events=[said(str(number)) for number in range(5)])
    seen: list[str] = []
    path, token = f"{A}/s1", ""
    for _ in range(9):
        answer = stack.call("GET", path, params={"numRecentEvents": 2, **({"pageToken": token} if token else {})})
        seen = texts(answer.json()) + seen
        if not (token := answer.headers.get("x-next-page-token", "")):
            break
        assert answer.headers["link"].endswith('; rel="next"')

    assert seen == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "query",
    [
        {"numRecentEvents": -1},
        {"numRecentEvents": "x"},
        {"afterTimestamp": "nan"},
        {"pageToken": "*"},
        {"pageToken": "YQ"},
        {"pageToken": "MQ!!"},
    ],
)
def test_a_window_that_is_none_is_refused(stack: Stack, query: dict[str, Any]) -> None:
    new(stack, f"{A}/s1")

    assert stack.call("GET", f"{A}/s1", params=query).status_code == 422
    assert stack.call("GET", f"/api{A}/s1", params=query).status_code == 400


@pytest.mark.parametrize("token", ["!!!!", "\0", "w7_D", "A" * 4000, "A" * 5000])
@pytest.mark.parametrize(("prefix", "status"), [("", 422), ("/api", 400)])
def test_a_page_token_that_was_never_given_out_is_refused(stack: Stack, prefix: str, status: int, token: str) -> None:
    assert stack.call("GET", prefix + A, params={"pageToken": token}).status_code == status


def test_a_window_may_be_larger_than_any_history(stack: Stack) -> None:
    new(stack, f"{A}/s1", events=[said("one"), said("two")])

    assert texts(read(stack, f"{A}/s1", numRecentEvents=10**30)) == ["one", "two"]


def test_the_list_is_newest_first_with_state_and_without_events(stack: Stack) -> None:
    for number in range(3):
        new(stack, f"{A}/s{number}", state={"n": number, "user:u": number}, events=[said("hi")])
    listed = stack.call("GET", A).json()

    assert [session["id"] for session in listed] == ["s2", "s1", "s0"]
    assert [session["state"] for session in listed] == [{"n": number, "user:u": 2} for number in (2, 1, 0)]
    assert [session["events"] for session in listed] == [[], [], []]


def test_a_list_leaves_out_what_goes_while_it_is_read(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("s1", "s2"):
        new(stack, f"{A}/{name}", state={"k": 1})
    read_content = SessionRecords.data

    def gone_first(records: SessionRecords, session: Session) -> tuple[Session, dict[str, Any]]:
        agent_sessions().delete(LOCAL, AgentPlace(app="chat", user="ann"), "s1")
        return read_content(records, session)

    monkeypatch.setattr(SessionRecords, "data", gone_first)
    listed = stack.call("GET", A)

    assert (listed.status_code, [session["id"] for session in listed.json()]) == (200, ["s2"])


def test_a_list_comes_in_pages_while_others_write(stack: Stack) -> None:
    for number in range(7):
        new(stack, f"{A}/s{number}")
    seen: list[str] = []
    path = f"{A}?pageSize=3"
    for _ in range(9):
        answer = stack.call("GET", path)
        seen += [session["id"] for session in answer.json()]
        stack.call("PATCH", f"{A}/s0", json={"stateDelta": {"k": len(seen)}})
        new(stack, A)
        if "link" not in answer.headers:
            break
        path = answer.headers["link"].removeprefix("<").partition(">")[0]

    assert seen == ["s6", "s5", "s4", "s3", "s2", "s1", "s0"]


def test_nothing_is_an_empty_list(stack: Stack) -> None:
    assert stack.call("GET", A).json() == stack.call("GET", f"/api{A}").json() == []


def test_a_change_is_an_event_of_the_users(stack: Stack) -> None:
    new(stack, f"{A}/s1", state={"k": {"a": 1}, "l": 1})
    delta = {"k": {"b": None}, "l": None, "user:u": 1, "temp:t": 2}
    changed = stack.call("PATCH", f"{A}/s1", json={"state_delta": delta})
    body = changed.json()
    [event] = body["events"]

    assert body["state"] == delta
    assert event["author"] == "user"
    assert event["invocationId"].startswith("p-")
    assert event["actions"]["stateDelta"] == {"k": {"b": None}, "l": None, "user:u": 1}
    assert body["lastUpdateTime"] == event["timestamp"]
    assert read(stack, f"{A}/s1")["state"] == {"k": {"b": None}, "l": None, "user:u": 1}


def test_an_empty_change_is_no_event(stack: Stack) -> None:
    created = new(stack, f"{A}/s1")

    assert stack.call("PATCH", f"{A}/s1", json={"stateDelta": {}}).json() == created
    assert stack.call("PATCH", f"/api{A}/s1", content=b"").status_code == 200
    assert read(stack, f"{A}/s1") == created


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_a_revision_that_has_passed_is_a_conflict(stack: Stack, method: str) -> None:
    new(stack, f"{A}/s1")
    tag = stack.call("GET", f"{A}/s1").headers["etag"]
    path, body = (f"{A}/s1", {"stateDelta": {"k": 1}}) if method == "PATCH" else (f"{A}/s1/events", said("hi"))
    first = stack.call(method, path, json=body, headers={"If-Match": tag})
    second = stack.call(method, path, json=body, headers={"If-Match": tag})
    weak = stack.call(method, path, json=body, headers={"If-Match": 'W/"r2"'})

    assert (first.status_code, second.status_code, weak.status_code) == (200, 409, 409)
    assert len(read(stack, f"{A}/s1")["events"]) == 1


def test_deleting_what_is_missing_succeeds(stack: Stack) -> None:
    new(stack, f"{A}/s1", state={"user:u": 1})

    assert [stack.call("DELETE", f"{A}/s1").status_code for _ in range(2)] == [200, 200]
    assert stack.call("GET", f"{A}/s1").status_code == 404
    assert new(stack, f"{A}/s2")["state"] == {"user:u": 1}


def test_a_new_life_does_not_remember_the_old_one(stack: Stack) -> None:
    new(stack, f"{A}/s1", state={"old": 1}, events=[EVENT])
    stack.call("DELETE", f"{A}/s1")
    reborn = new(stack, f"{A}/s1")
    again = append(stack, f"{A}/s1", EVENT)

    assert (reborn["events"], reborn["state"]) == ([], {"user:z": 3, "app:w": 4})
    assert again.status_code == 200
    assert texts(read(stack, f"{A}/s1")) == ["hi"]


def test_exact_values_survive(stack: Stack) -> None:
    deep: Any = "bottom"
    for _ in range(40):
        deep = {"d": [deep]}
    state = {"int": 1, "float": 1.0, "true": True, "big": 2**53 + 1, "deep": deep, "null": None, "e": ""}
    answer = stack.call("POST", f"{A}/s1", json={"state": state})

    assert stack.call("GET", f"{A}/s1").text == answer.text
    assert json.dumps(answer.json()["state"], sort_keys=True) == json.dumps(state, sort_keys=True)


def test_large_things_work(stack: Stack) -> None:
    state = {f"k{number}": number for number in range(300)}
    new(stack, f"{A}/s1", state=state)
    delta = {f"k{number}": -number for number in range(200)} | {f"user:{number}": number for number in range(150)}
    event = said("x" * 2_000_000, actions={"stateDelta": delta})

    assert append(stack, f"{A}/s1", event).status_code == 200
    found = read(stack, f"{A}/s1")
    assert texts(found) == ["x" * 2_000_000]
    assert found["state"] == state | delta


def test_the_apps_are_those_with_sessions_and_ours(stack: Stack) -> None:
    new(stack, "/apps/chat/users/local/sessions")
    new(stack, "/apps/other/users/ann/sessions")

    assert stack.call("GET", "/list-apps").json() == ["chat", "connectorsmith"]
    assert stack.call("GET", "/api/list-apps").json() == ["chat", "connectorsmith"]


def test_a_session_of_our_app_is_the_generators(stack: Stack) -> None:
    session_id = stack.new_session()
    stack.call("PATCH", f"/api/v1/session/{session_id}", json={"data": {"colour": "red"}})
    append(stack, f"{OURS}/{session_id}", said("blue", actions={"stateDelta": {"size": 5, "user:u": 1}}))
    data = stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]
    found = read(stack, f"{OURS}/{session_id}")

    assert {name: data[name] for name in ("colour", "size")} == {"colour": "red", "size": 5}
    assert "user:u" not in data
    assert found["state"] == data | {"user:u": 1}
    assert [(event["author"], event["actions"]["stateDelta"]) for event in found["events"]] == [
        ("user", {"colour": "red"}),
        ("agent", {"size": 5, "user:u": 1}),
    ]
    assert found["events"][0]["customMetadata"] == {"kind": "data.changed"}


def test_the_generator_serves_a_session_that_an_agent_made(stack: Stack) -> None:
    session_id = new(stack, OURS, state={"a": 1})["id"]

    assert stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]["a"] == 1
    assert session_id in [session["id"] for session in stack.call("GET", OURS).json()]
    assert stack.call("DELETE", f"/api/v1/session/{session_id}").status_code == 200
    assert stack.call("GET", f"{OURS}/{session_id}").status_code == 404


def test_what_a_client_sends_back_of_our_views_is_no_change(stack: Stack) -> None:
    session_id = stack.new_session()
    state = read(stack, f"{OURS}/{session_id}")["state"]
    stack.call(
        "PATCH", f"{OURS}/{session_id}", json={"stateDelta": state | {"__session_metadata__": {"displayName": "n"}}}
    )
    [event] = read(stack, f"{OURS}/{session_id}")["events"]

    assert event["actions"]["stateDelta"] == {"__session_metadata__": {"displayName": "n"}}


def test_a_script_that_an_agent_writes_is_a_file_of_the_connector(stack: Stack) -> None:
    session_id = stack.new_session()
    script = {"code": "objectClass('User') {}\n"}
    stored = append(
        stack, f"{OURS}/{session_id}", said("done", actions={"stateDelta": {"userSearchAllOutput": script}})
    )
    data = stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]

    assert stored.json()["actions"]["stateDelta"] == {"userSearchAllOutput": script}
    assert data["userSearchAllOutput"]["code"] == script["code"]
    assert "objectClass('User') {}\n" in data["generatedCode"].values()


def test_scripts_that_a_session_starts_with_are_files_of_the_connector(stack: Stack) -> None:
    script = {"code": "objectClass('User') {}\n"}
    state, events = {"userSearchAllOutput": script, "k": 1}, [said("done", actions={"stateDelta": {"l": 2}})]
    created = new(stack, OURS, state=state, events=[*events, said("more", actions={"stateDelta": state})])
    data = stack.call("GET", f"/api/v1/session/{created['id']}").json()["data"]

    assert data["generatedCode"] == {"user.search.all.op.groovy": script["code"]}
    assert data["userSearchAllOutput"] == script | {"format": "groovy"}
    assert (data["k"], data["l"]) == (1, 2)
    assert [event["actions"]["stateDelta"] for event in created["events"]] == [{"l": 2}, {"k": 1} | state]


def test_an_id_no_interface_could_name_is_refused_for_our_app(stack: Stack) -> None:
    assert stack.call("POST", f"{OURS}/a b", json={}).status_code == 422
    assert stack.call("GET", f"{OURS}/a b").status_code == 404
    assert stack.call("GET", f"{OURS}/{'x' * 3000}").status_code == 404
    assert stack.call("DELETE", f"{OURS}/{'x' * 3000}").status_code == 200


def test_a_session_of_another_app_is_none_of_ours(stack: Stack) -> None:
    new(stack, "/apps/chat/users/local/sessions/s1")
    [session] = stack.call("GET", "/apps/chat/users/local/sessions").json()

    assert session["id"] == "s1"
    assert stack.call("GET", OURS).json() == []
    assert stack.call("GET", f"{OURS}/{ABSENT}").status_code == 404

    [known] = stack.call("GET", "/v1/sessions").json()["sessions"]
    assert stack.call("GET", f"{OURS}/{known['sessionId']}").status_code == 404
    assert stack.call("DELETE", f"{OURS}/{known['sessionId']}").status_code == 200
    assert stack.call("GET", "/apps/chat/users/local/sessions/s1").status_code == 200


@pytest.mark.parametrize("name", ["x" * 513, "%20"])
def test_names_have_a_length(stack: Stack, name: str) -> None:
    assert stack.call("POST", f"/apps/{name}/users/u/sessions", json={}).status_code == 422
    assert stack.call("POST", f"/apps/a/users/{name}/sessions", json={}).status_code == 422
