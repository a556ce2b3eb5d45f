"""What documents say differently beside attributes and requests: about the application, its access, its classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application
from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.scim import ProviderAbilities
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_FACTS: Final = {
    "name": "the name of the application",
    "version": "its version",
    "api_version": "its interface's version",
}
_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_NOWHERE: Final = Location("", "")


def disputes(fragments: Sequence[Fragment]) -> Iterator[Diagnostic]:
    """Yield one finding for each fact that a later, less trusted one of `fragments` states differently."""
    for fact, spoken in _FACTS.items():
        yield from _application([each.application for each in fragments], fact, spoken)
    yield from _ways([way for each in fragments for way in each.authentications])
    yield from _abilities([each.abilities for each in fragments if each.abilities])


def identity(way: Authentication) -> tuple[str, ...]:
    """Return what tells a way to authenticate from others."""
    return way.kind, way.placement, way.parameter.lower()


def class_disputes(first: ObjectClass, second: ObjectClass) -> Iterator[Diagnostic]:
    """Yield one finding when `second` says of the class itself something else than `first`."""
    pairs = {
        "superclass": (first.superclass, second.superclass),
        "identifier": (_chosen(first.identifier), _chosen(second.identifier)),
        "name": (_chosen(first.naming), _chosen(second.naming)),
    }
    differing = [what for what, (one, other) in pairs.items() if one and other and one.lower() != other.lower()]
    differing += [each.kind for each in second.operations if _is_elsewhere(first.operation(each.kind), each)]
    if differing:
        yield _finding(
            f"{first.name} is described differently ({', '.join(differing)})",
            _place(second.source),
            _place(first.source),
        )


def _chosen(choice: Choice | None) -> str:
    return choice.attribute if choice else ""


def _is_elsewhere(first: Operation | None, second: Operation) -> bool:
    """Return whether two documents send the same request to different places, a base path apart."""
    if first is None or first.method != second.method:
        return False
    one, other = (_PARAMETER.sub("{}", each.path).lower() for each in (first, second))
    return not one.endswith(other) and not other.endswith(one)


def _application(applications: Sequence[Application], fact: str, spoken: str) -> Iterator[Diagnostic]:
    telling = [each for each in applications if getattr(each, fact)]
    for each in telling[1:]:
        if getattr(each, fact).casefold() != getattr(telling[0], fact).casefold():
            yield _finding(f"{spoken} is told differently", _place(each.source), _place(telling[0].source))


def _ways(ways: Sequence[Authentication]) -> Iterator[Diagnostic]:
    known: dict[tuple[str, ...], Authentication] = {}
    for each in ways:
        first = known.setdefault(identity(each), each)
        here, there = _place(each.source), _place(first.source)
        pairs = {"prefix": (first.prefix, each.prefix), "token URL": (first.token_url, each.token_url)}
        differing = [name for name, (one, other) in pairs.items() if one and other and one != other]
        if differing and here.document != there.document:
            yield _finding(f"{each.kind} is described differently ({', '.join(differing)})", here, there)


def _abilities(told: Sequence[ProviderAbilities]) -> Iterator[Diagnostic]:
    for each in told[1:]:
        if (each.patch, each.most_results) != (told[0].patch, told[0].most_results):
            yield _finding("what the SCIM service supports is told differently", each.source, told[0].source)


def _place(source: tuple[Location, ...]) -> Location:
    return source[0] if source else _NOWHERE


def _finding(message: str, at: Location, trusted: Location) -> Diagnostic:
    counts = f"{message}; what {trusted.document or 'the more trusted document'} says counts"
    return codes.finding(codes.CONTRADICTION, Severity.INFO, counts, at)
