from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.merging.bases import Bases, nearest
from shared.domain.workspace import Node
from shared.kernel.errors import Conflict

START = datetime(2026, 1, 1, tzinfo=UTC)

Graph = Mapping[str, tuple[str, ...]]


def family(parents: Graph, days: Mapping[str, int] | None = None) -> dict[str, Node]:
    """Return the nodes of a graph whose parents come before their children."""
    nodes: dict[str, Node] = {}
    for name, above in parents.items():
        nodes[name] = Node(
            id=name,
            session_id="s",
            kind="checkpoint",
            revision=1,
            content_hash="",
            roots=None,
            parents=above,
            depth=1 + max((nodes[each].depth for each in above), default=-1),
            at=START + timedelta(days=(days or {}).get(name, 0)),
        )
    return nodes


def found(nodes: Mapping[str, Node], target: str, source: str) -> list[str]:
    bases = nearest(target, source, nodes.__getitem__)
    return [] if bases.best is None else [bases.best.id, *(each.id for each in bases.others)]


def ancestors(node: str, parents: Graph) -> set[str]:
    return {node}.union(*(ancestors(each, parents) for each in parents[node]))


def every_base(parents: Graph, target: str, source: str) -> set[str]:
    """Return what the definition says: common ancestors that are above no other common ancestor."""
    common = ancestors(target, parents) & ancestors(source, parents)
    above = {each for node in common for parent in parents[node] for each in ancestors(parent, parents)}
    return common - above


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    parents: dict[str, tuple[str, ...]] = {}
    for number in range(draw(st.integers(1, 14))):
        above = draw(st.lists(st.sampled_from(sorted(parents)), max_size=2, unique=True)) if parents else []
        parents[f"n{number:02}"] = tuple(above)
    return parents


@given(graphs(), st.data())
def test_finds_what_the_definition_says(parents: Graph, data: st.DataObject) -> None:
    target, source = (data.draw(st.sampled_from(sorted(parents))) for _ in range(2))

    assert set(found(family(parents), target, source)) == every_base(parents, target, source)
    assert found(family(parents), target, source) == found(family(parents), source, target)


FORK: Graph = {"origin": (), "point": ("origin",), "parent": ("point",), "child": ("point",)}


@pytest.mark.parametrize(
    ("later", "target", "source", "expected"),
    [
        ({}, "parent", "child", ["point"]),
        ({}, "parent", "point", ["point"]),
        ({}, "parent", "parent", ["parent"]),
        ({"merged": ("parent", "child"), "child2": ("child",)}, "merged", "child2", ["child"]),
        ({"caught": ("child", "parent"), "parent2": ("parent",)}, "parent2", "caught", ["parent"]),
        # The merge was undone by a restore of what the parent was: the child can be merged again.
        ({"merged": ("parent", "child"), "edited": ("parent",)}, "edited", "child", ["point"]),
        ({"sibling": ("point",)}, "sibling", "child", ["point"]),
        ({"stranger": ()}, "stranger", "child", []),
    ],
    ids=["fork", "ancestor", "itself", "again", "catch-up", "restored", "sibling", "unrelated"],
)
def test_known_histories(later: Graph, target: str, source: str, expected: list[str]) -> None:
    assert found(family({**FORK, **later}), target, source) == expected


CRISS_CROSS: Graph = {**FORK, "left": ("parent", "child"), "right": ("child", "parent")}


@pytest.mark.parametrize(
    ("parents", "days", "expected"),
    [
        (CRISS_CROSS, {}, ["child", "parent"]),
        (CRISS_CROSS, {"parent": 1}, ["parent", "child"]),
        (
            {**FORK, "parent2": ("parent",), "left": ("parent2", "child"), "right": ("child", "parent2")},
            {"child": 1},
            ["parent2", "child"],
        ),
    ],
    ids=["smallest id", "newest", "deepest"],
)
def test_the_best_of_several(parents: Graph, days: Mapping[str, int], expected: list[str]) -> None:
    assert found(family(parents, days), "left", "right") == expected


def test_looks_at_nothing_above_the_base() -> None:
    chain = {f"n{number}": (f"n{number - 1}",) if number else () for number in range(500)}
    nodes = family({**chain, "parent": ("n499",), "child": ("n499",)})
    looked: list[str] = []

    def load(node_id: str) -> Node:
        looked.append(node_id)
        return nodes[node_id]

    assert nearest("parent", "child", load) == Bases(nodes["n499"])
    assert looked == ["parent", "child", "n499"]


def test_gives_up_beyond_its_limit() -> None:
    chain = {f"n{number}": (f"n{number - 1}",) if number else () for number in range(50)}
    nodes = family({**chain, "stranger": ()})

    with pytest.raises(Conflict) as caught:
        nearest("n49", "stranger", nodes.__getitem__, limit=20)

    assert caught.value.code == "no_common_base"
