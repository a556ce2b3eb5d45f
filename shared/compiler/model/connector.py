"""The root of the connector model."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.kernel.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseUrl:
    """Where the application answers; `dynamic` when part of the address is the customer's own."""

    uri: str
    dynamic: bool
    source: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What the documents say about the application itself; `source` is where they say it, the most trusted first."""

    name: str = ""
    version: str = ""
    api_version: str = ""
    description: str = ""
    protocols: tuple[Protocol, ...] = ()
    base_urls: tuple[BaseUrl, ...] = ()
    source: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorModel:
    """Everything we know about one application; object classes come best first, connectivity checks likewise."""

    application: Application = Application()
    object_classes: tuple[ObjectClass, ...] = ()
    relations: tuple[Relation, ...] = ()
    authentications: tuple[Authentication, ...] = ()
    connectivity: tuple[Operation, ...] = ()

    def object_class(self, name: str) -> ObjectClass | None:
        """Return the class called `name`, in any case, if there is one."""
        folded = name.strip().lower()
        return next((found for found in self.object_classes if found.name.lower() == folded), None)
