"""A connector model as short sentences, one for each fact that matters to a connector."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex, Reference, Scalar
from shared.compiler.pipeline import Digest


def facts(found: Digest) -> frozenset[str]:
    """Return what was read and what was said, so that a test can ask for one thing."""
    return frozenset([*_facts(found.model), *(f"finding {each.code}" for each in found.diagnostics)])


def _facts(model: ConnectorModel) -> Iterator[str]:
    yield f"application {model.application.name}"
    yield from (f"base {each.uri}" for each in model.application.base_urls)
    yield from (f"connectivity {each.method} {each.path}" for each in model.connectivity)
    yield from (f"auth {each.kind} {each.placement} {each.parameter}".strip() for each in model.authentications)
    yield from (f"relation {each.subject} -> {each.object}" for each in model.relations)
    for each in model.object_classes:
        yield from _class_facts(each)


def _class_facts(each: ObjectClass) -> Iterator[str]:
    yield f"class {each.name}"
    yield f"{each.name} is {'abstract' if each.abstract else each.confidence}"
    yield f"{each.name} extends {each.superclass}"
    yield f"{each.name} is identified by {each.identifier.attribute if each.identifier else 'nothing'}"
    for operation in each.operations:
        yield f"{each.name} {operation.kind}: {operation.method} {operation.path}"
        if paging := operation.paging:
            yield f"{each.name} pages by {paging.style}"
            yield f"{each.name} goes on at {'.'.join(paging.next_path)}"
    for attribute in each.attributes:
        yield from _attribute_facts(f"{each.name}.{attribute.name}", attribute)


def _attribute_facts(name: str, attribute: Attribute) -> Iterator[str]:
    yield f"{name}: {_type(attribute)}{'*' if attribute.multivalued else ''}"
    flags = ("required", "creatable", "updatable", "readable")
    yield from (f"{name} is {'' if getattr(attribute, flag) else 'not '}{flag}" for flag in flags)


def _type(attribute: Attribute) -> str:
    match attribute.type:
        case Scalar(json_type=json_type, format=format_, values=values):
            return format_ or "|".join(values) or json_type
        case Reference(object_class=target):
            return target
        case Complex():
            return "complex"
        case _:
            return "anything"
