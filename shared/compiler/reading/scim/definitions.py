"""All kinds of SCIM definitions in one place, gathered as they are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Fragment, Trust
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.scim import ProviderAbilities, ResourceType
from shared.compiler.reading.scim.schemas import references, schema_class
from shared.compiler.reading.scim.services import abilities, authentications, base_urls, relative, resource_type
from shared.compiler.reading.scim.values import MOST_PARTS, Json, member, parts, text, texts
from shared.kernel.diagnostics import Diagnostic, Location

_PROVIDER_PARTS: Final = ("authenticationSchemes", "patch", "bulk", "changePassword", "etag", "sort")


class Definitions:
    """What SCIM definitions say, part by part; `count` is how many definitions there were."""

    def __init__(self, document: str) -> None:
        self._document = document
        self.findings: list[Diagnostic] = []
        self.count = 0
        self._classes: list[ObjectClass] = []
        self._relations: list[Relation] = []
        self._types: list[ResourceType] = []
        self._abilities: ProviderAbilities | None = None
        self._ways: list[Authentication] = []
        self._bases: dict[str, BaseUrl] = {}

    def add(self, node: Json, pointer: str) -> None:
        """Take in the definition `node`, whichever kind it is; what is no definition changes nothing."""
        at = Location(self._document, pointer)
        if is_provider(node):
            self.provider(node, at)
        elif is_schema(node):
            self.schema(node, at)
        elif is_resource_type(node):
            self.resource_type(node, at)
        else:
            return
        for base in base_urls(node, at):
            self._bases.setdefault(base.uri, base)

    def schema(self, node: Json, at: Location) -> None:
        """Take in a schema."""
        self.count += 1
        if (found := schema_class(node, at, self.findings)) is not None:
            self._classes.append(found)
            self._relations += references(node, at)
            self._place(found, node, at)

    def _place(self, found: ObjectClass, node: Json, at: Location) -> None:
        """Take in where the resources are, which schemas of SCIM 1.1 (section 11) tell themselves."""
        if endpoint := relative(text(node, "endpoint")):
            told = ResourceType(name=found.name, schema=found.schema_name, endpoint=endpoint, source=at)
            self._types.append(told)

    def resource_type(self, node: Json, at: Location) -> None:
        """Take in a resource type."""
        self.count += 1
        if (found := resource_type(node, at, self.findings)) is not None:
            self._types.append(found)

    def provider(self, node: Json, at: Location) -> None:
        """Take in a service provider configuration."""
        self.count += 1
        self._abilities = self._abilities or abilities(node, at)
        self._ways += authentications(node, at)

    def fragment(self, trust: Trust) -> Fragment:
        """Return everything taken in so far."""
        return Fragment(
            trust=trust,
            application=Application(
                protocols=("scim",),
                base_urls=tuple(self._bases.values()),
                source=(Location(self._document, ""),),
            ),
            authentications=tuple(self._ways),
            object_classes=tuple(self._classes),
            relations=tuple(self._relations),
            resource_types=tuple(self._types),
            abilities=self._abilities,
        )


def each_definition(root: object) -> Iterator[tuple[Json, str]]:
    """Yield the definitions in a document with their pointers: one, a list, or a list answer (RFC 7644, 3.4.2)."""
    if isinstance(root, list):
        for i, each in enumerate(root[:MOST_PARTS]):
            if isinstance(each, Mapping):
                yield from ((node, f"/{i}{where}") for node, where in _unpacked(each))
    elif isinstance(root, Mapping):
        yield from _unpacked(root)


def _unpacked(node: Mapping[str, Any]) -> Iterator[tuple[Json, str]]:
    inner = list(parts(node, "Resources"))
    yield from inner or [(node, "")]


def is_provider(node: Json) -> bool:
    """Return whether `node` is a service provider configuration."""
    named = any(urn.lower().endswith(":serviceproviderconfig") for urn in texts(node, "schemas"))
    return named or (
        not text(node, "id").startswith("urn:") and sum(member(node, key) is not None for key in _PROVIDER_PARTS) > 1
    )


def is_resource_type(node: Json) -> bool:
    """Return whether `node` is a resource type."""
    named = any(urn.lower().endswith(":resourcetype") for urn in texts(node, "schemas"))
    return named or bool(text(node, "endpoint") and text(node, "schema"))


def is_schema(node: Json) -> bool:
    """Return whether `node` is a schema: it has an id and a list of attributes."""
    return ":" in text(node, "id") and member(node, "attributes") is not None
