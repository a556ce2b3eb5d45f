"""How likely an identity team, or a service desk, manages the objects of a class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from shared.compiler.model.object_class import Confidence, ObjectClass
from shared.compiler.passes import lexicon
from shared.compiler.passes.desk_worth import service_desk
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.granting import grants_roles, is_elsewhere
from shared.compiler.passes.lookalikes import is_mere_tie
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting
from shared.compiler.passes.suitability import home, is_contained
from shared.compiler.passes.worth_signs import is_account, is_of_money
from shared.compiler.reading import codes
from shared.compiler.reading.words import noun
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Keys: TypeAlias = "frozenset[tuple[str, ...]]"
_BORDERLINE = frozenset((word,) for word in lexicon.CLIENTS | lexicon.PERMISSIONS)

_MEMBERS = (("member",), ("user",), ("participant",), ("occupant",))
_TIES = (("affiliation",), ("membership",))


def confidence(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with its classes judged and sorted, the likeliest first."""
    judged = [replace(each, confidence=_alone(draft, each), itsm_confidence=_service_desk(draft, each))
              for each in draft.model.object_classes]  # fmt: skip
    first = _settled(draft, judged)
    ordered = sorted(first, key=lambda each: _order(draft, each))
    return draft.with_classes(ordered), tuple(_nothing(draft, first))


def _nothing(draft: Draft, judged: list[ObjectClass]) -> list[Diagnostic]:
    if (
        any(each.confidence == "high" for each in judged)
        or not draft.fragment.endpoints
        or draft.fragment.object_classes
    ):
        return []
    message = "no class that an identity team manages was found"
    at = Location(draft.fragment.endpoints[0].source.document, "")
    return [codes.finding(codes.NO_IDENTITY_CLASS, Severity.WARNING, message, at)]


def _order(draft: Draft, each: ObjectClass) -> tuple[int, int, str]:
    level = ("high", "medium", "low").index(each.confidence)
    return (level, lexicon.rank_of_subject(_key(draft, each)[-1]), each.name)


def _key(draft: Draft, each: ObjectClass) -> tuple[str, ...]:
    family = draft.of(each.name)
    return family.key if family else ("",)


def _service_desk(draft: Draft, each: ObjectClass) -> Confidence:
    worth = service_desk(_key(draft, each))
    return "medium" if worth == "high" and not _is_usable(each) else worth


def _alone(draft: Draft, each: ObjectClass) -> Confidence:
    """Return what the class's own words and operations allow for."""
    *modifiers, head = _key(draft, each)
    if head not in lexicon.MANAGED and not _is_staff(draft, each, head):
        return "medium" if head in lexicon.SUPPORTING else "low"
    if head in lexicon.LINKS and _has_machines(draft, each):
        return "low"
    plain = all(word in lexicon.PLAIN_MODIFIERS for word in modifiers) and not (head == "account" and is_of_money(each))
    return "high" if plain and _is_usable(each) else "medium"


def _has_machines(draft: Draft, each: ObjectClass) -> bool:
    """Return whether the members are those of a cluster or the like."""
    family = draft.of(each.name)
    around = {word for s in (family.sightings if family else ()) for thing in s.address.before for word in thing}
    return bool(around & lexicon.MACHINERY)


def _is_staff(draft: Draft, each: ObjectClass, head: str) -> bool:
    """Return whether the objects are accounts under another name, listed by themselves and not inside other things."""
    listing = draft.sighting(each.name, each.operation("list"))
    return head in lexicon.STAFF and listing is not None and is_contained(listing) and is_account(each)


def _is_usable(each: ObjectClass) -> bool:
    """Return whether objects can be found and something can be done with them."""
    kinds = {operation.kind for operation in each.operations}
    return ("list" in kinds and len(kinds) > 1) or {"create", "delete"} <= kinds or {"get", "create", "update"} <= kinds


def _settled(draft: Draft, judged: list[ObjectClass]) -> list[ObjectClass]:
    """Return the classes with those lowered that only repeat, or only hang on, another one."""
    likely = [each for each in judged if each.confidence == "high"]
    # What no answer describes cannot stand in for what one does.
    described = [each for each in likely if (family := draft.of(each.name)) and _is_described(family)]
    high = frozenset(_key(draft, each) for each in described or likely)
    peopled = _peopled(draft)
    places = frozenset(k for each in judged if (k := _key(draft, each)) in peopled and _is_complete(each, high))
    places |= _of_communities(draft, judged, high)
    granting = grants_roles(draft, likely)
    return [_settle(draft, each, high, places, granting=granting) for each in judged]


