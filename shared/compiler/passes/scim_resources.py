"""SCIM schemas as the resources a service manages: with what all have in common, and what extensions add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.scim import ResourceType
from shared.compiler.model.types import Attribute, Complex, Scalar
from shared.compiler.passes.joining import joined_attributes
from shared.compiler.passes.scim_requests import requests
from shared.compiler.reading import codes
from shared.compiler.reading.words import is_plural, pascal, spelled
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_CORE: Final = "urn:ietf:params:scim:schemas:core:2.0:"
_NAMES: Final = ("username", "displayname", "name", "display", "title", "value")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the resources of a schema are, and which schemas extend them."""

    name: str
    endpoint: str
    extensions: tuple[ObjectClass, ...]
    source: tuple[Location, ...]
    description: str = ""


def resources(
    schemas: Sequence[ObjectClass], fragment: Fragment, findings: list[Diagnostic]
) -> tuple[ObjectClass, ...]:
    """Return the resources that `schemas` and the resource types of `fragment` describe together, ready to manage."""
    known = {each.schema_name.lower(): each for each in schemas if each.schema_name}
    typed = [*_typed(known, fragment, findings)]
    used = {urn.lower() for each in fragment.resource_types for urn in (each.schema, *each.extensions)}
    loose = [each for each in schemas if each.schema_name.lower() not in used]
    extending = [each for each in loose if _is_extension(each.schema_name, known)]
    whole = [each for each in loose if not _is_extension(each.schema_name, known)]
    typed += [(each, _assumed(each, extending, findings)) for each in whole]
    findings += _unused(extending, whole)
    return tuple(_resource(each, place, fragment, findings) for each, place in typed)


def _typed(
    known: dict[str, ObjectClass], fragment: Fragment, findings: list[Diagnostic]
) -> Iterator[tuple[ObjectClass, Place]]:
    """Yield the core schema and the place of every resource type; the first description of an endpoint counts."""
    by_endpoint: dict[str, ResourceType] = {}
    for each in fragment.resource_types:
        by_endpoint.setdefault(each.endpoint.lower(), each)
    for each in by_endpoint.values():
        missing = [urn for urn in (each.schema, *each.extensions) if urn.lower() not in known]
        findings += [_missing(urn, each) for urn in missing]
        bare = ObjectClass(name=each.name, schema_name=each.schema, protocol="scim", source=(each.source,))
        yield (
            known.get(each.schema.lower(), bare),
            Place(
                name=each.name,
                endpoint=each.endpoint,
                extensions=tuple(known[urn.lower()] for urn in each.extensions if urn.lower() in known),
                source=(each.source,),
                description=each.description,
            ),
        )


def _missing(urn: str, each: ResourceType) -> Diagnostic:
    message = f"the resource type {each.name} has the schema {urn}, which no document holds"
    return codes.finding(codes.SCIM_SCHEMA_MISSING, Severity.WARNING, message, each.source)


def _is_extension(urn: str, known: dict[str, ObjectClass]) -> bool:
    """Return whether a schema no resource type speaks of adds to another: its URN ends like that of a core schema."""
    lower = urn.lower()
    core = f"{_CORE}{lower.rpartition(':')[2]}"
    return ":extension:" in lower or (lower != core and core in known)


def _extends(extension: ObjectClass, each: ObjectClass) -> bool:
    last = extension.schema_name.rpartition(":")[2].lower()
    return last in {each.schema_name.rpartition(":")[2].lower(), each.name.lower()}


def _unused(extending: Sequence[ObjectClass], whole: Sequence[ObjectClass]) -> Iterator[Diagnostic]:
    for extension in extending:
        if not any(_extends(extension, each) for each in whole):
            message = f"the schema {extension.schema_name} extends resources that no document describes"
            yield codes.finding(codes.SCIM_EXTENSION_UNUSED, Severity.WARNING, message, extension.source[0])


def _assumed(each: ObjectClass, extending: Sequence[ObjectClass], findings: list[Diagnostic]) -> Place:
    local = each.schema_name.rpartition(":")[2]
    endpoint = f"/{_plural(local if local.isidentifier() else each.name)}"
    message = f"no resource type says where the resources of {each.name} are; {endpoint} is assumed"
    findings.append(codes.finding(codes.SCIM_ENDPOINT_ASSUMED, Severity.INFO, message, each.source[0]))
    extensions = tuple(extension for extension in extending if _extends(extension, each))
    return Place(name=each.name, endpoint=endpoint, extensions=extensions, source=each.source)


