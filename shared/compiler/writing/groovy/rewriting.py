"""Look through trees, and change them all the way down."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from shared.compiler.writing.groovy.expressions import Number, Text

Node = TypeVar("Node")
_LEAVES: Final = frozenset({str, int, bool, Text, Number})


def rewritten(node: Node, change: Callable[[Any], Any]) -> Node:
    """Return `node`, a statement, an expression or a tuple, with `change` applied to every node in it, inner first."""
    if isinstance(node, tuple):
        return tuple(rewritten(it, change) for it in node)  # type: ignore[return-value]  # the same kind of tuple
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    inner = {it.name: rewritten(getattr(node, it.name), change) for it in dataclasses.fields(node)}
    return change(dataclasses.replace(node, **inner))  # type: ignore[no-any-return]  # what `change` makes of it


def every_node(node: object) -> Iterator[object]:
    """Yield the statements and expressions in `node` but the literals, itself first, in the order of the text."""
    waiting: list[Any] = [node]
    while waiting:
        it = waiting.pop()
        if type(it) is tuple:
            waiting.extend([each for each in reversed(it) if type(each) not in _LEAVES])
        elif names := getattr(it, "__slots__", ()):  # the fields of a node
            yield it
            for name in reversed(names):
                inner = getattr(it, name)
                if inner and type(inner) not in _LEAVES:
                    waiting.append(inner)
