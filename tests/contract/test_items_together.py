"""Several items read at once."""

from __future__ import annotations

import pytest

from shared.ports.items import Item, Items, Key, Put

MISSING = Key("nowhere", "missing")


def test_items_come_in_the_order_of_their_keys(items: Items) -> None:
    first, second = Key("a", "1"), Key("b", "2")
    items.transact([Put(key=key, attributes={"of": key.sort}, conditions=()) for key in (first, second)])

    assert items.get_many([second, MISSING, first, second]) == (
        Item(second, {"of": "2"}),
        None,
        Item(first, {"of": "1"}),
        Item(second, {"of": "2"}),
    )


def test_no_keys_are_no_items(items: Items) -> None:
    assert items.get_many([]) == ()


def test_more_than_one_call_takes(items: Items) -> None:
    keys = [Key("p", f"{number:03d}") for number in range(230)]
    for start in range(0, len(keys), 100):
        some = keys[start : start + 100]
        items.transact([Put(key=key, attributes={"text": "x" * 1000}, conditions=()) for key in some])

    assert items.get_many(keys) == tuple(Item(key, {"text": "x" * 1000}) for key in keys)


@pytest.mark.parametrize("key", [Key("", "a"), Key("a", "")])
def test_a_key_without_a_part_is_refused(items: Items, key: Key) -> None:
    with pytest.raises(ValueError, match="key has 1 to"):
        items.get_many([key])
