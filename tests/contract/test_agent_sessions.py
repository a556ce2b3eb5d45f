"""
What a store of agent sessions must not get wrong, on every engine and over HTTP.

Each of these is a failure of some store that exists: updates lost under parallel writers, events in another order than
they were appended, sessions created twice, histories that outlive their session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from shared.adapters.files import FileBlobs, FileUploads
from shared.bootstrap.stores import Stores
from shared.kernel.errors import Conflict, NotFound, Stale
from shared.ports.blobs import UploadPlace
from shared.ports.items import Items
from tests.contract.agent_drivers import Driver, HttpDriver, ServiceDriver
from tests.e2e.server import Server, serving

_T = TypeVar("_T")


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("data")) as server:
        yield server


def _nobody_listens(_place: UploadPlace) -> None:
    """Stand in for the host that processes uploads."""


def on(items: Items, folder: Path) -> Driver:
    stores = Stores(items, FileBlobs(folder), FileUploads(folder, "http://127.0.0.1:8000", _nobody_listens))
    return ServiceDriver(stores)


@pytest.fixture(name="agents", params=["sqlite_memory", "moto", "local", "http"])
def _agents(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    """Every engine, and the embedded server."""
    if request.param == "http":
        return HttpDriver(request.getfixturevalue("server").client)
    return on(request.getfixturevalue(f"{request.param}_items"), tmp_path)


@pytest.fixture(name="shared_agents", params=["sqlite_memory", "sqlite_file", "local", "http"])
def _shared_agents(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    """Those that keep their promises under parallel callers, which moto does not."""
    if request.param == "http":
        return HttpDriver(request.getfixturevalue("server").client)
    return on(request.getfixturevalue(f"{request.param}_items"), tmp_path)


@pytest.fixture(name="app")
def _app(request: pytest.FixtureRequest) -> str:
    """Return an app of the test's own: the server serves them all."""
    return str(request.node.name)


def said(text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"author": "agent", "content": {"role": "model", "parts": [{"text": text}]}, **more}


def delta(**state: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"author": "user", "actions": {"stateDelta": state}}


def texts(session: dict[str, Any]) -> list[str]:
    return [event["content"]["parts"][0]["text"] for event in session["events"]]


def at_once(calls: Sequence[Callable[[], _T]], workers: int = 16) -> list[_T | Exception]:
    """Return what the calls return or raise, all made at the same time."""

    def outcome(call: Callable[[], _T]) -> _T | Exception:
        try:
            return call()
        except (Conflict, NotFound, Stale) as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(outcome, calls))


def test_no_update_is_lost(shared_agents: Driver, app: str) -> None:
    count = 200
    shared_agents.create(app, "u", "s", {})
    made = at_once([lambda n=n: shared_agents.append(app, "u", "s", delta(**{f"k{n}": n})) for n in range(count)])  # type: ignore[misc]  # the default binds n
    found = shared_agents.get(app, "u", "s")

    assert [each for each in made if isinstance(each, Exception)] == []
    assert found["state"] == {f"k{n}": n for n in range(count)}
    assert len(found["events"]) == count
    assert shared_agents.revision(app, "u", "s") == count + 1


def test_no_update_of_shared_state_is_lost(shared_agents: Driver, app: str) -> None:
    for name in ("s", "t"):
        shared_agents.create(app, "u", name, {})
    at_once(
        [
            lambda n=n: shared_agents.append(app, "u", "st"[n % 2], delta(**{f"app:a{n}": n, f"user:u{n}": n}))  # type: ignore[misc]
            for n in range(24)
        ]
    )

    expected = {f"{scope}{n}": n for n in range(24) for scope in ("app:a", "user:u")}
    assert shared_agents.get(app, "u", "s")["state"] == shared_agents.get(app, "u", "t")["state"] == expected


def test_events_of_one_time_come_back_in_order(agents: Driver, app: str) -> None:
    events = [said(str(number), timestamp=1795169000.25) for number in range(12)]
    agents.create(app, "u", "s", {}, events)
    for event in events:
        agents.append(app, "u", "s", event)

    assert texts(agents.get(app, "u", "s")) == [str(number % 12) for number in range(24)]


def test_exactly_one_of_many_creates_wins(shared_agents: Driver, app: str) -> None:
    made = at_once([lambda n=n: shared_agents.create(app, "u", "s", {"winner": n, f"k{n}": n}) for n in range(50)])  # type: ignore[misc]
    [winner] = [each for each in made if not isinstance(each, Exception)]

    assert {type(each) for each in made if isinstance(each, Exception)} == {Conflict}
    assert shared_agents.get(app, "u", "s")["state"] == winner["state"]


def test_a_deletion_ends_every_append_and_is_never_remembered(shared_agents: Driver, app: str) -> None:
    shared_agents.create(app, "u", "s", {"old": 1})

    def append(number: int) -> Any:  # noqa: ANN401
        if number == 20:
            shared_agents.delete(app, "u", "s")
        return shared_agents.append(app, "u", "s", delta(**{f"k{number}": number}))

    made = at_once([lambda n=n: append(n) for n in range(60)], workers=8)  # type: ignore[misc]

    assert {type(each) for each in made if isinstance(each, Exception)} == {NotFound}
    reborn = shared_agents.create(app, "u", "s", {"new": 1})
    assert (reborn["state"], reborn["events"]) == ({"new": 1}, [])


