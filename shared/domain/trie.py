"""
Named leaves as a tree of immutable nodes, the same tree for the same leaves whatever their history.

A name's place is given by the bits of its hash. A node holds up to `BUCKET` leaves; only more of them are divided among
eight nodes by the next three bits. So a small tree is one node, `k` changes rewrite `k` paths at most, and two trees
are compared by looking at the nodes that differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from shared.domain.content import EMPTY, Leaf, Leaves, Ref

BUCKET: Final = 64
_BITS: Final = 3
_WAYS: Final = 1 << _BITS
_HASH_BITS: Final = 256

_Value = TypeVar("_Value")

Branch: TypeAlias = tuple[Ref, ...]
Node: TypeAlias = Branch | Leaves
Changes: TypeAlias = Mapping[str, Leaf | None]
Pair: TypeAlias = tuple[str, Leaf | None, Leaf | None]
"""A name, its leaf before and its leaf after."""


@dataclass(frozen=True, slots=True)
class Store:
    """Where nodes are kept: `load` returns the bytes behind a digest, `save` keeps bytes and returns their digest."""

    load: Callable[[str], bytes]
    save: Callable[[bytes], str]


def updated(tree: Ref, changes: Changes, store: Store) -> Ref:
    """Return the tree with `changes`; None takes a leaf away."""
    return _updated(tree, changes, 0, store) if changes else tree


def found(tree: Ref, name: str, store: Store) -> Leaf | None:
    """Return the leaf of that name, if there is one."""
    depth = 0
    while tree.digest:
        node = _load(tree, store)
        if isinstance(node, Mapping):
            return node.get(name)
        tree = node[_way(name, depth)]
        depth += 1
    return None


def leaves(tree: Ref, store: Store) -> dict[str, Leaf]:
    """Return every leaf by name."""
    return {name: leaf for node in nodes(tree, store) for name, leaf in node.items()}


def nodes(tree: Ref, store: Store, seen: Callable[[str], bool] = lambda _: False) -> Iterator[Leaves]:
    """Yield the leaves node by node; what lies below a digest that was `seen` is passed over."""
    if not tree.digest or seen(tree.digest):
        return
    node = _load(tree, store)
    if isinstance(node, Mapping):
        yield node
        return
    for child in node:
        yield from nodes(child, store, seen)


def differences(before: Ref, after: Ref, store: Store) -> Iterator[Pair]:
    """Yield what differs, in no particular order; what the trees share is not looked at."""
    return _differences(before, after, 0, store)


def _updated(tree: Ref, changes: Changes, depth: int, store: Store) -> Ref:
    node: Node = _load(tree, store) if tree.digest else {}
    if isinstance(node, Mapping):
        return _built(_applied(node, changes), depth, store)
    divided = _divided(changes.items(), depth)
    children = tuple(
        _updated(child, part, depth + 1, store) if part else child for child, part in zip(node, divided, strict=True)
    )
    if sum(child.count for child in children) <= BUCKET:
        return _built({name: leaf for child in children for name, leaf in leaves(child, store).items()}, depth, store)
    return _saved(children, store)


def _built(held: Leaves, depth: int, store: Store) -> Ref:
    if len(held) <= BUCKET:
        return _saved(held, store)
    return _saved(tuple(_built(part, depth + 1, store) for part in _divided(held.items(), depth)), store)


def _applied(held: Leaves, changes: Changes) -> dict[str, Leaf]:
    merged = {**held, **changes}
    return {name: leaf for name, leaf in merged.items() if leaf is not None}


def _divided(entries: Iterable[tuple[str, _Value]], depth: int) -> list[dict[str, _Value]]:
    parts: list[dict[str, _Value]] = [{} for _ in range(_WAYS)]
    for name, value in entries:
        parts[_way(name, depth)][name] = value
    return parts


def _way(name: str, depth: int) -> int:
    hashed = int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
    return hashed >> (_HASH_BITS - _BITS * (depth + 1)) & (_WAYS - 1)


def _differences(before: Ref, after: Ref, depth: int, store: Store) -> Iterator[Pair]:
    if before.digest == after.digest:
        return
    old, new = _node(before, store), _node(after, store)
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        # Next to a bucket, whatever is no bucket has more leaves than it shares with it.
        yield from _changed(_all(before, old, store), _all(after, new, store))
        return
    for one, other in zip(old, new, strict=True):
        yield from _differences(one, other, depth + 1, store)


def _changed(old: Leaves, new: Leaves) -> Iterator[Pair]:
    for name in {**old, **new}:
        one, other = old.get(name), new.get(name)
        # Texts are compared, since to Python 1, 1.0 and True are equal, and so are objects of another order.
        if _text(one) != _text(other):
            yield name, one, other


def _all(tree: Ref, node: Node, store: Store) -> Leaves:
    return node if isinstance(node, Mapping) else leaves(tree, store)


def _node(tree: Ref, store: Store) -> Node:
    return _load(tree, store) if tree.digest else {}


def _saved(node: Node, store: Store) -> Ref:
    if not node:
        return EMPTY
    digest = store.save(encoded(node))
    if isinstance(node, Mapping):
        return Ref(digest, len(node), sum(_weight(leaf) for leaf in node.values()))
    return Ref(digest, sum(child.count for child in node), sum(child.weight for child in node))


def _load(tree: Ref, store: Store) -> Node:
    return decoded(store.load(tree.digest))


def encoded(node: Node) -> bytes:
    """Return the one text of a node; the keys within a value stay in the order they came in."""
    if isinstance(node, Mapping):
        return _text({"leaves": [[name, node[name]] for name in sorted(node)]})
    return _text({"branch": [[child.digest, child.count, child.weight] for child in node]})


def decoded(data: bytes) -> Node:
    """Return the node behind its text."""
    content = json.loads(data.decode("utf-8", "surrogatepass"))
    if "leaves" in content:
        return dict(content["leaves"])
    return tuple(Ref(*child) for child in content["branch"])


def children(data: bytes) -> tuple[str, ...]:
    """Return the digests of the nodes below a node, by its text."""
    node = decoded(data)
    return () if isinstance(node, Mapping) else tuple(child.digest for child in node if child.digest)


def _weight(leaf: Leaf) -> int:
    weight = leaf.get("w", 0)
    return weight if isinstance(weight, int) else 0


def _text(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
