"""Properties, elements and names: what stands at a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from shared.compiler.reading.groovy.tree import Expression, Member, Name
from shared.compiler.verification.evaluation.exceptions import (
    ARRAY_INDEX_OUT_OF_BOUNDS,
    MISSING_METHOD,
    MISSING_PROPERTY,
    NULL_POINTER,
)
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.methods import property_of
from shared.compiler.verification.evaluation.operators import shown
from shared.compiler.verification.evaluation.values import NoSuchMember, Opaque, Receiver, Scope, Thrown


def property_value(target: object, name: str) -> object:
    """Return the property `name` of `target`; raises Thrown when there is none."""
    if isinstance(target, Opaque):
        return Opaque(f"{target.source}.{name}")
    if target is None:
        raise Thrown(NULL_POINTER, f"Cannot get property '{name}' on null object")
    try:
        if hasattr(target, "get") and hasattr(target, "call"):
            return cast("Receiver", target).get(name)
        return property_of(target, name)
    except NoSuchMember:
        raise Thrown(MISSING_PROPERTY, f"No such property: {name}") from None


def element(target: object, key: object) -> object:
    """Return the element `key` of `target`; raises Thrown when there is none."""
    match target:
        case Opaque():
            return target
        case Node():
            return target.field(key)
        case dict():
            return target.get(key)
        case list() | str() if isinstance(key, int):
            if -len(target) <= key < len(target):
                return target[key]
            message = f"Index {key} out of bounds for length {len(target)}"
            raise Thrown(ARRAY_INDEX_OUT_OF_BOUNDS, message)
    raise Thrown(MISSING_METHOD, f"getAt({shown(key)})")


def receivers(scope: Scope) -> Iterator[Receiver]:
    """Yield who may answer a call in `scope`, innermost first."""
    walked: Scope | None = scope
    while walked is not None:
        if walked.delegate is not None:
            yield walked.delegate
        walked = walked.outer


def dotted(member: Member) -> str:
    """Return what stands before the last dot of `member`, where it is all names."""
    names: list[str] = []
    target: Expression = member.target
    while isinstance(target, Member):
        names.append(target.name)
        target = target.target
    return ".".join([target.name, *reversed(names)]) if isinstance(target, Name) else ""
