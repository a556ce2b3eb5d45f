"""The bench on which operations are tried: one connector, one simulated application, one configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.verification.conformance.trials import UNEXPLAINED
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.runtime.framework import Framework
from shared.compiler.verification.target.population import OBJECTS, Collection
from shared.compiler.verification.target.selection import folded
from shared.compiler.verification.target.server import Target


@dataclass(slots=True)
class Bench:
    """Everything a trial needs; `configuration` holds the credentials."""

    model: ConnectorModel
    connector: LoadedConnector
    target: Target
    configuration: Mapping[str, str] = field(default_factory=dict)

    def framework(self, *, anonymous: bool = False) -> Framework:
        """Return the framework, ready for one operation; `anonymous` without credentials."""
        self.target.refusals.clear()
        return Framework(self.connector, self.target.answer, {} if anonymous else self.configuration)

    def declared(self, documented: ObjectClass) -> ClassSchema | None:
        """Return the connector's class for a documented one, if it has one: names may have been made legal."""
        wanted = folded(documented.name)
        classes = self.connector.schema.classes.values()
        exact = (it for it in classes if it.name == documented.name)
        return next(exact, None) or next((it for it in classes if folded(it.name) == wanted and it.declared), None)

    def collection(self, documented: ObjectClass, *, fresh: bool = False) -> Collection:
        """Return the objects of a class in the application, as they were in the beginning where `fresh`."""
        if fresh:
            self.target.population.reset(documented.name)
        found = self.target.population.of(documented.name)
        return found or Collection(documented)

    def explain(self, _reason: str) -> tuple[str, str]:
        """Return the code of what explains a failure, and what the application refused last, or ""."""
        refusals = self.target.refusals
        refused = refusals[-1] if refusals else ""
        if any("parameter" in it and "required" in it for it in refusals):
            return "RUN003", refused
        if any(it.startswith("400") and "is required" in it for it in refusals):
            return "RUN005", refused
        return UNEXPLAINED, refused


NUMBERS: Final = {"present": 9, "absent": 11, "null": 10}
"""Which object has all its values, which lacks the optional ones, and in which they are null."""
DELETED: Final = 12
UNKNOWN_NUMBER: Final = OBJECTS + 900_000