def _of_communities(draft: Draft, judged: list[ObjectClass], high: _Keys) -> _Keys:
    """Return the words of members, and of what they are given, where nobody manages people but inside something."""
    if any(key[-1] in lexicon.USERS | lexicon.STAFF for key in high):
        return frozenset()
    usable = {_key(draft, each) for each in judged if _is_usable(each)}
    holders = {key[:-1] for key in usable if len(key) > 1 and key[-1] == "member"}
    given = lexicon.ROLES | lexicon.GROUPS | {"member"}
    return frozenset(key for key in usable if key[:-1] in holders and key[-1] in given)


def _is_described(family: Kindred) -> bool:
    answers = (sighting.answer for sighting in family.sightings if sighting.kind in {"get", "list"})
    return any(answer and answer.collection != "nothing" and len(answer.schema.members) > 1 for answer in answers)


def _settle(draft: Draft, each: ObjectClass, high: _Keys, places: _Keys, *, granting: bool) -> ObjectClass:
    key = _key(draft, each)
    family = draft.of(each.name)
    idle = key[-1] in lexicon.ROLES and not granting and family is not None and is_elsewhere(draft, family)
    tie = key[-1] in lexicon.LINKS and is_mere_tie(each)
    if each.confidence == "high" and family and (idle or tie or _is_lesser(family, high | places)):
        return replace(each, confidence="medium")
    administered = key in _BORDERLINE and _is_administered(each, high)
    return replace(each, confidence="high") if administered or key in places else each


def _is_administered(each: ObjectClass, high: _Keys) -> bool:
    """Return whether such objects are managed here: with every operation, beside users and their groups or roles."""
    heads = {key[-1] for key in high}
    entitles = bool(heads & lexicon.USERS) and bool(heads & (lexicon.GROUPS | lexicon.ROLES))
    return entitles and len({operation.kind for operation in each.operations}) >= 5  # noqa: PLR2004 - all there are


def _is_complete(each: ObjectClass, high: _Keys) -> bool:
    kinds = {operation.kind for operation in each.operations}
    return {"list", "create", "delete"} <= kinds and any(key[-1] in lexicon.USERS for key in high)


def _peopled(draft: Draft) -> _Keys:
    """Return the words of what people are put into and taken out of, so that it grants access as groups do."""
    members = [(each, holder) for each in draft.sightings if each.noun in _MEMBERS and (holder := _holder(each))]
    shown = {holder for each, holder in members if each.endpoint.method == "GET"}
    left = {holder for each, holder in members if each.endpoint.method == "DELETE"} | set(_untied(draft))
    return frozenset(shown & (left | {each.noun for each in draft.sightings if each.address.spoken == "kick"}))


def _untied(draft: Draft) -> Iterator[tuple[str, ...]]:
    """Yield the words of what a DELETE ends an affiliation with, the kind of which is part of the path."""
    for each in draft.sightings:
        _, *inner = re.findall(r"\{([^{}]+)\}", each.endpoint.path) or [""]
        if each.endpoint.method == "DELETE" and len(inner) > 1 and noun(inner[0])[-1:] in _TIES:
            yield each.noun


def _holder(sighting: Sighting) -> tuple[str, ...]:
    """Return the words of what the members are in: `/groups/{id}/members`, `/groups.members`."""
    where = sighting.address
    return next(iter(where.parents[-1:] or (where.before[-1:] if "." in sighting.endpoint.path else ())), ())


def _is_lesser(family: Kindred, high: _Keys) -> bool:
    *modifiers, head = family.key
    # What is managed in SCIM and in another way is managed twice.
    others = high - {family.key, ("scim", *family.key)}
    others = frozenset(filter(_is_scim, others)) if _is_scim(family.key) else others
    if head in lexicon.LINKS:
        return _is_lesser_link(tuple(modifiers), head, others)
    if modifiers and modifiers[-1] in {"service", "system", "machine", "technical"}:
        return False
    # The plain word wins: beside `User`, an `AppUser` is an assignment or a copy.
    nested = home(family) > 1
    bare = family.key not in high
    return any(other[-1] == head and (len(other) < len(family.key) or nested or bare) for other in others)


def _is_scim(key: tuple[str, ...]) -> bool:
    return key[:1] == ("scim",)


def _is_lesser_link(modifiers: tuple[str, ...], head: str, others: frozenset[tuple[str, ...]]) -> bool:
    heads = {other[-1] for other in others}
    if not modifiers:
        return any(other[-1] in lexicon.LINKS and len(other) > 1 for other in others) or head in {"grant", "assignment"}
    if head in {"grant", "assignment"} and modifiers[-1] not in lexicon.USERS | lexicon.GROUPS | lexicon.ROLES:
        return True
    return modifiers[-1] not in heads