@pytest.mark.parametrize("size", [500_000, 2_000_000])
def test_an_event_may_be_large(agents: Driver, app: str, size: int) -> None:
    agents.create(app, "u", "s", {})
    agents.append(app, "u", "s", said("é" * (size // 2)))

    assert texts(agents.get(app, "u", "s")) == ["é" * (size // 2)]


def test_a_state_may_be_wide_and_a_delta_too(agents: Driver, app: str) -> None:
    state = {f"k{number}": number for number in range(300)}
    agents.create(app, "u", "s", state)
    change = {f"k{number}": -number for number in range(200)}
    agents.append(app, "u", "s", delta(**change))

    assert agents.get(app, "u", "s")["state"] == state | change


def test_names_of_every_kind_are_apart(agents: Driver, app: str) -> None:
    places = [
        (app, "a#b", "c"), (app, "a", "b#c"), (app, "a", "c"), (f"{app}#a", "b", "c"), (app, "ä ö", "日本"),
        (app, "u", "x" * 200), (app, "u", "é" * 200), (app, "u", "é" * 199 + "e"), (app, "u", "%23"), (app, "u", "#"),
    ]  # fmt: skip
    for number, (one, user, name) in enumerate(places):
        agents.create(one, user, name, {"number": number, "user:seen": user})

    found = [agents.get(*place) for place in places]
    assert [session["state"]["number"] for session in found] == list(range(len(places)))
    assert [(session["appName"], session["userId"], session["id"]) for session in found] == places
    assert [session["state"]["user:seen"] for session in found] == [user for _, user, _ in places]


def test_values_come_back_exactly(agents: Driver, app: str) -> None:
    deep: Any = 0
    for _ in range(40):
        deep = [deep]
    state = {
        "one": 1,
        "float": 1.0,
        "true": True,
        "null": None,
        "big": 2**53 + 1,
        "deep": deep,
        "dict": {"a": {"b": 1}},
    }
    agents.create(app, "u", "s", state)
    agents.append(app, "u", "s", {"author": "a", "actions": {"stateDelta": {"dict": {"c": None}, "temp:t": 1}}})
    found = agents.get(app, "u", "s")["state"]

    assert repr(dict(sorted(found.items()))) == repr(dict(sorted((state | {"dict": {"c": None}}).items())))


def test_a_list_has_the_session_just_made_and_pages_without_gap_or_repeat(agents: Driver, app: str) -> None:
    for number in range(11):
        agents.create(app, "u", f"s{number:02d}", {"n": number})
        assert agents.list(app, "u")[0][0]["state"] == {"n": number}
    seen, after = [], None
    for turn in range(9):
        page, after = agents.list(app, "u", page=4, after=after)
        seen += [session["id"] for session in page]
        agents.create(app, "u", f"t{turn}", {})
        agents.append(app, "u", "s00", delta(touched=turn))
        if after is None:
            break

    assert seen == [f"s{number:02d}" for number in reversed(range(11))]


def test_an_append_whose_answer_was_lost_is_stored_once(shared_agents: Driver, app: str) -> None:
    shared_agents.create(app, "u", "s", {})
    event = said("once", id="e1", timestamp=5, actions={"stateDelta": {"k": 1}})
    made = at_once([lambda: shared_agents.append(app, "u", "s", event) for _ in range(8)])

    assert made == [made[0]] * 8
    assert texts(shared_agents.get(app, "u", "s")) == ["once"]


def test_a_strict_append_to_a_revision_that_has_passed_writes_nothing(agents: Driver, app: str) -> None:
    agents.create(app, "u", "s", {})
    revision = agents.revision(app, "u", "s")
    agents.append(app, "u", "s", delta(other=1), revision)

    with pytest.raises(Stale):
        agents.append(app, "u", "s", delta(mine=1, **{"app:a": 1}), revision)
    assert agents.get(app, "u", "s")["state"] == {"other": 1}


def test_many_strict_appends_of_one_revision_let_one_through(shared_agents: Driver, app: str) -> None:
    shared_agents.create(app, "u", "s", {})
    made = at_once([lambda n=n: shared_agents.append(app, "u", "s", delta(**{f"k{n}": n}), 1) for n in range(12)])  # type: ignore[misc]

    assert sorted(type(each).__name__ for each in made) == ["Stale"] * 11 + ["dict"]
    assert len(shared_agents.get(app, "u", "s")["state"]) == 1


def test_a_long_history_is_read_from_its_end(agents: Driver, app: str) -> None:
    agents.create(app, "u", "s", {}, [said(str(number)) for number in range(260)])

    assert texts(agents.get(app, "u", "s", recent=50)) == [str(number) for number in range(210, 260)]
