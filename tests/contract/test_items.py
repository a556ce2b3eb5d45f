"""What the item store keeps, and how it is found again."""

from __future__ import annotations

from typing import Any

import pytest

from shared.ports.items import Attributes, Delete, Item, Items, Key, Page, Put

KEY = Key("session", "data#a")
VALUES: Attributes = {
    "text": "1",
    "number": 1,
    "zero": 0,
    "negative": -7,
    "beyond_a_double": 2**53 + 1,
    "longest": 10**38 - 1,
    "shortest": -(10**38) + 1,
    "empty": "",
    "nothing": b"",
    "bytes": bytes(range(256)),
    "unicode": "Zoë 漢字 🜚 \u0000 \u2028",
    "size": "reserved by DynamoDB",
    "a.b-c/d ü": "a name no expression could hold",
}


def put(items: Items, *keys: Key) -> None:
    for start in range(0, len(keys), 100):
        items.transact([Put(key=key, attributes={}, conditions=()) for key in keys[start : start + 100]])


def sorts(page: Page) -> list[str]:
    return [item.key.sort for item in page.items]


def drained(items: Items, *, prefix: str = "", forward: bool = True, limit: int = 1000) -> list[str]:
    """Return the sort keys of all pages of the partition `p`."""
    found: list[str] = []
    after: str | None = None
    for _ in range(1000):
        page = items.query("p", prefix=prefix, after=after, forward=forward, limit=limit)
        assert len(page.items) <= limit
        found += sorts(page)
        if page.after is None:
            return found
        after = page.after
    raise AssertionError


def test_a_missing_item_is_none(items: Items) -> None:
    assert items.get(KEY) is None


def test_values_come_back_as_they_were(items: Items) -> None:
    items.transact([Put(key=KEY, attributes=VALUES, conditions=())])
    found = items.get(KEY)

    assert found == Item(KEY, VALUES)
    assert found is not None
    assert {name: type(value) for name, value in found.attributes.items()} == {
        name: type(value) for name, value in VALUES.items()
    }


def test_a_query_gives_the_same_values(items: Items) -> None:
    items.transact([Put(key=KEY, attributes=VALUES, conditions=())])

    assert items.query("session") == Page((Item(KEY, VALUES),), None)


def test_an_item_without_attributes_exists(items: Items) -> None:
    put(items, KEY)

    assert items.get(KEY) == Item(KEY, {})


def test_a_put_replaces_every_attribute(items: Items) -> None:
    items.transact([Put(key=KEY, attributes={"old": 1, "both": 1}, conditions=())])
    items.transact([Put(key=KEY, attributes={"both": "2"}, conditions=())])

    assert items.get(KEY) == Item(KEY, {"both": "2"})


def test_a_deleted_item_is_gone(items: Items) -> None:
    put(items, KEY)
    items.transact([Delete(key=KEY)])

    assert items.get(KEY) is None
    assert items.query("session") == Page((), None)


def test_keys_differ_in_either_part_and_in_case(items: Items) -> None:
    keys = [Key("p", "s"), Key("p", "S"), Key("P", "s"), Key("p", "s "), Key("ps", "s"), Key("p", "\uff53")]
    for number, key in enumerate(keys):
        items.transact([Put(key=key, attributes={"number": number}, conditions=())])

    assert [items.get(key) for key in keys] == [Item(key, {"number": number}) for number, key in enumerate(keys)]


# In the order of their UTF-8 bytes; in UTF-16 the last two would stand before U+FB01, and by a locale "a" before "B".
IN_ORDER = ["!", "10", "9", "B", "a", "a!", "a#1", "a#1#x", "a$", "aa", "b", "é", "ﬁ", "𐀀", "🜚"]


def test_sort_keys_are_ordered_by_their_bytes(items: Items) -> None:
    put(items, *(Key("p", sort) for sort in reversed(IN_ORDER)))

    assert sorted(IN_ORDER, key=str.encode) == IN_ORDER
    assert drained(items) == IN_ORDER
    assert drained(items, forward=False) == IN_ORDER[::-1]