def _plural(name: str) -> str:
    """Return the English plural of `name` without what a path segment cannot hold."""
    plain = "".join(char for char in name if char.isalnum() or char in "-_") or "Resource"
    if is_plural(plain):
        return plain
    if plain.endswith("y") and plain[-2:-1] not in tuple("aeiou"):
        return f"{plain[:-1]}ies"
    return f"{plain}es" if plain.endswith(_SIBILANTS) else f"{plain}s"


def _resource(each: ObjectClass, place: Place, fragment: Fragment, findings: list[Diagnostic]) -> ObjectClass:
    attributes = each.attributes
    for extension in place.extensions:
        added = tuple(_extended(place.name, extension.schema_name, attribute) for attribute in extension.attributes)
        attributes = joined_attributes(place.name, attributes, added, findings)
    attributes = (*_missing_common(each, place), *attributes)
    chosen, others = requests(place.name, place.endpoint, fragment.abilities, place.source[0])
    return replace(
        each,
        name=place.name,
        description=each.description or place.description,
        attributes=attributes,
        identifier=Choice(
            attribute="id", reason="Every SCIM resource is identified by its id (RFC 7643, section 3.1)."
        ),
        naming=each.naming or _naming(attributes),
        operations=chosen,
        other_operations=others,
        source=tuple(dict.fromkeys((*each.source, *place.source, *(s for e in place.extensions for s in e.source)))),
    )


def _extended(owner: str, urn: str, attribute: Attribute) -> Attribute:
    """Return an extension's attribute as the resource holds it: inside an object named by the extension's URN."""
    kind = attribute.type
    if isinstance(kind, Complex) and kind.name:
        kind = replace(kind, name=pascal((*spelled(owner), *spelled(attribute.name))))
    return replace(attribute, name=f"{urn}:{attribute.name}", type=kind, path=(urn, attribute.name))


def _missing_common(each: ObjectClass, place: Place) -> tuple[Attribute, ...]:
    """Return the common attributes (RFC 7643, section 3.1) that the schema, as usual, does not repeat."""
    declared = {name.lower() for attribute in each.attributes for name in (attribute.name, *attribute.path[:1])}
    at = (each.source or place.source)[:1]
    return tuple(attribute for attribute in _common(each.name, at) if attribute.name.lower() not in declared)


def _common(owner: str, at: tuple[Location, ...]) -> tuple[Attribute, ...]:
    text = Scalar(json_type="string")
    moment = Scalar(json_type="string", format="date-time")
    meta = Complex(
        name=f"{owner}Meta",
        attributes=(
            _read_only("resourceType", text, "The kind of the resource.", at),
            _read_only("created", moment, "When the resource was added.", at),
            _read_only("lastModified", moment, "When the resource was last changed.", at),
            _read_only("location", Scalar(json_type="string", format="uri"), "Where the resource is.", at),
            _read_only("version", text, "The version of the resource.", at),
        ),
    )
    external = _read_only("externalId", text, "The identifier that the client gave the resource.", at)
    return (
        _read_only("id", text, "The identifier that the service gave the resource.", at),
        replace(external, creatable=True, updatable=True),
        _read_only("meta", meta, "What the service records about the resource.", at),
    )


def _read_only(name: str, kind: Scalar | Complex, description: str, at: tuple[Location, ...]) -> Attribute:
    return Attribute(
        name=name, type=kind, description=description, required=False, creatable=False, updatable=False,
        readable=True, returned_by_default=True, source=at,
    )  # fmt: skip


def _naming(attributes: Sequence[Attribute]) -> Choice | None:
    texts = {each.name.lower(): each for each in attributes if _is_text(each)}
    usual = next((texts[name] for name in _NAMES if name in texts), None)
    if usual is not None:
        return Choice(attribute=usual.name, reason=f"{usual.name!r} is what SCIM resources are called by.")
    needed = next((each for each in texts.values() if each.required), None)
    if needed is None:
        return None
    return Choice(attribute=needed.name, reason="Resources cannot be created without this text.")


def _is_text(attribute: Attribute) -> bool:
    plain = isinstance(attribute.type, Scalar) and attribute.type.json_type == "string"
    return plain and not attribute.multivalued and attribute.readable is not False and not attribute.path
