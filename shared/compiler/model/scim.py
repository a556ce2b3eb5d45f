"""What a SCIM service says about itself beside its schemas: its resource types and its abilities."""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceType:
    """
    One kind of resource (RFC 7643, section 6).

    `schema` is the URN of its core schema and `extensions` those of the schemas that add attributes to it. `endpoint`
    starts with "/" and is relative to the base URL.
    """

    name: str
    schema: str
    extensions: tuple[str, ...] = ()
    endpoint: str
    description: str = ""
    source: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAbilities:
    """What the service supports (RFC 7643, section 5); `most_results` is the largest page it answers, where it says."""

    patch: bool = True
    most_results: int | None = None
    source: Location
