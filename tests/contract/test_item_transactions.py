"""All of a transaction happens, or nothing."""

from __future__ import annotations

import pytest

from shared.ports.items import (
    ITEM_LIMIT_BYTES,
    TRANSACTION_LIMIT,
    Absent,
    Action,
    Attributes,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Equals,
    Item,
    Items,
    Key,
    Present,
    Put,
    Update,
)

KEY = Key("p", "one")
OTHER = Key("p", "other")


def write(items: Items, attributes: Attributes, key: Key = KEY) -> None:
    items.transact([Put(key=key, attributes=attributes, conditions=())])


def stored(items: Items, key: Key = KEY) -> Attributes | None:
    item = items.get(key)
    return None if item is None else item.attributes


def action(kind: type[Action], *conditions: Condition) -> Action:
    """Return an action of the kind upon `KEY`, which leaves `{"new": 1}` or nothing new."""
    if kind is Put:
        return Put(key=KEY, attributes={"new": 1}, conditions=conditions)
    if kind is Update:
        return Update(key=KEY, set={"new": 1}, conditions=conditions)
    return Delete(key=KEY, conditions=conditions) if kind is Delete else Check(key=KEY, conditions=conditions)


KINDS = [Put, Update, Delete, Check]
OLD: Attributes = {"number": 1, "text": "1", "bytes": b"1", "empty": ""}
HOLDING: list[tuple[Condition, ...]] = [
    (Present(),),
    (Equals("number", 1),),
    (Equals("text", "1"),),
    (Equals("bytes", b"1"),),
    (Equals("empty", ""),),
    (Present(), Equals("number", 1), Equals("text", "1")),
]
FAILING: list[tuple[Condition, ...]] = [
    (Absent(),),
    (Equals("number", "1"),),
    (Equals("text", 1),),
    (Equals("text", b"1"),),
    (Equals("bytes", "1"),),
    (Equals("number", 2),),
    (Equals("missing", ""),),
    (Equals("empty", b""),),
    (Equals("number", 1), Equals("text", "2")),
    (Present(), Absent()),
]
AFTER: dict[type[Action], Attributes | None] = {
    Put: {"new": 1},
    Update: {**OLD, "new": 1},
    Delete: None,
    Check: OLD,
}
AFTER_NOTHING: dict[type[Action], Attributes | None] = {
    Put: {"new": 1},
    Update: {"new": 1},
    Delete: None,
    Check: None,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_action_happens_when_its_conditions_hold(items: Items, kind: type[Action]) -> None:
    outcomes = []
    for conditions in HOLDING:
        write(items, OLD)
        items.transact([action(kind, *conditions)])
        outcomes.append(stored(items))

    assert outcomes == [AFTER[kind]] * len(HOLDING)


@pytest.mark.parametrize("kind", KINDS)
def test_each_action_is_refused_when_a_condition_fails(items: Items, kind: type[Action]) -> None:
    write(items, OLD)
    for conditions in FAILING:
        with pytest.raises(ConditionFailed, match="the condition of action 0 failed") as caught:
            items.transact([action(kind, *conditions)])

        assert (caught.value.index, caught.value.old) == (0, Item(KEY, OLD))

    assert stored(items) == OLD


@pytest.mark.parametrize("kind", KINDS)
def test_absent_holds_where_nothing_is(items: Items, kind: type[Action]) -> None:
    items.transact([action(kind, Absent())])

    assert stored(items) == AFTER_NOTHING[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_other_conditions_fail_where_nothing_is(items: Items, kind: type[Action]) -> None:
    for condition in (Present(), Equals("number", 1), Equals("empty", "")):
        with pytest.raises(ConditionFailed, match="the condition of action 0 failed") as caught:
            items.transact([action(kind, condition)])

        assert (caught.value.index, caught.value.old) == (0, None)

    assert stored(items) is None


@pytest.mark.parametrize("kind", [Put, Update, Delete])
@pytest.mark.parametrize("before", [OLD, None])
def test_without_conditions_an_action_happens_in_any_case(
    items: Items, kind: type[Action], before: Attributes | None
) -> None:
    if before is not None:
        write(items, before)
    items.transact([action(kind)])

    assert stored(items) == (AFTER_NOTHING if before is None else AFTER)[kind]


def test_a_lost_transaction_names_the_first_loser_and_writes_nothing(items: Items) -> None:
    keys = [Key("p", f"{number:02}") for number in range(10)]
    for key in keys[5:8]:
        write(items, {"sort": key.sort}, key)
    with pytest.raises(ConditionFailed, match="the condition of action 5 failed") as caught:
        items.transact([Put(key=key, attributes={"new": 1}, conditions=(Absent(),)) for key in keys])

    assert (caught.value.index, caught.value.old) == (5, Item(keys[5], {"sort": "05"}))
    assert items.query("p").items == tuple(Item(key, {"sort": key.sort}) for key in keys[5:8])


def test_every_kind_of_action_is_undone(items: Items) -> None:
    replaced, changed, removed, created = (Key("p", name) for name in ("replaced", "changed", "removed", "created"))
    for key in (replaced, changed, removed):
        write(items, {"number": 1}, key)
    with pytest.raises(ConditionFailed, match="the condition of action 4 failed") as caught:
        items.transact(
            [
                Put(key=replaced, attributes={}, conditions=()),
                Update(key=changed, add={"number": 1}, conditions=()),
                Delete(key=removed),
                Put(key=created, attributes={}, conditions=()),
                Check(key=Key("elsewhere", "x"), conditions=(Present(),)),
            ]
        )

    assert caught.value.old is None
    assert items.query("p").items == tuple(Item(key, {"number": 1}) for key in (changed, removed, replaced))


def test_every_kind_of_action_happens_together(items: Items) -> None:
    changed, removed, created, checked = (Key(name, "x") for name in ("changed", "removed", "created", "checked"))
    for key in (changed, removed, checked):
        write(items, {"number": 1}, key)
    items.transact(
        [
            Check(key=checked, conditions=(Equals("number", 1),)),
            Update(key=changed, add={"number": 1}, conditions=(Equals("number", 1),)),
            Delete(key=removed, conditions=(Present(),)),
            Put(key=created, attributes={"number": 9}, conditions=(Absent(),)),
        ]
    )

    assert [stored(items, key) for key in (changed, removed, created, checked)] == [
        {"number": 2},
        None,
        {"number": 9},
        {"number": 1},
    ]


def test_an_update_sets_removes_and_adds(items: Items) -> None:
    write(items, {"kept": b"\0", "set": 1, "removed": "x", "added": 2**53 + 1})
    items.transact(
        [
            Update(
                key=KEY,
                set={"set": "now text", "created": 10**30},
                remove=("removed", "never there"),
                add={"added": 1, "counted": -5},
                conditions=(),
            )
        ]
    )

    assert stored(items) == {
        "kept": b"\0",
        "set": "now text",
        "created": 10**30,
        "added": 2**53 + 2,
        "counted": -5,
    }


def test_adding_to_a_missing_item_creates_it(items: Items) -> None:
    items.transact([Update(key=KEY, add={"number": 3}, conditions=())])

    assert stored(items) == {"number": 3}


def test_removing_everything_leaves_the_item(items: Items) -> None:
    write(items, {"number": 3})
    items.transact([Update(key=KEY, remove=("number",), conditions=())])

    assert stored(items) == {}


@pytest.mark.parametrize("old", ["1", b"1", ""])
def test_adding_to_what_is_no_number_is_refused(items: Items, old: str | bytes) -> None:
    write(items, {"value": old})
    with pytest.raises(ValueError, match=r"no integer|incorrect data type|ADD"):
        items.transact(
            [
                Put(key=OTHER, attributes={}, conditions=()),
                Update(key=KEY, add={"value": 1}, conditions=()),
            ]
        )

    assert stored(items) == {"value": old}
    assert stored(items, OTHER) is None


def test_a_hundred_actions_are_one_transaction(items: Items) -> None:
    keys = [Key(f"p{number % 7}", f"{number:03}") for number in range(TRANSACTION_LIMIT)]
    items.transact([Put(key=key, attributes={"sort": key.sort}, conditions=(Absent(),)) for key in keys])

    assert [stored(items, key) for key in keys] == [{"sort": key.sort} for key in keys]


def test_the_last_of_a_hundred_can_lose(items: Items) -> None:
    keys = [Key("p", f"{number:03}") for number in range(TRANSACTION_LIMIT)]
    write(items, {"number": 1}, keys[-1])
    with pytest.raises(ConditionFailed, match="the condition of action 99 failed") as caught:
        items.transact([Put(key=key, attributes={}, conditions=(Absent(),)) for key in keys])

    assert (caught.value.index, caught.value.old) == (99, Item(keys[-1], {"number": 1}))
    assert items.query("p").items == (Item(keys[-1], {"number": 1}),)


def test_no_actions_are_no_transaction(items: Items) -> None:
    items.transact([])

    assert items.query("p").items == ()


def put(key: Key = KEY, **attributes: str | int | bytes) -> Put:
    return Put(key=key, attributes=attributes, conditions=())


def update(**changes: object) -> Update:
    return Update(key=KEY, conditions=(), **changes)  # type: ignore[arg-type]


REFUSED: dict[str, tuple[list[Action], str]] = {
    "101 actions": (
        [put(Key("p", str(number))) for number in range(100)],
        "101 actions; a transaction has at most 100",
    ),
    "named twice": ([put(), put(OTHER), Delete(key=KEY)], "a transaction names an item twice"),
    "large text": ([put(text="x" * ITEM_LIMIT_BYTES)], "an item has more than 350000 bytes"),
    "large in UTF-8": ([put(text="é" * (ITEM_LIMIT_BYTES // 2))], "an item has more than 350000 bytes"),
    "large bytes": ([put(data=bytes(ITEM_LIMIT_BYTES))], "an item has more than 350000 bytes"),
    "large name": ([put(KEY, **{"n" * ITEM_LIMIT_BYTES: 1})], "an item has more than 350000 bytes"),
    "large update": ([update(set={"text": "x" * ITEM_LIMIT_BYTES})], "an item has more than 350000 bytes"),
    "large in sum": (
        [put(Key("p", str(number)), text="x" * 340_000) for number in range(12)],
        "a transaction has more than 4000000 bytes",
    ),
    "empty partition": ([put(Key("", "s"))], "a partition key has 1 to 2048 bytes"),
    "empty sort key": ([put(Key("p", ""))], "a sort key has 1 to 1024 bytes"),
    "long partition": ([put(Key("é" * 1025, "s"))], "a partition key has 1 to 2048 bytes"),
    "long sort key": ([put(Key("p", "s" * 1025))], "a sort key has 1 to 1024 bytes"),
    "39 digits": ([put(number=10**38)], "an integer has at most 38 digits"),
    "39 digits below zero": ([update(add={"number": -(10**38)})], "an integer has at most 38 digits"),
    "truth": ([put(flag=True)], "'flag' is a truth value; write 0 or 1"),
    "float": ([put(number=1.0)], "'number' is neither text, integer nor bytes"),  # type: ignore[arg-type]
    "compared with a float": (
        [Check(key=KEY, conditions=(Equals("number", 1.0),))],  # type: ignore[arg-type]
        "'number' is neither text, integer nor bytes",
    ),
    "a key's name": ([put(pk="x")], "'pk' is not a name for an attribute"),
    "removing a key": ([update(remove=("sk",))], "'sk' is not a name for an attribute"),
    "no name": ([put(KEY, **{"": 1})], "'' is not a name for an attribute"),
    "no text": ([put(text="\ud800")], "surrogates not allowed"),
    "no changes": ([update()], "an update without changes does nothing"),
    "changed twice": ([update(set={"a": 1}, add={"a": 1})], "an update changes an attribute twice"),
    "removed twice": ([update(remove=("a", "a"))], "an update changes an attribute twice"),
    "too many changes": (
        [update(set={f"a{number}": 1 for number in range(101)})],
        "an update changes more than 100 attributes",
    ),
    "too many conditions": (
        [Check(key=KEY, conditions=tuple(Equals(f"a{number}", 1) for number in range(101)))],
        "an action has more than 100 conditions",
    ),
    "a check of nothing": ([Check(key=KEY, conditions=())], "a check without conditions does nothing"),
}


def test_what_no_engine_does_is_refused(items: Items) -> None:
    for actions, message in REFUSED.values():
        with pytest.raises(ValueError, match=message):
            items.transact([*actions[:50], put(Key("bystander", "s")), *actions[50:]])

    assert items.query("p").items == ()
    assert items.query("bystander").items == ()


def test_the_bounds_themselves_are_allowed(items: Items) -> None:
    room = ITEM_LIMIT_BYTES - len("pk" + KEY.partition + "sk" + KEY.sort + "text")
    items.transact([put(text="x" * room)])
    items.transact([update(set={f"a{number}": 1 for number in range(100)})])
    items.transact([Check(key=KEY, conditions=tuple(Equals(f"a{number}", 1) for number in range(100)))])

    assert stored(items) == {"text": "x" * room, **{f"a{number}": 1 for number in range(100)}}


def test_an_item_may_not_grow_beyond_what_both_engines_keep(items: Items) -> None:
    items.transact([put(text="x" * 300_000)])
    with pytest.raises(ValueError, match=r"more than 409600 bytes|Item size"):
        items.transact([put(OTHER), update(set={"more": "x" * 200_000})])

    assert stored(items) == {"text": "x" * 300_000}
    assert stored(items, OTHER) is None


def test_a_sum_may_not_grow_beyond_what_both_engines_count(counting_items: Items) -> None:
    counting_items.transact([put(number=10**38 - 1)])
    with pytest.raises(ValueError, match=r"at most 38 digits|up to 38 digits"):
        counting_items.transact([put(OTHER), update(add={"number": 2})])

    assert stored(counting_items) == {"number": 10**38 - 1}
    assert stored(counting_items, OTHER) is None
