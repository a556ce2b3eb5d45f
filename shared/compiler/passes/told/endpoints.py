"""The operations of a class as people have changed its endpoints, or prefer some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, OperationKind, Parameter
from shared.compiler.model.types import Scalar

_KINDS: Final[Mapping[str, OperationKind]] = {
    "getAll": "list",
    "list": "list",
    "search": "search",
    "getById": "get",
    "create": "create",
    "update": "update",
    "delete": "delete",
    "activate": "activate",
    "deactivate": "deactivate",
}
_CHOSEN: Final = frozenset({"list", "get", "create", "update", "delete"})
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_SUCCESS: Final[Mapping[str, tuple[int, ...]]] = {"create": (201,), "delete": (204,)}

Operations = tuple[tuple[Operation, ...], tuple[Operation, ...]]


def told_operations(each: ObjectClass, told: Sequence[Mapping[str, Any]]) -> Operations:
    """
    Return the operations to use, at most one of a kind, and the others, of the endpoints that were told.

    One that was read stays as it is where its use is unchanged; of one that was not, only method and path are known.
    """
    chosen: dict[tuple[str, str], Operation] = {(one.method, one.path): one for one in each.operations}
    others: dict[tuple[str, str], Operation] = {(one.method, one.path): one for one in each.other_operations}
    kept: list[Operation] = []
    rest: list[Operation] = []
    for entry in told:
        place = (str(entry["method"]), str(entry["path"]))
        kinds = list(dict.fromkeys(_KINDS[use] for use in entry["suggestedUse"] if use in _KINDS))
        known = chosen.get(place) or others.get(place)
        if known is not None and (not kinds or known.kind in kinds):
            (kept if place in chosen else rest).append(known)
        elif kinds and place[0] in _METHODS:
            made = _as(known, kinds[0]) if known else _made(entry, kinds[0])
            (kept if made.kind in _CHOSEN else rest).append(made)
    return _one_of_each(kept, rest)


def preferring(each: ObjectClass, kind: OperationKind, wanted: Iterable[tuple[str, str]]) -> ObjectClass:
    """
    Return the class with the first of the endpoints `wanted` that it has as its operation of that kind.

    A method may be "": any will do. An endpoint that no document describes is taken at its word.
    """
    known = (*each.operations, *each.other_operations)
    for method, path in wanted:
        found = next((one for one in known if one.path == path and method in {"", one.method}), None)
        if found is None and method not in _METHODS:
            continue
        made = _as(found, kind) if found else _made({"method": method, "path": path, "description": ""}, kind)
        operations = tuple(one for one in each.operations if one.kind != kind and one is not found)
        others = tuple(one for one in known if one not in operations and one is not found)
        return replace(each, operations=(made, *operations), other_operations=others)
    return each


def _as(known: Operation, kind: OperationKind) -> Operation:
    return known if known.kind == kind else replace(known, kind=kind)


def _made(entry: Mapping[str, Any], kind: OperationKind) -> Operation:
    """Return the operation of an endpoint of which no more is known than its method, its path and its use."""
    placeholders = _PLACEHOLDER.findall(str(entry["path"]))
    parameters = tuple(
        Parameter(name=name, placement="path", required=True, type=Scalar(json_type="string")) for name in placeholders
    )
    return Operation(
        kind=kind,
        method=cast("Any", str(entry["method"])),
        path=str(entry["path"]),
        description=str(entry["description"]),
        identifier=placeholders[-1] if placeholders and kind in {"get", "update", "delete"} else "",
        parameters=parameters,
        request_content_type=str(entry.get("requestContentType") or ("application/json" if _sends(kind) else "")),
        response_content_type=str(entry.get("responseContentType") or "application/json"),
        success=_SUCCESS.get(kind, (200,)),
        collection="array" if kind in {"list", "search"} else "nothing" if kind == "delete" else "object",
    )


def _sends(kind: OperationKind) -> bool:
    return kind in {"create", "update"}


def _one_of_each(kept: list[Operation], rest: list[Operation]) -> Operations:
    chosen: dict[str, Operation] = {}
    for one in kept:
        chosen.setdefault(one.kind, one)
    left = [one for one in kept if chosen[one.kind] is not one]
    return tuple(chosen.values()), (*left, *rest)
