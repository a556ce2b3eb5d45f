"""The lists of sessions: newest first, without gap or repeat, and nothing on them that is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.sqlite import SqliteItems
from shared.domain.session import Session
from shared.records.index import Listed, SessionIndex
from shared.records.sessions import SessionRecords
from tests.unit.records.conftest import NOW, a_change, a_session


@pytest.fixture(name="index")
def _index(items: SqliteItems) -> SessionIndex:
    return SessionIndex(items)


def born(records: SessionRecords, number: int, **but: Any) -> Session:  # noqa: ANN401 - any field of a session
    name = f"s{number:04d}"
    created = NOW + timedelta(seconds=number)
    fields = {"id": name, "life": f"life-{name}", "created": created, "updated": created, **but}
    return records.create(a_session(**fields), a_change())


def ids(listed: Listed) -> list[str]:
    return [session.id for session in listed.sessions]


def test_an_owner_sees_the_newest_session_first(records: SessionRecords, index: SessionIndex) -> None:
    for number in (2, 1, 3):
        born(records, number)

    assert index.of_principal("t", "ann") == Listed(
        (records.get("s0003"), records.get("s0002"), records.get("s0001")), None
    )


def test_lists_know_owner_tenant_and_app_apart(records: SessionRecords, index: SessionIndex) -> None:
    born(records, 1)
    born(records, 2, owner="bob")
    born(records, 3, tenant="other")
    born(records, 4, app="chat")
    born(records, 5, app="chat", owner="bob#x")
    born(records, 6, app="chat", owner="bob")

    assert ids(index.of_principal("t", "ann")) == ["s0004", "s0001"]
    assert ids(index.of_app("t", "connectorsmith")) == ["s0002", "s0001"]
    assert ids(index.of_app("t", "chat", "bob")) == ["s0006"]
    assert ids(index.of_app("t", "chat", "bob#x")) == ["s0005"]
    assert sorted(ids(index.of_app("t", "chat"))) == ["s0004", "s0005", "s0006"]
    assert index.apps("t", "ann") == ("chat", "connectorsmith")


def test_names_of_any_length_and_letters_have_lists_of_their_own(records: SessionRecords, index: SessionIndex) -> None:
    names = ["é" * 200, "é" * 199 + "e", "a#b", "a", "", "~"]
    for number, name in enumerate(names):
        born(records, number, owner=name, app=name)

    assert [ids(index.of_principal("t", name)) for name in names] == [
        [f"s{number:04d}"] for number in range(len(names))
    ]
    assert [ids(index.of_app("t", name, name)) for name in names] == [
        [f"s{number:04d}"] for number in range(len(names))
    ]
    assert [index.apps("t", name) for name in names] == [(name,) for name in names]


def test_pages_have_no_gap_and_no_repeat_while_others_write(records: SessionRecords, index: SessionIndex) -> None:
    for number in range(25):
        born(records, number)
    page = index.of_principal("t", "ann", limit=10)
    seen = ids(page)
    born(records, 99)
    records.change(records.get("s0003"), a_change(touched=True))
    while page.after is not None:
        page = index.of_principal("t", "ann", after=page.after, limit=10)
        seen += ids(page)

    assert seen == [f"s{number:04d}" for number in reversed(range(25))]


def test_a_deleted_session_is_on_no_list(records: SessionRecords, index: SessionIndex, items: SqliteItems) -> None:
    session = born(records, 1)
    records.mark_going(session)

    assert index.of_principal("t", "ann").sessions == ()

    records.sweep(session)

    assert items.query("INDEX#OWNER#t#ann").items == ()
    assert items.query("INDEX#APP#t#connectorsmith").items == ()


def test_an_entry_left_by_an_earlier_life_does_not_list_the_new_one_twice(
    records: SessionRecords, index: SessionIndex, items: SqliteItems
) -> None:
    first = born(records, 1)
    records.mark_going(first)
    records.sweep(first)
    items.transact(index.entries(first))
    born(records, 1, life="second", created=NOW + timedelta(hours=1))

    assert ids(index.of_principal("t", "ann")) == ["s0001"]
