"""Trees of leaves: one tree for one content, and work only where something changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain import trie
from shared.domain.content import EMPTY, Leaf, Ref
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json, digest

NAMES = st.sampled_from([f"key {number}" for number in range(300)]) | st.text(max_size=8)
LEAVES = st.builds(lambda value: {"v": value, "w": 2}, st.integers(0, 3))
CONTENTS = st.dictionaries(NAMES, LEAVES, max_size=250)
CHANGES = st.dictionaries(NAMES, st.none() | LEAVES, max_size=250)


@dataclass
class Memory:
    """Nodes in memory; `loaded` and `saved` count the calls."""

    kept: dict[str, bytes] = field(default_factory=dict)
    loaded: int = 0
    saved: int = 0

    def load(self, name: str) -> bytes:
        self.loaded += 1
        if name not in self.kept:
            raise NotFound(name)
        return self.kept[name]

    def save(self, data: bytes) -> str:
        self.saved += 1
        self.kept[digest(data)] = data
        return digest(data)

    @property
    def store(self) -> trie.Store:
        return trie.Store(self.load, self.save)


def many(count: int) -> dict[str, Leaf]:
    return {f"name {number}": {"v": number} for number in range(count)}


@given(CONTENTS, CONTENTS)
@settings(max_examples=150, deadline=None)
def test_the_same_content_has_the_same_tree_whatever_its_history(
    wanted: dict[str, Leaf], before: dict[str, Leaf]
) -> None:
    store = Memory().store
    at_once = trie.updated(EMPTY, wanted, store)
    detour = trie.updated(EMPTY, before, store)
    detour = trie.updated(detour, dict.fromkeys(before), store)
    assert detour == EMPTY
    for part in (dict(list(wanted.items())[::2]), dict(list(wanted.items())[1::2])):
        detour = trie.updated(detour, part, store)
    over = trie.updated(trie.updated(EMPTY, before, store), dict.fromkeys(before) | wanted, store)

    assert at_once == detour == over
    assert trie.leaves(at_once, store) == wanted
    assert (at_once.count, at_once.weight) == (len(wanted), 2 * len(wanted))


@given(CONTENTS, CHANGES)
@settings(max_examples=150, deadline=None)
def test_a_change_is_what_it_is_to_a_dictionary_and_what_the_difference_tells(
    before: dict[str, Leaf], changes: dict[str, Leaf | None]
) -> None:
    store = Memory().store
    old = trie.updated(EMPTY, before, store)
    new = trie.updated(old, changes, store)

    after = {name: leaf for name, leaf in {**before, **changes}.items() if leaf is not None}
    assert trie.leaves(new, store) == after
    assert all(trie.found(new, name, store) == after.get(name) for name in {**before, **changes, "absent": None})
    told = {name: (one, other) for name, one, other in trie.differences(old, new, store)}
    assert told == {
        name: (before.get(name), after.get(name))
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }


def test_few_changes_touch_few_nodes_however_large_the_tree_is() -> None:
    touched = {}
    for size in (30, 300, 3_000, 30_000):
        memory = Memory()
        tree = trie.updated(EMPTY, many(size), memory.store)
        memory.loaded = memory.saved = 0
        changes: dict[str, Leaf | None] = {f"name {number}": {"v": "new"} for number in range(3)}
        trie.updated(tree, changes, memory.store)
        touched[size] = (memory.loaded, memory.saved)

    assert touched == {30: (1, 1), 300: (4, 4), 3_000: (7, 7), 30_000: (13, 13)}


def test_a_difference_costs_what_differs() -> None:
    memory = Memory()
    tree = trie.updated(EMPTY, many(30_000), memory.store)
    other = trie.updated(tree, {"name 7": {"v": "new"}, "one more": {"v": 1}}, memory.store)
    memory.loaded = 0

    found = sorted(trie.differences(tree, other, memory.store))

    assert found == [("name 7", {"v": 7}, {"v": "new"}), ("one more", None, {"v": 1})]
    assert memory.loaded < 20
    memory.loaded = 0
    assert list(trie.differences(tree, tree, memory.store)) == []
    assert memory.loaded == 0


def test_values_that_only_python_takes_for_equal_differ() -> None:
    store = Memory().store
    values: list[Json] = [1, 1.0, True, {"x": 1, "y": 2}]
    trees = [trie.updated(EMPTY, {"a": {"v": value}}, store) for value in values]
    turned = trie.updated(EMPTY, {"a": {"v": {"y": 2, "x": 1}}}, store)

    assert len({tree.digest for tree in [*trees, turned]}) == 5
    assert [name for name, _, _ in trie.differences(trees[0], trees[1], store)] == ["a"]
    assert [name for name, _, _ in trie.differences(trees[3], turned, store)] == ["a"]


def test_values_keep_the_order_of_their_keys() -> None:
    store = Memory().store
    tree = trie.updated(EMPTY, {"a": {"v": {"z": 1, "a": 2}}}, store)

    assert list(trie.leaves(tree, store)["a"]["v"]) == ["z", "a"]  # type: ignore[arg-type]  # the object put in


def test_a_tree_shrinks_back_to_one_node() -> None:
    memory = Memory()
    everything = many(500)
    tree = trie.updated(EMPTY, everything, memory.store)
    names = list(everything)
    kept = names[200:205]
    for name in (*names[205:], *names[:200]):
        tree = trie.updated(tree, {name: None}, memory.store)

    assert tree == trie.updated(EMPTY, {name: everything[name] for name in kept}, Memory().store)
    assert isinstance(trie.decoded(memory.load(tree.digest)), dict)


def test_a_node_tells_the_nodes_below_it() -> None:
    memory = Memory()
    tree = trie.updated(EMPTY, many(100), memory.store)

    below = trie.children(memory.load(tree.digest))

    assert sum(Ref(name, len(trie.decoded(memory.load(name)))).count for name in below) == 100
    assert trie.children(memory.load(below[0])) == ()
