"""What the passes hand on: what was read, how its endpoints were understood, and the model so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting
from shared.kernel.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    A model in the making.

    `kindred` holds, for each class by name, the endpoints that are about it. `concluded` is the model as it was before
    what documents declare themselves joined it, None until then.
    """

    fragment: Fragment
    sightings: tuple[Sighting, ...] = ()
    kindred: Mapping[str, Kindred] = field(default_factory=dict)
    model: ConnectorModel = field(default_factory=ConnectorModel)
    concluded: ConnectorModel | None = None

    def of(self, name: str) -> Kindred | None:
        """Return the endpoints and schemas of the class called `name`."""
        return self.kindred.get(name)

    def sighting(self, of: str, operation: Operation | None) -> Sighting | None:
        """Return how the endpoint behind `operation`, chosen for the class `of`, was understood."""
        family = self.of(of)
        if operation is None or family is None:
            return None
        return next((s for s in family.sightings if s.endpoint.source in operation.source), None)

    def with_classes(self, classes: Iterable[ObjectClass]) -> Draft:
        """Return the draft with these object classes."""
        return replace(self, model=replace(self.model, object_classes=tuple(classes)))


Step: TypeAlias = "Callable[[Draft], tuple[Draft, tuple[Diagnostic, ...]]]"
