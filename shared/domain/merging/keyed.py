"""Lists whose elements have a name of their own, so that they are merged element by element whatever their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from shared.domain.merging.paths import Pattern, pattern
from shared.domain.merging.rules import ListKey
from shared.domain.merging.values import MISSING, Value
from shared.kernel.hashing import Json

REGISTERED: Final = (
    ListKey("data:/objectClassesOutput/objectClasses", ("name",)),
    ListKey("data:/objectClassesOutput/objectClasses/*/attributes", ("name",)),
    ListKey("data:/objectClassesOutput/objectClasses/*/endpoints", ("method", "path")),
    ListKey("data:/*AttributesOutput/attributes", ("name",)),
    ListKey("data:/*EndpointsOutput/endpoints", ("method", "path")),
    ListKey("data:/connectivityEndpointOutput/endpoints", ("method", "path")),
    ListKey("data:/relationsOutput/relations", ("name",)),
    ListKey("data:/authOutput/auth", ("name", "type")),
    ListKey("data:/**/relevantDocumentations", ("docId", "chunkId")),
    ListKey("data:/objectClasses", ("name",)),
    ListKey("data:/objectClasses/*/attributes", ("name",)),
    ListKey("data:/objectClasses/*/endpoints", ("method", "path")),
    ListKey("data:/relations", ("name",)),
    ListKey("env:/inputs", ("path",)),
    ListKey("env:/packages", ("groupId", "artifactId")),
    ListKey("env:/variables", ("name",)),
)
"""What tells the elements of the generator's lists and of an environment spec apart."""

Index: TypeAlias = Mapping[str, Json]
"""The elements of a list by label: the values of their key, with blanks between, as `GET /users`."""


@dataclass(frozen=True)
class ListKeys:
    """The keys of lists: those of the request before the registered ones, the first that fits a path counts."""

    requested: tuple[ListKey, ...] = ()

    @cached_property
    def _patterns(self) -> tuple[tuple[Pattern, tuple[str, ...]], ...]:
        return tuple((pattern(each.path), each.fields) for each in (*self.requested, *REGISTERED))

    def of(self, path: str) -> tuple[str, ...]:
        """Return the fields that tell the elements of the list at a path apart, () where nothing does."""
        return next((fields for known, fields in self._patterns if known.matches(path)), ())

    def indexes(self, path: str, lists: Iterable[Value]) -> tuple[Index, ...] | None:
        """
        Return the elements of each list at `path` by label, nothing for one that is missing.

        None where a value is no list, or its elements cannot be told apart by label: they are merged as a whole.
        """
        fields = self.of(path)
        if not fields:
            return None
        found = tuple({} if each is MISSING else _indexed(each, fields) for each in lists)
        known = {label: key for index in found if index is not None for label, (key, _) in index.items()}
        indexes: list[Index] = []
        for index in found:
            if index is None or any(known[label] != key for label, (key, _) in index.items()):
                return None
            indexes.append({label: element for label, (_, element) in index.items()})
        return tuple(indexes)


def _indexed(value: Value, fields: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], Json]] | None:
    if not isinstance(value, list):
        return None
    found: dict[str, tuple[tuple[str, ...], Json]] = {}
    for element in value:
        key = _key(element, fields)
        label = " ".join(key)
        if not key or label in found:
            return None
        found[label] = key, element
    return found


def _key(element: Json, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an element's key; () where one is missing, or is no name."""
    if not isinstance(element, dict):
        return ()
    values = [value for name in fields if isinstance(value := element.get(name), str) and value]
    return tuple(values) if len(values) == len(fields) else ()
