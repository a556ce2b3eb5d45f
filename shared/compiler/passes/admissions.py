"""Requests that make, change or end objects where no plain request does: by letting people in, by their profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from shared.compiler.passes.lexicon import LINKS, ORGANIZATIONS, PART_OF_PEOPLE, USERS
from shared.compiler.passes.resources import Kindred, Resource
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words

_MAKING: Final = frozenset(["create", "add", "new", "register", "insert"])
_PEOPLE: Final = USERS | {"member"}
_Keys = Mapping[str, tuple[str, ...]]


def with_admissions(families: Iterable[Kindred], sighted: Iterable[Sighting]) -> tuple[Kindred, ...]:
    """
    Return `families` with the requests that make and end their objects by letting people in and out.

    The answer tells what `POST /groups/{id}/addUser` makes: a membership of the group, or the user in an organization.
    Where nothing updates a user, `PUT /users/{id}/profile` does; where nothing makes one, the request does whose body
    says so, whatever its path (`POST /auth/signup` with a `CreateUserForm`).
    """
    known, sighted = tuple(families), tuple(sighted)
    doors = [sighting for sighting in sighted if _is_door(sighting)]
    made = _made(known, doors) if doors else {}
    parts = [sighting for sighting in sighted if sighting.noun == PART_OF_PEOPLE and sighting.kind == "update"]
    makers = [sighting for sighting in sighted if _is_maker(sighting)]
    if not made and not parts and not makers:
        return known
    return tuple(_adopting(family, doors, made, (*parts, *makers)) for family in known)


def _adopting(family: Kindred, doors: Iterable[Sighting], made: _Keys, others: Iterable[Sighting]) -> Kindred:
    own = [each for each in doors if made.get(_place(each)) == family.key]
    own += [each for each in others if _is_about(family, each)]
    return replace(family, resources=(*family.resources, *_resources(family, own))) if own else family


def _is_about(family: Kindred, other: Sighting) -> bool:
    if other.noun == PART_OF_PEOPLE:
        return family.key[-1] in USERS and (other.address.parents or other.address.before)[-1:] == (family.key,)
    return other.sent == family.key and other not in family.sightings


def _is_maker(sighting: Sighting) -> bool:
    """Return whether the name of what is sent says that it makes something which the path does not speak of."""
    where, view = sighting.address, sighting.request
    if view is None or sighting.endpoint.method != "POST" or where.parents or where.identifier:
        return False
    return sighting.noun != sighting.sent and not _MAKING.isdisjoint(words(view.name))


def _is_door(sighting: Sighting) -> bool:
    where = sighting.address
    person = bool(where.noun) and where.noun[-1] in _PEOPLE and bool(where.parents)
    return where.member_action and person and where.verb in {"create", "delete"} and sighting.endpoint.method != "GET"


def _place(sighting: Sighting) -> str:
    return sighting.endpoint.path.rstrip("/").rpartition("/")[0]


def _made(families: Iterable[Kindred], doors: Iterable[Sighting]) -> _Keys:
    """Return the words of the class of which objects are made at each place."""
    missing = {f.key for f in families if all(sighting.kind != "create" for sighting in f.sightings)}
    entries = (door for door in doors if door.address.verb == "create" and door.answered in missing)
    return {_place(door): door.answered for door in entries if _makes(door)}


def _makes(door: Sighting) -> bool:
    head = door.answered[-1]
    return head in LINKS or (head in USERS and door.address.parents[-1][-1] in ORGANIZATIONS)


def _resources(family: Kindred, adopted: Iterable[Sighting]) -> Iterator[Resource]:
    missing = {"create", "update", "delete"} - {sighting.kind for sighting in family.sightings}
    for each in adopted:
        kind = "create" if _is_maker(each) else each.kind if each.kind == "update" else each.address.verb
        if kind in missing:
            as_kind = replace(each, kind=kind)  # type: ignore[arg-type]  # one of the three missing kinds
            yield Resource(collection=_place(each), noun=each.noun, stem=(), name="", sightings=(as_kind,))
