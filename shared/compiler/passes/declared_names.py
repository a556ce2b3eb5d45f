"""Names of declared classes: unique whatever their case, also where two protocols manage the same things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeAlias

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.types import Attribute, AttributeType, Complex, Reference
from shared.compiler.passes.joining import Identities
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

Names: TypeAlias = "Mapping[tuple[Protocol, str], str]"
"""What a class is called in the model, by its protocol and its documented name in lower case."""
_MAX_NESTING = 4


def named(
    classes: Sequence[ObjectClass],
    first: Sequence[ObjectClass],
    documented: Sequence[ObjectClass],
    findings: list[Diagnostic],
) -> tuple[tuple[ObjectClass, ...], Names]:
    """
    Return `classes` with distinct names, and what each is now called.

    Those in `first` keep theirs; of others with a taken name the protocol comes before it (`ScimUser`). `documented`
    are the classes as single documents call them.
    """
    kept = {(each.protocol, each.name.lower()) for each in first}
    ordered = sorted(classes, key=lambda each: (each.protocol, each.name.lower()) not in kept)
    names: dict[tuple[Protocol, str], str] = {}
    taken: set[str] = set()
    result: list[ObjectClass] = []
    for each in ordered:
        name = _free(each, taken)
        taken.add(name.lower())
        names.setdefault((each.protocol, each.name.lower()), name)
        if name != each.name:
            findings.append(_renamed(each, name))
        result.append(replace(each, name=name))
    _add_other_names(names, tuple(result), (*first, *documented))
    moved = {protocol for (protocol, old), new in names.items() if new.lower() != old}
    return tuple(_referring(each, names) if each.protocol in moved else each for each in result), names


def _add_other_names(
    names: dict[tuple[Protocol, str], str], classes: Sequence[ObjectClass], documented: Sequence[ObjectClass]
) -> None:
    """Add what else documents call `classes`: one and the same may have several names."""
    identities = Identities((*documented, *classes))
    called = {identities.of(each): each.name for each in reversed(classes)}
    for each in documented:
        if name := called.get(identities.of(each)):
            names.setdefault((each.protocol, each.name.lower()), name)


def _free(each: ObjectClass, taken: set[str]) -> str:
    if each.name.lower() not in taken:
        return each.name
    name = f"{each.protocol.capitalize()}{each.name}"
    if name.lower() not in taken:
        return name
    return next(other for number in count(2) if (other := f"{name}{number}").lower() not in taken)


def _renamed(each: ObjectClass, name: str) -> Diagnostic:
    message = f"two classes would be called {each.name}; the one managed in {each.protocol.upper()} is called {name}"
    at = each.source[0] if each.source else Location("", "")
    return codes.finding(codes.RENAMED_CLASS, Severity.WARNING, message, at)


def _referring(each: ObjectClass, names: Names) -> ObjectClass:
    return replace(each, attributes=_renamed_targets(each.attributes, each.protocol, names, 0))


def _renamed_targets(
    attributes: tuple[Attribute, ...], protocol: Protocol, names: Names, level: int
) -> tuple[Attribute, ...]:
    return tuple(replace(each, type=_target(each.type, protocol, names, level)) for each in attributes)


def _target(kind: AttributeType, protocol: Protocol, names: Names, level: int) -> AttributeType:
    match kind:
        case Reference(object_class=target):
            return replace(kind, object_class=names.get((protocol, target.lower()), target))
        case Complex(name=name, attributes=inner) if level < _MAX_NESTING:
            called = names.get((protocol, name.lower()), name)
            return replace(kind, name=called, attributes=_renamed_targets(inner, protocol, names, level + 1))
    return kind
