"""Which documented request a path belongs to, and the values its placeholders have there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, Paging
from shared.compiler.model.relation import Relation

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")

_LISTS: Final = frozenset({"list", "search"})


@dataclass(frozen=True, slots=True)
class Route:
    """One documented request: of a class, or of a relation between two."""

    operation: Operation
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    documented: ObjectClass | None = None
    relation: Relation | None = None

    def values(self, path: str) -> dict[str, str] | None:
        """Return what the placeholders of this route are in `path`; None when it is not of this route."""
        found = self.pattern.fullmatch(path)
        return dict(zip(self.names, found.groups(), strict=True)) if found else None


class Routes:
    """Every documented request; those with fewer placeholders come first."""

    def __init__(self, model: ConnectorModel) -> None:
        self._by_shape: dict[tuple[str, int], list[Route]] = {}
        for route in sorted(_routes(model), key=lambda it: (len(it.names), -len(it.operation.path))):
            shape = (route.operation.method, _steps(route.operation.path.split("?", 1)[0]))
            self._by_shape.setdefault(shape, []).append(route)

    def matching(self, method: str, path: str) -> list[tuple[Route, dict[str, str]]]:
        """Return the requests that `path` can mean, each with the values its placeholders have there."""
        found = ((it, it.values(path)) for it in self._by_shape.get((method, _steps(path)), ()))
        return [(route, values) for route, values in found if values is not None]


def _steps(path: str) -> int:
    return path.strip("/").count("/")


def _routes(model: ConnectorModel) -> Iterator[Route]:
    known = [it.paging for documented in model.object_classes for it in documented.operations if it.kind == "list"]
    for documented in model.object_classes:
        for operation in (*documented.operations, *documented.other_operations):
            yield _route(_paged(operation, known), documented=documented)
    for relation in model.relations:
        for operation in relation.operations:
            yield _route(_paged(operation, known), relation=relation)


def _paged(operation: Operation, known: list[Paging]) -> Operation:
    """Return a list that takes the parameters by which another one of the application is paged, paged like that."""
    if operation.kind not in _LISTS or operation.paging.style != "none":
        return operation
    names = {it.name for it in operation.parameters}
    alike = (it for it in known if it.position and it.size and {it.position, it.size} <= names)
    paging = next(alike, None)
    return replace(operation, paging=paging) if paging else operation


def _route(operation: Operation, documented: ObjectClass | None = None, relation: Relation | None = None) -> Route:
    path = operation.path.split("?", 1)[0]
    parts = _PLACEHOLDER.split(path)
    pattern = "".join(re.escape(part) if at % 2 == 0 else "([^/]+)" for at, part in enumerate(parts))
    return Route(operation, re.compile(pattern.rstrip("/") + "/?"), tuple(parts[1::2]), documented, relation)


@lru_cache(maxsize=4096)
def template(path: str) -> str:
    """Return a path with nameless placeholders and no outer slashes."""
    return _PLACEHOLDER.sub("{}", path.split("?", 1)[0]).strip("/")


def placeholders(path: str) -> tuple[str, ...]:
    """Return the names of the placeholders of a path, in order."""
    return tuple(_PLACEHOLDER.findall(path))
