"""The states that two contents of a family have in common, and the one to merge from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from shared.domain.workspace import Node
from shared.kernel.errors import Conflict

NODES_LIMIT: Final = 10_000
"""How many states are looked at before two contents count as unrelated."""

_TARGET: Final = 1
_SOURCE: Final = 2
_BOTH: Final = _TARGET | _SOURCE
_SHADOWED: Final = 4


@dataclass(frozen=True, slots=True)
class Bases:
    """The nearest common ancestor to merge from, and others that are as near; none for unrelated contents."""

    best: Node | None = None
    others: tuple[Node, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether there are several."""
        return bool(self.others)


def nearest(target: str, source: str, load: Callable[[str], Node], limit: int = NODES_LIMIT) -> Bases:
    """
    Return the common ancestors of two nodes that no other common ancestor descends from; each is an ancestor of itself.

    The best is the deepest, then the newest, then the one of the smallest id. `load` returns the node of an id; it is
    called once for a node, and not for what only lies above the bases: every node is deeper than its parents.

    Raises:
        Conflict: none was found among `limit` nodes (`no_common_base`).
    """
    walk = _Walk(load, limit)
    walk.mark(target, _TARGET)
    walk.mark(source, _SOURCE)
    by_id = sorted(walk.bases(), key=lambda node: node.id)
    best, *others = sorted(by_id, key=lambda node: (node.depth, node.at), reverse=True) or (None,)
    return Bases(best, tuple(each for each in others if each is not None))


@dataclass(slots=True)
class _Walk:
    """From both heads upwards, the deepest first; marks tell from where a node was reached."""

    load: Callable[[str], Node]
    limit: int
    nodes: dict[str, Node] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    undecided: int = 0
    """How many of those that wait are not known to be above a base."""

    def mark(self, node_id: str, marks: int) -> None:
        if node_id not in self.nodes:
            self._meet(node_id)
        before = self.marks[node_id]
        self.marks[node_id] = before | marks
        self.undecided -= not before & _SHADOWED and bool(marks & _SHADOWED)

    def bases(self) -> Iterator[Node]:
        while self.undecided:
            _, node_id = heappop(self.waiting)
            marks = self.marks[node_id]
            self.undecided -= not marks & _SHADOWED
            if marks == _BOTH:
                yield self.nodes[node_id]
                marks |= _SHADOWED
            if marks & _SHADOWED and not self.undecided:
                return
            for parent in self.nodes[node_id].parents:
                self.mark(parent, marks)

    def _meet(self, node_id: str) -> None:
        if len(self.nodes) >= self.limit:
            message = f"the contents have no state in common among the {self.limit} nearest"
            raise Conflict(message, code="no_common_base")
        node = self.load(node_id)
        self.nodes[node_id], self.marks[node_id] = node, 0
        heappush(self.waiting, (-node.depth, node_id))
        self.undecided += 1
