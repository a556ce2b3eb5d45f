"""What a front end found in one document: schemas, endpoints and authentications, in the document's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Parameter
from shared.compiler.model.relation import Relation
from shared.compiler.model.schema import Schema
from shared.compiler.model.scim import ProviderAbilities, ResourceType
from shared.kernel.diagnostics import Location

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Trust = Literal["export", "specification", "prose", "inference"]
_MAX_HOPS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a request or an answer carries; `schema` is None when the document does not describe it."""

    content_type: str = ""
    schema: Schema | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """
    One documented request.

    `path` starts with "/" and is relative to the base URL, path parameters in braces; `/#name` is the remote procedure
    `name` that is called at the base URL itself (JSON-RPC 2.0). `answer` is the body of the first
    successful status in `success`. `public` says that the request needs no authentication.
    """

    method: Method
    path: str
    operation_id: str = ""
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    request: Body | None = None
    answer: Body | None = None
    answer_headers: tuple[str, ...] = ()
    success: tuple[int, ...] = ()
    deprecated: bool = False
    public: bool = False
    source: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """
    What one document, or several merged ones, say; `schemas` by the key that `named` schemas point with.

    `object_classes` and `relations` are there where the document itself declares them (a SCIM schema, a database, an
    export), not for what passes conclude from endpoints; a relation without a name only says that an attribute of its
    subject refers to its object. `resource_types` and `abilities` complete SCIM schemas. `list_parameters` are those
    that the document says every list takes. `trust` says how far to believe the document when another contradicts it.
    """

    trust: Trust = "specification"
    application: Application = field(default_factory=Application)
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    endpoints: tuple[Endpoint, ...] = ()
    authentications: tuple[Authentication, ...] = ()
    object_classes: tuple[ObjectClass, ...] = ()
    relations: tuple[Relation, ...] = ()
    list_parameters: tuple[Parameter, ...] = ()
    resource_types: tuple[ResourceType, ...] = ()
    abilities: ProviderAbilities | None = None

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema that `schema` points at, or `schema` itself; circles and dangling names end undescribed."""
        for _ in range(_MAX_HOPS):
            if schema.kind != "named":
                return schema
            found = self.schemas.get(schema.target)
            if found is None:
                break
            schema = found
        return Schema(kind="anything", name=schema.name, source=schema.source)
