"""
Which parts of SCIM resources need a script.

The framework makes classes and attributes from the service's `/Schemas` and `/ResourceTypes`, but no attributes for
complex values; and a path that the service's schema lacks stops the whole connector from loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from shared.compiler.backends.groovy.scim.resources import Place, PlacedAttribute, Resource
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex, Scalar
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import folded, legal, unused
from shared.compiler.writing.special_names import ENABLED

_MAPPED_BY_ITSELF: Final = frozenset(
    {"urn:ietf:params:scim:schemas:core:2.0:user", "urn:ietf:params:scim:schemas:core:2.0:group"}
)
_NOT_IN_SCHEMAS: Final = frozenset({"id", "externalid", "meta", "schemas"})
"""Common attributes (RFC 7643, section 3.1), which schemas need not repeat."""
_LIST_MECHANICS: Final = frozenset({"primary", "type", "display", "$ref"})
_JSON_TYPES: Final = frozenset({"string", "boolean", "integer"})
_CHANGES: Final = frozenset({"create", "update"})


def planned_resources(
    classes: tuple[ObjectClass, ...], taken: Iterable[str], findings: Findings
) -> tuple[Resource, ...]:
    """Return the resource types among `classes` that the framework will make, with what has to be said about them."""
    planned: dict[str, Resource] = {}
    known = {it.lower() for it in taken}
    for documented in classes:
        if documented.embedded or documented.abstract:
            continue
        if documented.name.lower() in known | set(planned):
            sentence = f"`{documented.name}` has the same name as another class."
            findings.add("GRV003", documented.name, "class", sentence, documented.source)
            continue
        naming = _naming(documented)
        if not naming:
            sentence = f"No attribute names the objects of `{documented.name}`, and the framework cannot show them."
            findings.add("GRV051", documented.name, "class", sentence, documented.source)
            continue
        planned[documented.name.lower()] = _planned(documented, naming, findings)
    return tuple(planned.values())


def _planned(documented: ObjectClass, naming: str, findings: Findings) -> Resource:
    _report_writes(documented, findings)
    extensions = _extensions(documented)
    placed = tuple(_placed(documented, extensions, findings))
    return Resource(
        name=documented.name,
        label=documented.name,
        uid="id",
        shown_name=naming,
        naming="" if documented.schema_name.lower() in _MAPPED_BY_ITSELF else naming,
        enabling=next((it.name for it in documented.attributes if _enables(it)), ""),
        extensions=tuple((alias, urn) for urn, alias in extensions.items()),
        attributes=placed,
    )


def _naming(documented: ObjectClass) -> str:
    """Return the text that names the resources, other than their identifier, or ""."""
    found = documented.attribute(documented.naming.attribute) if documented.naming else None
    if found is None or found.path or found.multivalued or found.name.lower() in _NOT_IN_SCHEMAS:
        return ""
    is_text = isinstance(found.type, Scalar) and found.type.json_type == "string"
    usable = is_text and found.readable is not False and legal(found.name) == found.name
    return found.name if usable else ""


def _report_writes(documented: ObjectClass, findings: Findings) -> None:
    if any(it.kind in _CHANGES for it in documented.operations):
        sentence = (
            f"Over SCIM the framework lists, reads and deletes a {documented.name}; it does not create or change it."
        )
        remedy = "Where the application has another interface for these changes, make a connector from its documents."
        findings.add("GRV052", documented.name, "create, update", sentence, documented.source, remedy=remedy)


def _extensions(documented: ObjectClass) -> dict[str, str]:
    """Return an alias for each extension schema: the word before its version, such as `enterprise`."""
    aliases: dict[str, str] = {}
    for urn in dict.fromkeys(it.path[0] for it in documented.attributes if it.path and ":" in it.path[0]):
        words = [it for it in urn.split(":") if it.isalpha() and it.lower() != documented.name.lower()]
        aliases[urn] = unused(legal(words[-1] if words else "extension"), aliases.values())
    return aliases


def _enables(attribute: Attribute) -> bool:
    is_flag = isinstance(attribute.type, Scalar) and attribute.type.json_type == "boolean"
    return is_flag and not attribute.path and not attribute.multivalued and folded(attribute.name) in ENABLED


@dataclass(frozen=True, slots=True)
class _Nested:
    """A value inside another: the name wanted for it, its place, and what the documents say of it."""

    name: str
    place: Place
    documented: Attribute


def _placed(documented: ObjectClass, extensions: dict[str, str], findings: Findings) -> Iterator[PlacedAttribute]:
    taken = [it.name for it in documented.attributes if not it.path]
    for it in (found for each in documented.attributes for found in _nested(documented, each, extensions, findings)):
        name = unused(legal(it.name), taken)
        taken.append(name)
        if name != it.name:
            findings.add("GRV005", documented.name, it.name, f"`{it.name}` is called `{name}`.", it.documented.source)
        yield PlacedAttribute(name=name, place=it.place)


def _nested(
    owner: ObjectClass, attribute: Attribute, extensions: dict[str, str], findings: Findings
) -> Iterator[_Nested]:
    extension = extensions.get(attribute.path[0], "") if attribute.path else ""
    name = attribute.path[-1] if attribute.path else attribute.name
    match attribute.type:
        case Complex(attributes=inner) if name.lower() not in _NOT_IN_SCHEMAS or extension:
            yield from _inside(owner, attribute, (extension, name), inner, findings)
        case Scalar() as scalar if extension and _is_plain(attribute, scalar):
            yield _Nested(name, Place(extension=extension, steps=(name,)), attribute)
        case _:
            return


def _inside(
    owner: ObjectClass, whole: Attribute, at: tuple[str, str], inner: tuple[Attribute, ...], findings: Findings
) -> Iterator[_Nested]:
    extension, name = at
    values = [it for it in inner if isinstance(it.type, Scalar) and _is_plain(it, it.type)]
    if not whole.multivalued:
        yield from (
            _Nested(f"{name}_{it.name}", Place(extension=extension, steps=(name, it.name)), it) for it in values
        )
        return
    if not any(it.name == "primary" for it in inner) or extension:
        if not _refers(inner):
            sentence = f"`{name}` is a list, and nothing tells which of its entries is meant."
            findings.add("GRV004", owner.name, name, sentence, whole.source)
        return
    for it in (it for it in values if it.name not in _LIST_MECHANICS):
        called = f"{name}_primary" if it.name == "value" else f"{name}_primary_{it.name}"
        yield _Nested(called, Place(steps=(name, it.name), in_list=True), it)


def _refers(inner: tuple[Attribute, ...]) -> bool:
    return any(it.name == "$ref" for it in inner)


def _is_plain(attribute: Attribute, scalar: Scalar) -> bool:
    """Return True for a single value of a type that the framework's schema can be built with."""
    simple = scalar.json_type in _JSON_TYPES and scalar.format not in {"binary", "byte"}
    return simple and not attribute.multivalued and attribute.name != "$ref" and attribute.readable is not False
