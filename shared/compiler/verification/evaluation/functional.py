"""Groovy's methods that take a closure: each, collect, find and their like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.methods import iterated
from shared.compiler.verification.evaluation.operators import is_true
from shared.compiler.verification.evaluation.values import Function


class Invoker(Protocol):
    """Something that can run a closure."""

    def invoke(self, function: Function, arguments: tuple[object, ...]) -> object:
        """Return what `function` answers to `arguments`."""


def functional(invoker: Invoker, target: object, name: str, arguments: tuple[object, ...]) -> tuple[object] | None:
    """Return what `name` answers for the elements of `target`, wrapped in a tuple; None when it is no such method."""
    function = arguments[-1]
    method = _METHODS.get(name)
    if method is None or not isinstance(function, Function) or not isinstance(target, list | set | dict | Node | str):
        return None

    def called(item: object) -> object:
        pair = isinstance(target, dict) and len(function.closure.parameters or ()) > 1 and isinstance(item, dict)
        return invoker.invoke(function, (item["key"], item["value"]) if pair and isinstance(item, dict) else (item,))

    return (method(target, called),)


Called = Callable[[object], object]


def _each(target: object, called: Called) -> object:
    for item in iterated(target):
        called(item)
    return target


def _find_all(target: object, called: Called) -> object:
    kept = [it for it in iterated(target) if is_true(called(it))]
    if isinstance(target, dict):
        return {it["key"]: it["value"] for it in kept if isinstance(it, dict)}
    return kept


def _entries(target: object, called: Called) -> object:
    made: dict[object, object] = {}
    for item in iterated(target):
        match called(item):
            case [key, value]:
                made[key] = value
            case dict() as more:
                made |= more
    return made


_METHODS: Final[dict[str, Callable[[object, Called], object]]] = {
    "each": _each,
    "forEach": _each,
    "collect": lambda target, called: [called(it) for it in iterated(target)],
    "collectMany": lambda target, called: [one for it in iterated(target) for one in iterated(called(it))],
    "collectEntries": _entries,
    "find": lambda target, called: next((it for it in iterated(target) if is_true(called(it))), None),
    "findAll": _find_all,
    "any": lambda target, called: any(is_true(called(it)) for it in iterated(target)),
    "every": lambda target, called: all(is_true(called(it)) for it in iterated(target)),
    "count": lambda target, called: sum(is_true(called(it)) for it in iterated(target)),
}
