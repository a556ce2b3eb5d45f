"""A process may die at any write of a request: the same key sent again has one effect, and the answer that was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Never

import httpx
import pytest

from functions.workspaces.exchange import Exchange
from shared.domain.session import Session
from shared.kernel.errors import Unavailable
from shared.records import idempotency
from shared.records.sessions import SessionRecords
from shared.services.once import Answer, Once
from tests.functional.builders import (
    COMMITTED,
    COMMITTED_SUMMARY,
    FORKED,
    WORKSPACE,
    store_committed,
    store_merges,
    store_note,
    store_workspace,
)
from tests.functional.stack import Stack, send_all

S = f"/v1/sessions/{WORKSPACE}"
KEYED = {"Idempotency-Key": "k"}


class Killed(BaseException):
    """What ends a process: nobody handles it."""


def _die(*_parts: object) -> None:
    raise Killed


@dataclass
class Mortal:
    """An item store whose process dies behind the write with this number."""

    table: Any
    left: int

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.table, name)

    def transact(self, actions: Any) -> None:  # noqa: ANN401
        """Write, and die if it was the last time."""
        self.table.transact(actions)
        self.left -= 1
        if self.left == 0:
            raise Killed


@dataclass(frozen=True)
class Case:
    """A request, and how to count its effects."""

    path: str
    body: dict[str, Any]
    effects: Callable[[Stack], int]
    if_match: str = ""
    status: int = 201

    def send(self, stack: Stack) -> httpx.Response:
        """Send it under its key."""
        headers = KEYED | ({"If-Match": self.if_match} if self.if_match else {})
        return stack.call("POST", self.path, headers=headers, json=self.body)


def rows(path: str, listed: str, **wanted: Any) -> Callable[[Stack], int]:  # noqa: ANN401
    def count(stack: Stack) -> int:
        found = stack.call("GET", path).json()[listed]
        return sum(all(row[field] == value for field, value in wanted.items()) for row in found)

    return count


CASES = {
    "create": Case("/v1/sessions", {"name": "new"}, rows("/v1/sessions", "sessions", name="new")),
    "create by id": Case("/v1/sessions", {"sessionId": "n1"}, rows("/v1/sessions", "sessions", sessionId="n1")),
    "copy": Case(
        "/v1/sessions",
        {"source": {"fromSession": {"sessionId": WORKSPACE}}, "name": "new"},
        rows("/v1/sessions", "sessions", name="new"),
    ),
    "fork": Case(f"{S}/fork", {"name": "new", "carry": {"cache": True}}, rows(f"{S}/forks", "sessions", name="new")),
    "checkpoint": Case(f"{S}/checkpoints", {"name": "c"}, rows(f"{S}/checkpoints", "checkpoints", name="c")),
    "restore": Case(
        f"{S}/restore",
        {"to": {"revision": 1}, "zones": ["data"], "keepCurrentAs": "c"},
        rows(f"{S}/events", "events", type="session.restored"),
        '"r2"',
        200,
    ),
    "commit": Case(
        f"/v1/sessions/{COMMITTED}/commit",
        {"summaryId": COMMITTED_SUMMARY, "message": "c"},
        rows(f"/v1/sessions/{COMMITTED}/commits", "commits", message="c"),
        '"r3"',
    ),
    "merge": Case(
        f"{S}:merge",
        {"source": {"sessionId": FORKED}, "strategy": "theirs", "carryAnnotations": "open"},
        rows(f"{S}/events", "events", type="session.merged"),
        '"r2"',
        200,
    ),
    "annotation": Case(f"{S}/annotations", {"body": "b"}, rows(f"{S}/annotations", "annotations", body="b")),
    "event": Case(f"{S}/events", {"type": "custom.x"}, rows(f"{S}/events", "events", type="custom.x")),
}


@pytest.fixture(autouse=True)
def _given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "_GIVEN_UP", timedelta(0))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_request_that_dies_again_and_again_has_one_effect(stack: Stack, case: Case) -> None:
    store_workspace()
    store_note()
    store_committed()
    store_merges()
    table = stack.engines.items._engine  # noqa: SLF001 - the process is to die in there

    for write in range(1, 20):
        stack.engines.items._engine = Mortal(table, write)  # noqa: SLF001 - as above
        with suppress(Killed):
            answer = case.send(stack)
            break

    stack.engines.items._engine = table  # noqa: SLF001 - as above
    assert (case.effects(stack), answer.status_code) == (1, case.status)
    assert case.send(stack).json() == answer.json()


@pytest.mark.parametrize("write", range(1, 8))
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_request_that_dies_once_has_one_effect(stack: Stack, case: Case, write: int) -> None:
    store_workspace()
    store_note()
    store_committed()
    store_merges()
    table = stack.engines.items._engine  # noqa: SLF001 - as above
    stack.engines.items._engine = Mortal(table, write)  # noqa: SLF001 - as above

    with suppress(Killed):
        case.send(stack)

    stack.engines.items._engine = table  # noqa: SLF001 - as above
    answer = case.send(stack)
    assert (case.effects(stack), answer.status_code) == (1, case.status)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_answer_that_was_lost_is_given(stack: Stack, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    store_workspace()
    store_note()
    store_committed()
    store_merges()
    lost: list[Answer] = []

    def die(_once: Once, _attempt: object, answer: Answer) -> None:
        lost.append(answer)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Once, "finish", die)
        with pytest.raises(Killed):
            case.send(stack)

    answer = case.send(stack)
    kept = {name: answer.headers[name] for name in ("etag", "location") if name in answer.headers}
    assert (answer.status_code, kept, answer.text) == (lost[0].status, dict(lost[0].headers), lost[0].body)
    assert case.effects(stack) == 1


def test_a_summary_whose_answer_was_lost_is_made_again(stack: Stack) -> None:
    store_committed()
    table = stack.engines.items._engine  # noqa: SLF001 - as above
    summary = Case(f"/v1/sessions/{COMMITTED}/generateCommitSummary", {}, lambda _stack: 1, status=200)
    for write in range(1, 5):
        stack.engines.items._engine = Mortal(table, write)  # noqa: SLF001 - as above
        with suppress(Killed):
            summary.send(stack)
            break
    stack.engines.items._engine = table  # noqa: SLF001 - as above

    answer = summary.send(stack)

    assert answer.headers["idempotency-replayed"] == "true"
    wish = {"summaryId": answer.json()["summaryId"], "contentHash": answer.json()["contentHash"]}
    committed = stack.call(
        "POST", f"/v1/sessions/{COMMITTED}/commit", json=wish, headers=KEYED | {"If-Match": answer.headers["etag"]}
    )
    assert committed.status_code == 201


def test_a_fork_takes_along_what_it_had_not_yet(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    store_workspace()
    store_note()

    def fail(*_parts: object) -> Never:
        message = "too many writers"
        raise Unavailable(message)

    with monkeypatch.context() as patch:
        patch.setattr("shared.records.cache.CacheRecords.put", fail)
        refused = CASES["fork"].send(stack)
    made = CASES["fork"].send(stack).json()["sessions"]

    assert refused.status_code == 503
    fork = f"/v1/sessions/{made[0]['sessionId']}"
    assert stack.call("GET", f"{fork}/cache/keys").json()["keys"] == ["progress"]
    assert [note["body"] for note in stack.call("GET", f"{fork}/annotations").json()["annotations"]] == [
        "Why two pages?"
    ]
    assert [row["sessionId"] for row in stack.call("GET", f"{S}/forks").json()["sessions"]] == [made[0]["sessionId"]]


def test_whoever_was_taken_for_dead_does_nothing_any_more(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    store_workspace()
    case, change, overtaking = CASES["event"], SessionRecords.change, list[httpx.Response]()
    again = ("POST", case.path, {"headers": KEYED, "json": case.body})

    def slow(records: SessionRecords, session: Session, *parts: Any, **more: Any) -> Session:  # noqa: ANN401
        monkeypatch.setattr(SessionRecords, "change", change)
        overtaking.extend(Context().run(asyncio.run, send_all([again])))
        return change(records, session, *parts, **more)

    monkeypatch.setattr(SessionRecords, "change", slow)
    refused = case.send(stack)

    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency-in-progress")
    assert refused.headers["retry-after"] == "1"
    assert (overtaking[0].status_code, case.effects(stack)) == (201, 1)
    assert case.send(stack).json() == overtaking[0].json()


def test_where_an_answer_cannot_be_made_again_it_is_told_what_was_done(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_workspace()
    effect = Exchange.effect
    monkeypatch.setattr(Exchange, "effect", lambda asked, session, work, **_more: effect(asked, session, work))
    with monkeypatch.context() as patch:
        patch.setattr(Once, "finish", _die)
        with pytest.raises(Killed):
            CASES["checkpoint"].send(stack)

    refused = CASES["checkpoint"].send(stack)

    told = {name: refused.json()[name] for name in ("status", "code", "sessionIds", "eventSeq", "eventType")}
    assert told == {
        "status": 409,
        "code": "answer-lost",
        "sessionIds": [WORKSPACE],
        "eventSeq": 4,
        "eventType": "session.checkpointed",
    }
    assert CASES["checkpoint"].effects(stack) == 1
