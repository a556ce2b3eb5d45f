"""
Our session service as google-adk's agents use it.

What its own services promise, stated anew: https://github.com/google/adk-python, tests/unittests/sessions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from google.adk.errors import StaleSessionError
from google.adk.errors.already_exists_error import AlreadyExistsError
from google.adk.errors.session_not_found_error import SessionNotFoundError
from google.adk.events.event import Event
from google.adk.events.event_actions import EventActions
from google.adk.sessions import Session
from google.adk.sessions.base_session_service import GetSessionConfig
from google.genai import types

from shared.adk import SessionService

_T = TypeVar("_T")


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[SessionService]:
    service = SessionService.in_folder(tmp_path)
    yield service
    run(service.close())


@pytest.fixture(name="strict")
def _strict(tmp_path: Path) -> Iterator[SessionService]:
    service = SessionService.in_folder(tmp_path, strict=True)
    yield service
    run(service.close())


def run(coroutine: Coroutine[Any, Any, _T]) -> _T:
    return asyncio.run(coroutine)


def event(text: str = "hi", **more: Any) -> Event:  # noqa: ANN401 - any field of an event
    content = types.Content(role="model", parts=[types.Part(text=text)])
    return Event(**{"invocation_id": "i", "author": "agent", "content": content, **more})


def changing(**state: Any) -> Event:  # noqa: ANN401
    return event(actions=EventActions(state_delta=state))


async def new(service: SessionService, name: str | None = None, **more: Any) -> Session:  # noqa: ANN401
    return await service.create_session(**{"app_name": "app", "user_id": "user", "session_id": name, **more})


async def read(service: SessionService, name: str, **config: Any) -> Session:  # noqa: ANN401
    wanted = GetSessionConfig(**config) if config else None
    found = await service.get_session(app_name="app", user_id="user", session_id=name, config=wanted)
    assert found is not None
    return found


async def appended(service: SessionService, session: Session, *events: Event) -> Session:
    for each in events:
        await service.append_event(session, each)
    return await read(service, session.id)


def test_nothing_is_none(service: SessionService) -> None:
    assert run(service.get_session(app_name="app", user_id="user", session_id="nope")) is None


def test_a_session_is_created_read_and_deleted(service: SessionService) -> None:
    session = run(new(service, "s", state={"k": "v"}))

    assert (session.id, session.app_name, session.user_id, session.state) == ("s", "app", "user", {"k": "v"})
    assert run(read(service, "s")) == session

    run(service.delete_session(app_name="app", user_id="user", session_id="s"))
    run(service.delete_session(app_name="app", user_id="user", session_id="s"))

    assert run(service.get_session(app_name="app", user_id="user", session_id="s")) is None


def test_an_id_is_chosen_where_none_is_given_and_blanks_round_it_do_not_count(service: SessionService) -> None:
    assert len(run(new(service)).id) == len(run(new(service, "  ")).id) == 36
    assert run(new(service, " padded ")).id == "padded"
    assert run(read(service, " padded ")).id == "padded"


def test_an_id_can_be_taken_once(service: SessionService) -> None:
    run(new(service, "s"))

    with pytest.raises(AlreadyExistsError, match="Session with id s already exists"):
        run(new(service, "s"))


def test_one_of_many_creations_of_an_id_wins(service: SessionService) -> None:
    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(new(service, "s") for _ in range(12)), return_exceptions=True)

    found = run(all_at_once())

    assert sorted(type(each).__name__ for each in found) == ["AlreadyExistsError"] * 11 + ["StoredSession"]


def test_lists_have_state_and_no_events_and_who_was_active_last_comes_last(service: SessionService) -> None:
    async def story() -> None:
        first, second = await new(service, "first", state={"a": 1}), await new(service, "second", state={"user:u": 2})
        await new(service, "other", user_id="somebody")
        await service.append_event(second, event(timestamp=2e9))
        await service.append_event(first, event(timestamp=3e9))

    run(story())
    listed = run(service.list_sessions(app_name="app", user_id="user")).sessions
    everybody = run(service.list_sessions(app_name="app")).sessions

    assert [(each.id, each.state, each.events) for each in listed] == [
        ("second", {"user:u": 2}, []), ("first", {"a": 1, "user:u": 2}, [])
    ]  # fmt: skip
    assert [(each.user_id, each.id) for each in everybody] == [
        ("somebody", "other"), ("user", "second"), ("user", "first")
    ]  # fmt: skip
    assert everybody[0].state == {}
    assert run(service.list_sessions(app_name="nothing")).sessions == []


def test_more_sessions_than_a_page_are_all_listed(service: SessionService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adk.session_service._PAGE", 2)
    for number in range(5):
        run(new(service, str(number)))

    assert {each.id for each in run(service.list_sessions(app_name="app", user_id="user")).sessions} == set("01234")


def test_the_state_of_the_app_is_shared_by_its_users(service: SessionService) -> None:
    run(appended(service, run(new(service, "s", state={"app:k": "v"})), changing(**{"app:k1": "v1"})))
    state = {"app:k": "v", "app:k1": "v1"}

    assert run(new(service, "t", user_id="other")).state == state
    assert run(new(service, "t", app_name="another")).state == {}


def test_the_state_of_the_user_is_shared_by_its_sessions(service: SessionService) -> None:
    run(appended(service, run(new(service, "s", state={"user:k": "v"})), changing(**{"user:k1": "v1"})))

    assert run(new(service, "t")).state == {"user:k": "v", "user:k1": "v1"}
    assert run(new(service, "t", user_id="other")).state == {}
    assert run(service.get_user_state(app_name="app", user_id="user")) == {"k": "v", "k1": "v1"}
    assert run(service.get_user_state(app_name="app", user_id="nobody")) == {}


def test_the_state_of_a_session_is_its_own(service: SessionService) -> None:
    run(appended(service, run(new(service, "s", state={"k": "v"})), changing(k1="v1")))

    assert run(read(service, "s")).state == {"k": "v", "k1": "v1"}
    assert run(new(service, "t")).state == {}


def test_a_delta_replaces_whole_values_and_null_is_one(service: SessionService) -> None:
    session = run(new(service, "s", state={"dict": {"a": 1}, "flag": True, "kept": 1}))
    found = run(appended(service, session, changing(dict={"b": 2}, none=None, flag=False)))

    assert found.state == {"dict": {"b": 2}, "none": None, "flag": False, "kept": 1}
    assert type(found.state["flag"]) is bool


def test_what_is_temporary_is_seen_and_not_stored(service: SessionService) -> None:
    session = run(new(service, "s", state={"temp:start": 1, "k": 1}))
    given = changing(**{"temp:t": "now", "k1": 1})
    found = run(appended(service, session, given))

    assert session.state == {"k": 1, "temp:t": "now", "k1": 1}
    assert found.state == {"k": 1, "k1": 1}
    assert [each.actions.state_delta for each in found.events] == [{"k1": 1}]


def test_what_has_no_json_form_is_kept_as_its_text(service: SessionService) -> None:
    moment = datetime(2026, 6, 17, tzinfo=UTC)
    session = run(new(service, "s", state={"when": moment}))
    found = run(appended(service, session, changing(what=print)))

    assert found.state["when"] == "2026-06-17T00:00:00Z"
    assert "print" in found.state["what"]


def test_users_do_not_meet(service: SessionService) -> None:
    for user in ("ann", "bob"):
        session = run(new(service, "s", user_id=user))
        run(service.append_event(session, event(user)))
    run(service.delete_session(app_name="app", user_id="ann", session_id="s"))
    found = run(service.get_session(app_name="app", user_id="bob", session_id="s"))

    assert run(service.get_session(app_name="app", user_id="ann", session_id="s")) is None
    assert found is not None
    assert [each.author for each in found.events] == ["agent"]


def test_a_complete_event_comes_back_equal(service: SessionService) -> None:
    given = Event(
        id="e1",
        invocation_id="i",
        author="user",
        timestamp=1795169296.7824724,
        branch="a.b",
        content=types.Content(
            role="user",
            parts=[
                types.Part(text="hi", thought=True, thought_signature=b"\xfb\xff"),
                types.Part.from_bytes(data=bytes(range(256)), mime_type="image/png"),
                types.Part(function_call=types.FunctionCall(id="c", name="f", args={"a": [1, 1.0, None]})),
                types.Part(function_response=types.FunctionResponse(id="c", name="f", response={"r": {}})),
            ],
        ),
        actions=EventActions(
            state_delta={"k": 1}, artifact_delta={"f": 0}, transfer_to_agent="other", escalate=True,
            skip_summarization=True, requested_auth_configs={}, end_of_agent=True,
        ),
        long_running_tool_ids={"c"},
        turn_complete=True,
        interrupted=False,
        error_code="E",
        error_message="m" * 5000,
        custom_metadata={"a": {"b": [1]}},
        usage_metadata=types.GenerateContentResponseUsageMetadata(prompt_token_count=1, total_token_count=2),
        grounding_metadata=types.GroundingMetadata(web_search_queries=["q"]),
        citation_metadata=types.CitationMetadata(citations=[types.Citation(uri="https://docs.example")]),
        model_version="v",
        avg_logprobs=-0.5,
        finish_reason=types.FinishReason.STOP,
    )  # fmt: skip
    found = run(appended(service, run(new(service, "s")), given))

    assert found.events == [given]
    assert found.last_update_time == given.timestamp


def test_the_holder_of_a_session_sees_what_it_appended(service: SessionService) -> None:
    session = run(new(service, "s"))
    given = changing(k=1)
    found = run(appended(service, session, given))

    assert (session.events, session.state) == ([given], {"k": 1})
    assert session.last_update_time == given.timestamp == found.last_update_time


def test_what_is_partial_is_not_stored(service: SessionService) -> None:
    session = run(new(service, "s"))
    found = run(appended(service, session, event(partial=True)))

    assert found.events == session.events == []


def test_an_event_given_again_is_stored_once_and_another_of_its_id_is_kept(service: SessionService) -> None:
    session = run(new(service, "s"))
    given = event(id="e", timestamp=5)
    found = run(appended(service, session, given, given, event("another", id="e", timestamp=5)))

    assert len(found.events) == len(session.events) == 2


@pytest.mark.parametrize("service_of", ["service", "strict"])
def test_the_holder_of_a_session_sees_what_it_appended_although_the_answer_was_lost(
    request: pytest.FixtureRequest, service_of: str
) -> None:
    service: SessionService = request.getfixturevalue(service_of)
    run(new(service, "s"))
    lost, session = run(read(service, "s")), run(read(service, "s"))
    given = changing(k=1, **{"temp:t": 2})
    run(service.append_event(lost, given.model_copy(deep=True)))
    found = run(appended(service, session, given, changing(k=2)))

    assert (len(session.events), session.state) == (2, {"k": 2, "temp:t": 2})
    assert (len(found.events), found.state) == (2, {"k": 2})


def test_appending_to_what_is_gone_fails(service: SessionService) -> None:
    session = run(new(service, "s"))
    run(service.delete_session(app_name="app", user_id="user", session_id="s"))

    with pytest.raises(SessionNotFoundError, match="Session s not found"):
        run(service.append_event(session, event()))


def test_events_are_narrowed_and_state_is_not(service: SessionService) -> None:
    session = run(new(service, "s"))
    run(
        appended(
            service,
            session,
            *(event(str(n), timestamp=n, actions=EventActions(state_delta={f"k{n}": n})) for n in range(1, 6)),
        )
    )

    def times(**config: Any) -> list[float]:  # noqa: ANN401
        found = run(read(service, "s", **config))
        assert len(found.state) == 5
        return [each.timestamp for each in found.events]

    assert times() == [1, 2, 3, 4, 5]
    assert times(num_recent_events=3) == [3, 4, 5]
    assert times(num_recent_events=0) == []
    assert times(after_timestamp=4) == [4, 5]
    assert times(after_timestamp=6) == []
    assert times(after_timestamp=3, num_recent_events=2) == [4, 5]


def test_events_of_one_time_keep_their_order(service: SessionService) -> None:
    session = run(new(service, "s"))
    found = run(appended(service, session, *(event(str(number), timestamp=7) for number in range(12))))

    assert [each.content.parts[0].text for each in found.events] == [str(number) for number in range(12)]  # type: ignore[union-attr, index]  # as given


def test_two_holders_of_a_session_keep_each_others_changes(service: SessionService) -> None:
    run(new(service, "s"))
    first, second = run(read(service, "s")), run(read(service, "s"))
    run(service.append_event(first, changing(a=1)))
    run(service.append_event(second, changing(b=2)))

    assert run(read(service, "s")).state == {"a": 1, "b": 2}


def test_a_strict_service_tells_a_holder_that_it_is_behind(strict: SessionService) -> None:
    run(new(strict, "s"))
    first, second = run(read(strict, "s")), run(read(strict, "s"))
    for number in range(3):
        run(strict.append_event(first, changing(a=number)))

    with pytest.raises(StaleSessionError, match="is at revision 4, not 1"):
        run(strict.append_event(second, changing(b=2)))
    assert second.state == {}
    assert run(read(strict, "s")).state == {"a": 2}


def test_one_of_many_strict_writers_wins_each_round(strict: SessionService) -> None:
    run(new(strict, "s"))

    async def round_of_writers(number: int) -> list[Any]:
        holders = [await read(strict, "s") for _ in range(4)]
        writes = [strict.append_event(each, changing(**{f"k{number}": at})) for at, each in enumerate(holders)]
        return await asyncio.gather(*writes, return_exceptions=True)

    for number in range(8):
        assert (
            sorted(type(each).__name__ for each in run(round_of_writers(number)))
            == ["Event"] + ["StaleSessionError"] * 3
        )
    assert len(run(read(strict, "s")).events) == 8


def test_the_service_in_the_cloud_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from moto import mock_aws  # noqa: PLC0415

    from tests.contract.engines import aws  # noqa: PLC0415

    for name, value in {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        table = aws.create_table(aws.dynamodb_client(None))
        bucket = aws.create_bucket(aws.s3_client(None))
        service = SessionService.in_cloud(table=table, bucket=bucket, tenant="acme")
        session = run(new(service, "s", state={"k": 1, "app:a": 1}))
        found = run(appended(service, session, changing(k=2, big="x" * 20_000)))

        assert found.state == {"k": 2, "big": "x" * 20_000, "app:a": 1}
        assert len(run(service.list_sessions(app_name="app")).sessions) == 1
