"""Nested values that documentation names, as classes of their own that only live inside others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex
from shared.compiler.passes.draft import Draft
from shared.kernel.diagnostics import Diagnostic


def nested(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """
    Return the draft with an embedded class for each named value inside the classes of high confidence.

    Attributes name their type; clients look for a class of that name. Values described by the schema of another class
    are no new class, and neither is what documents declare themselves: that has its embedded classes already.
    """
    classes = draft.model.object_classes
    taken = {name.lower() for each in classes for name in (each.name, each.schema_name)}
    found: dict[str, ObjectClass] = {}
    for each in classes:
        for attribute, kind in _values(each) if each.confidence == "high" and each.protocol == "rest" else ():
            if kind.name.lower() not in taken:
                found.setdefault(kind.name.lower(), _class(each, attribute, kind))
    at = next((i for i, each in enumerate(classes) if each.confidence == "low"), len(classes))
    return draft.with_classes((*classes[:at], *found.values(), *classes[at:])), ()


def _values(each: ObjectClass) -> Iterator[tuple[Attribute, Complex]]:
    for attribute in each.attributes:
        kind = attribute.type
        if isinstance(kind, Complex) and kind.name and kind.attributes:
            yield attribute, kind


def _class(owner: ObjectClass, attribute: Attribute, kind: Complex) -> ObjectClass:
    place = (*attribute.path, attribute.name)
    return ObjectClass(
        name=kind.name,
        schema_name=kind.name,
        protocol=owner.protocol,
        description=attribute.description,
        embedded=True,
        confidence="medium",
        attributes=tuple(replace(each, path=place) for each in kind.attributes),
        source=attribute.source,
    )
