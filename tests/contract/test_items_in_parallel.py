"""What many writers at once may rely on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.ports.items import Absent, Action, ConditionFailed, Equals, Item, Items, Key, Put, Update

WRITERS = 8
ROUNDS = 10
TRIES = 1000


def at_once(writer: Callable[[int], int], writers: int = WRITERS) -> list[int]:
    """Return what each writer returned, all of them having started together."""
    barrier = Barrier(writers, timeout=30)

    def run(number: int) -> int:
        barrier.wait()
        return writer(number)

    with ThreadPoolExecutor(writers) as threads:
        return list(threads.map(run, range(writers), timeout=120))


def won(items: Items, actions: list[Action]) -> bool:
    try:
        items.transact(actions)
    except ConditionFailed:
        return False
    return True


def revision(item: Item | None) -> int:
    assert item is not None
    value = item.attributes["revision"]
    assert isinstance(value, int)
    return value


def test_no_increment_under_a_condition_is_lost(shared_items: Items) -> None:
    key = Key("p", "counter")
    shared_items.transact([Put(key=key, attributes={"revision": 0}, conditions=())])

    def increment(number: int) -> int:
        wins = 0
        for _ in range(TRIES):
            seen = revision(shared_items.get(key))
            log = Put(key=Key("log", f"{seen + 1:04}"), attributes={"writer": number}, conditions=(Absent(),))
            bump = Update(key=key, set={"revision": seen + 1}, conditions=(Equals("revision", seen),))
            wins += won(shared_items, [bump, log])
            if wins == ROUNDS:
                break
        return wins

    wins = at_once(increment)
    writers = [item.attributes["writer"] for item in shared_items.query("log").items]

    assert wins == [ROUNDS] * WRITERS
    assert revision(shared_items.get(key)) == ROUNDS * WRITERS
    assert sorted(writers) == sorted(list(range(WRITERS)) * ROUNDS)


def test_no_addition_is_lost(shared_items: Items) -> None:
    keys = [Key("p", "a"), Key("p", "b")]

    def add(number: int) -> int:
        # Half of the writers name the items the other way round, which must not make them wait for each other.
        order = keys if number % 2 else keys[::-1]
        for _ in range(ROUNDS):
            shared_items.transact([Update(key=key, add={"revision": 1}, conditions=()) for key in order])
        return ROUNDS

    assert sum(at_once(add, 16)) == 160
    assert [revision(shared_items.get(key)) for key in keys] == [160, 160]


def test_exactly_one_of_racing_creations_wins(shared_items: Items) -> None:
    winners = []
    for round_ in range(ROUNDS):
        key = Key("p", str(round_))

        def create(number: int, key: Key = key) -> int:
            return won(shared_items, [Put(key=key, attributes={"writer": number}, conditions=(Absent(),))])

        wins = at_once(create)
        assert sum(wins) == 1
        winners.append(Item(key, {"writer": wins.index(1)}))

    assert list(shared_items.query("p").items) == winners


def test_large_transactions_that_overlap_never_mix(shared_items: Items) -> None:
    keys = [Key("p", f"{number:03}") for number in range(100)]

    def replace(number: int) -> int:
        own = keys if number % 2 else keys[::-1]
        for _ in range(2):
            shared_items.transact([Put(key=key, attributes={"writer": number}, conditions=()) for key in own])
        return 1

    at_once(replace, 8)
    writers = [item.attributes["writer"] for item in shared_items.query("p").items]

    assert writers == [writers[0]] * 100


def test_readers_see_whole_transactions(shared_items: Items) -> None:
    key = Key("p", "pair")
    shared_items.transact([Put(key=key, attributes={"left": 0, "right": 0}, conditions=())])

    def work(number: int) -> int:
        torn = 0
        for value in range(ROUNDS):
            if number % 2:
                shared_items.transact([Update(key=key, set={"left": value, "right": value}, conditions=())])
            else:
                item = shared_items.get(key)
                torn += item is None or item.attributes["left"] != item.attributes["right"]
        return torn

    assert at_once(work) == [0] * WRITERS