def test_pages_join_without_gap_or_repetition(items: Items) -> None:
    put(items, *(Key("p", sort) for sort in IN_ORDER))
    for limit in (1, 2, 7, len(IN_ORDER)):
        assert drained(items, limit=limit) == IN_ORDER
        assert drained(items, limit=limit, forward=False) == IN_ORDER[::-1]


SELECTED = {
    "a": ["a", "a!", "a#1", "a#1#x", "a$", "aa"],
    "a#": ["a#1", "a#1#x"],
    "é": ["é"],
    "🜚": ["🜚"],
    "A": [],
    "zz": [],
}


def test_a_prefix_selects(items: Items) -> None:
    put(items, *(Key("p", sort) for sort in IN_ORDER))

    assert {prefix: drained(items, prefix=prefix) for prefix in SELECTED} == SELECTED
    assert {prefix: drained(items, prefix=prefix, forward=False, limit=2)[::-1] for prefix in SELECTED} == SELECTED


# What follows a key, present or not, of the prefix or not, among those that start with "a#".
FORWARD_AFTER = {
    "A": ["a#1", "a#1#x"],
    "a#": ["a#1", "a#1#x"],
    "a#0": ["a#1", "a#1#x"],
    "a#1": ["a#1#x"],
    "a#1#x": [],
    "b": [],
    "🜚": [],
}
BACKWARD_AFTER = {
    "🜚": ["a#1#x", "a#1"],
    "b": ["a#1#x", "a#1"],
    "a#9": ["a#1#x", "a#1"],
    "a#1#x": ["a#1"],
    "a#1": [],
    "a#": [],
    "A": [],
}


def test_a_query_starts_after_any_key(items: Items) -> None:
    put(items, *(Key("p", sort) for sort in IN_ORDER))
    forward = {after: sorts(items.query("p", prefix="a#", after=after)) for after in FORWARD_AFTER}
    backward = {after: sorts(items.query("p", prefix="a#", after=after, forward=False)) for after in BACKWARD_AFTER}

    assert forward == FORWARD_AFTER
    assert backward == BACKWARD_AFTER


def test_the_limit_counts_what_the_prefix_selects(items: Items) -> None:
    put(items, *(Key("p", sort) for sort in IN_ORDER))
    page = items.query("p", prefix="a#", limit=1)

    assert sorts(page) == ["a#1"]
    assert page.after == "a#1"


def test_other_partitions_are_not_seen(items: Items) -> None:
    put(items, Key("p", "1"), Key("pp", "2"), Key("o", "3"), Key("q", "4"))

    assert items.query("p") == Page((Item(Key("p", "1"), {}),), None)
    assert items.query("nobody") == Page((), None)


def test_a_partition_beyond_a_megabyte_comes_in_pages(items: Items) -> None:
    keys = [Key("p", f"{number:02}") for number in range(12)]
    for number, key in enumerate(keys):
        items.transact([Put(key=key, attributes={"text": f"{number:x}" * 200_000}, conditions=())])
    first = items.query("p")

    assert first.after is not None
    assert len(first.items) < len(keys)
    assert drained(items) == [key.sort for key in keys]
    assert drained(items, forward=False) == [key.sort for key in reversed(keys)]


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"partition": ""}, "a partition key has 1 to 2048 bytes"),
    ({"partition": "p" * 2049}, "a partition key has 1 to 2048 bytes"),
    ({"partition": "p", "after": ""}, "a sort key has 1 to 1024 bytes"),
    ({"partition": "p", "prefix": "é" * 513}, "a sort key has 1 to 1024 bytes"),
    ({"partition": "p", "limit": 0}, "a page has at least one item"),
]


def test_impossible_queries_are_refused(items: Items) -> None:
    for query, message in IMPOSSIBLE:
        with pytest.raises(ValueError, match=message):
            items.query(**query)


def test_the_longest_keys_are_kept(items: Items) -> None:
    key = Key("é" * 1024, "漢" * 341 + "x")
    put(items, key)

    assert items.get(key) == Item(key, {})
    assert items.query(key.partition, prefix=key.sort) == Page((Item(key, {}),), None)
