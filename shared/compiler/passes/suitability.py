"""How well an endpoint suits as the way to list, get, create, update or delete the objects of a class."""

from __future__ import annotations

from typing import Final, TypeAlias

from shared.compiler.passes.envelopes import View
from shared.compiler.passes.lexicon import CLIENTS, IDENTIFIER_NAMES, LINKS, MANAGED, ORGANIZATIONS, PART_OF_PEOPLE
from shared.compiler.passes.paging_parameters import positions
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import folded, words

Rank: TypeAlias = "tuple[int, ...]"
_UPDATE_ORDER: Final = {"PATCH": 0, "PUT": 1, "POST": 2}
_ENOUGH_SHARED: Final = 2
_ENDINGS: Final = frozenset(["archive", "disable", "deactivate", "revoke"])
_OWNERS: Final = MANAGED | CLIENTS
_IDENTIFIERS: Final = frozenset(map(folded, IDENTIFIER_NAMES))


def foreignness(family: Kindred, sighting: Sighting) -> int:
    """
    Return 0 for a path of the class's own, 1 for one inside organizations, 2 for one through other objects.

    `DELETE /groups/{id}/users/{id}` ends a membership, not a user.
    """
    own = family.key[-1]
    if own in LINKS:
        return 0
    where = sighting.address
    crossed = {thing[-1] for thing in (*where.parents, *sighting.inside)} & _OWNERS - {own}
    if crossed - ORGANIZATIONS or where.parents[-1:] == (family.key,):
        return 2
    return 1 if crossed else 0


def home(family: Kindred) -> int:
    """Return how foreign the paths are on which the class is at home: where single objects, else lists, are read."""
    for kinds in ({"get"}, {"list"}):
        found = [sighting for sighting in family.sightings if sighting.kind in kinds]
        if found:
            return min(foreignness(family, each) for each in [*filter(is_contained, found)] or found)
    return 2


def is_contained(sighting: Sighting) -> bool:
    """Return whether the path only goes through organizations and the like, which contain what they list."""
    where = sighting.address
    return all(thing[-1] in ORGANIZATIONS for thing in where.parents) and not any(
        thing[-1] in _OWNERS - ORGANIZATIONS for thing in sighting.inside
    )


def may_serve(family: Kindred, kind: str, sighting: Sighting, at_home: int) -> bool:
    """
    Return whether the endpoint may be chosen at all; what would touch other objects than meant may not.

    `at_home` is how foreign a path may be, as `home` says it.
    """
    if sighting.kind != kind or (kind != "list" and sighting.address.qualified) or _is_of_nobody(family, sighting):
        return False
    adopted = sighting.address.member_action or sighting.noun == PART_OF_PEOPLE
    if kind in {"list", "get"} or adopted or foreignness(family, sighting) <= at_home:
        return True
    return kind == "create" and _creates(family, sighting)


def _is_of_nobody(family: Kindred, sighting: Sighting) -> bool:
    """Return whether the request changes or deletes what nothing in it selects: `PUT /user` beside `/users/{id}`."""
    if sighting.kind not in {"update", "delete"} or sighting.identifier or sighting.address.verb:
        return False
    plain = sighting.noun != PART_OF_PEOPLE and any(s.address.identifier for s in family.sightings)
    sent = sighting.request.schema.members if sighting.request else ()
    return plain and not any(_selects(family, member.name) for member in sent)


def _selects(family: Kindred, name: str) -> bool:
    """Return whether a value of that name in a body says which object is meant: `id`, `user_id` of a user or member."""
    *thing, last = words(name) or ("",)
    own = {family.key[-1], "user", "member"} if family.key[-1] in LINKS else {family.key[-1]}
    return folded(name) in _IDENTIFIERS or (last in {"id", "uuid"} and bool(thing) and thing[-1] in own)


def is_ending(sighting: Sighting) -> bool:
    """Return whether the request puts one object away for good as far as clients are concerned."""
    where = sighting.address
    return where.whole_verb and where.spoken in _ENDINGS and sighting.endpoint.method != "GET"


def _creates(family: Kindred, sighting: Sighting) -> bool:
    if sighting.sent == family.key:
        return True
    sent = _names(sighting.request)
    known = {name for s in family.sightings if s.kind in {"get", "list"} for name in _names(s.answer)}
    return len(sent & known - {"id"}) >= _ENOUGH_SHARED


