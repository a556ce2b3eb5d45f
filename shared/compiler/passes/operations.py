"""Which request lists, gets, creates, updates and deletes the objects of a class."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.passes.classes import operation
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.resources import Kindred, is_user
from shared.compiler.passes.suitability import home, is_ending, may_serve, rank
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Severity

_CREATES: Final = re.compile(r"\bcreat(?:e|es|ing)\b", re.IGNORECASE)
KINDS: Final[tuple[OperationKind, ...]] = ("list", "get", "create", "update", "delete")


def operations(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with at most one operation of each kind chosen for every class."""
    chosen = [_choose(each, family) for each in draft.model.object_classes if (family := draft.of(each.name))]
    return draft.with_classes(chosen), tuple(_dangers(draft))


def _choose(each: ObjectClass, family: Kindred) -> ObjectClass:
    at_home = home(family)
    picked = [found for kind in KINDS if (found := _best(family, kind, at_home) or _instead(family, kind, at_home))]
    places = {found.source for found in picked}
    rest = [other for other in (*each.operations, *each.other_operations) if other.source not in places]
    return replace(each, operations=tuple(picked), other_operations=tuple(rest))


def _best(family: Kindred, kind: OperationKind, at_home: int) -> Operation | None:
    fitting = [sighting for sighting in family.sightings if may_serve(family, kind, sighting, at_home)]
    best = min(fitting, key=lambda sighting: rank(family, kind, sighting), default=None)
    return operation(best, kind) if best else None


def _instead(family: Kindred, kind: OperationKind, at_home: int) -> Operation | None:
    """Return what does the same where nothing does it by name: a PUT that creates, or what ends an object for good."""
    if kind == "create":
        return _created_in_place(family, at_home)
    return _ended(family, kind, at_home)


def _created_in_place(family: Kindred, at_home: int) -> Operation | None:
    """Return the PUT to the address of an object that also creates it (RFC 9110, section 9.3.4), where it says so."""
    saying = [
        sighting
        for sighting in family.sightings
        if sighting.endpoint.method == "PUT"
        and may_serve(family, "update", sighting, at_home)
        and _CREATES.search(f"{sighting.endpoint.summary}. {sighting.endpoint.description[:200]}")
    ]
    best = min(saying, key=lambda sighting: rank(family, "update", sighting), default=None)
    return operation(best, "create") if best else None


def _ended(family: Kindred, kind: OperationKind, at_home: int) -> Operation | None:
    """Return what ends an object where nothing deletes it: archiving, disabling, revoking. People are not ended so."""
    if kind != "delete" or is_user(family.key):
        return None
    ending = [
        sighting
        for sighting in family.sightings
        if may_serve(family, "deactivate", sighting, at_home) and is_ending(sighting)
    ]
    best = min(ending, key=lambda sighting: rank(family, "delete", sighting), default=None)
    return operation(best, "delete") if best else None


def _dangers(draft: Draft) -> list[Diagnostic]:
    return [
        codes.finding(
            codes.DANGEROUS_DELETE,
            Severity.INFO,
            f"DELETE {sighting.endpoint.path} addresses the whole collection and was not chosen to delete one object",
            sighting.endpoint.source,
        )
        for family in draft.kindred.values()
        for sighting in family.sightings
        if sighting.endpoint.method == "DELETE" and sighting.kind == "other" and not sighting.address.qualified
    ]