def _names(view: View | None) -> set[str]:
    return {member.name for member in view.schema.members} if view else set()


def rank(family: Kindred, kind: str, sighting: Sighting) -> Rank:
    """Return the place of the endpoint among its rivals; the lowest is the best."""
    outside = kind in {"list", "create"} and not is_contained(sighting)
    away = outside if kind in {"list", "create"} else _awayness(family, sighting)
    stray = kind in {"update", "delete"} and not _is_where_read(family, sighting)
    place = (
        int(sighting.endpoint.deprecated),
        int(stray),
        int(away),
        _strangeness(family, sighting),
        len(sighting.address.parents),
    )
    size = (len(sighting.address.before), len(sighting.endpoint.path))
    if kind == "list":
        return (*place, int(_is_narrow(sighting)), *_list_rank(family, sighting), *size)
    if kind == "get":
        return (*place, int(not sighting.address.identifier), int(sighting.answered != family.key), *size)
    if kind == "update":
        # Renaming changes one attribute; it is an update only where there is no other.
        return (int(sighting.address.spoken == "rename"), *place, *_update_rank(family, sighting), *size)
    return (*place, _unlike(sighting.sent, family.key), *size)


def _awayness(family: Kindred, sighting: Sighting) -> int:
    """Return 0 for paths that at most go through organizations, 1 through other things, 2 through other classes."""
    return 2 if foreignness(family, sighting) > 1 else int(not is_contained(sighting))


def _is_where_read(family: Kindred, sighting: Sighting) -> bool:
    """Return whether single objects are read at the same place, so that the request is about them and not their use."""
    places = {each.address.collection for each in family.sightings if each.kind == "get" and each.address.identifier}
    return not places or sighting.address.collection in places


def _is_narrow(sighting: Sighting) -> bool:
    """Return whether the procedure only finds the objects with something in common: `getUsersByRole`."""
    return "by" in words(sighting.endpoint.path.rpartition("/")[2])[2:]


def _strangeness(family: Kindred, sighting: Sighting) -> int:
    """Return how far what the path says is from the class's own words."""
    if sighting.noun == family.key or _is_of_its_holder(family, sighting):
        return 0
    return 1 if sighting.noun[-1] == family.key[-1] else 2


def _is_of_its_holder(family: Kindred, sighting: Sighting) -> bool:
    """Return whether a link is shown by what it is named after: a group membership by its group."""
    return family.key[-1] in LINKS and sighting.address.parents[-1:] == (family.key[:-1],)


def _list_rank(family: Kindred, sighting: Sighting) -> Rank:
    endpoint = sighting.endpoint
    needed = sum(p.required and p.placement == "query" for p in endpoint.parameters)
    full = shows_objects(sighting)
    other = _unlike(sighting.answered, family.key)
    manner = (int(not positions(sighting)), int(endpoint.method != "GET"), int(sighting.address.qualified))
    return (int(not full), len(sighting.address.before), needed, other, *manner)


def shows_objects(sighting: Sighting) -> bool:
    """Return whether the answer is documented as several objects with attributes."""
    answer = sighting.answer
    return answer is not None and answer.collection in {"array", "map"} and len(answer.schema.members) > 1


def _update_rank(family: Kindred, sighting: Sighting) -> Rank:
    endpoint = sighting.endpoint
    # RFC 6902 bodies hold operations, not attributes: worse than replacing the whole object.
    patch_format = endpoint.request is not None and is_patch_format(sighting)
    addressed = int(not sighting.identifier)
    return (addressed, _unlike(sighting.sent, family.key), int(patch_format), _UPDATE_ORDER.get(endpoint.method, 3))


def is_patch_format(sighting: Sighting) -> bool:
    """Return whether the request describes changes (RFC 6902; RFC 7644, section 3.5.2) and not the object."""
    request = sighting.endpoint.request
    if request is None:
        return False
    view = sighting.request
    named = _names(view) >= {"op", "path"} or "Operations" in _names(view)
    listed = view is not None and "patch" in view.name.lower() and view.collection == "array"
    return "json-patch" in request.content_type or named or listed


def _unlike(named: tuple[str, ...], key: tuple[str, ...]) -> int:
    """Return 0 for schemas of the class itself, 1 for nameless ones and those of other things."""
    return 0 if not named or named == key else 1
