"""How well an endpoint suits as the way to list, get, create, update or delete the objects of a class."""

from __future__ import annotations

from typing import Final, TypeAlias

from shared.compiler.passes.envelopes import View
from shared.compiler.passes.lexicon import CLIENTS, LINKS, MANAGED
from shared.compiler.passes.paging_parameters import positions
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting

Rank: TypeAlias = "tuple[int, ...]"
_UPDATE_ORDER: Final = {"PATCH": 0, "PUT": 1, "POST": 2}
_ENOUGH_SHARED: Final = 2
_OWNERS: Final = MANAGED | CLIENTS


def is_foreign(family: Kindred, sighting: Sighting) -> bool:
    """
    Return whether the path goes through objects of another managed class.

    `DELETE /groups/{id}/users/{id}` ends a membership, not a user.
    """
    if family.key[-1] in LINKS:
        return False
    where = sighting.address
    own = family.key[-1]
    through = any(words[-1] in _OWNERS and words[-1] != own for words in (*where.parents, *where.before))
    return through or (len(where.parents) > 0 and where.parents[-1][-1] == own)


def may_serve(family: Kindred, kind: str, sighting: Sighting) -> bool:
    """Return whether the endpoint may be chosen at all; what would touch other objects than meant may not."""
    if sighting.kind != kind or (kind != "list" and sighting.address.qualified):
        return False
    if kind in {"list", "get"} or not is_foreign(family, sighting):
        return True
    at_home = any(s.kind == "get" and not is_foreign(family, s) for s in family.sightings)
    if kind == "create":
        return not at_home or _creates(family, sighting)
    return not at_home


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
    place = (int(is_foreign(family, sighting)), _strangeness(family, sighting))
    size = (len(sighting.address.parents), int(sighting.endpoint.deprecated), len(sighting.endpoint.path))
    if kind == "list":
        return (*place, *_list_rank(family, sighting), *size)
    if kind == "get":
        return (*place, int(not sighting.address.identifier), int(sighting.answered != family.key), *size)
    if kind == "update":
        return (*place, *_update_rank(family, sighting), *size)
    return (*place, _unlike(sighting.sent, family.key), *size)


def _strangeness(family: Kindred, sighting: Sighting) -> int:
    """Return how far what the path says is from the class's own words."""
    if sighting.noun == family.key:
        return 0
    return 1 if sighting.noun[-1] == family.key[-1] else 2


def _list_rank(family: Kindred, sighting: Sighting) -> Rank:
    endpoint = sighting.endpoint
    needed = sum(p.required and p.placement == "query" for p in endpoint.parameters)
    full = sighting.answer is not None and len(sighting.answer.schema.members) > 1
    other = _unlike(sighting.answered, family.key)
    return (needed, len(sighting.address.parents), int(not full), other, int(not positions(sighting)), int(endpoint.method != "GET"),
            int(sighting.address.qualified))  # fmt: skip


def _update_rank(family: Kindred, sighting: Sighting) -> Rank:
    endpoint = sighting.endpoint
    # RFC 6902 bodies hold operations, not attributes: worse than replacing the whole object.
    patch_format = endpoint.request is not None and _is_patch_format(sighting)
    addressed = int(not sighting.identifier)
    return (addressed, _unlike(sighting.sent, family.key), int(patch_format), _UPDATE_ORDER.get(endpoint.method, 3))


def _is_patch_format(sighting: Sighting) -> bool:
    request = sighting.endpoint.request
    if request is None:
        return False
    view = sighting.request
    named = _names(view) >= {"op", "path"}
    return "json-patch" in request.content_type or named or (view is not None and "patch" in view.name.lower() and view.collection == "array")


def _unlike(words: tuple[str, ...], key: tuple[str, ...]) -> int:
    """Return 0 for schemas of the class itself, 1 for nameless ones and those of other things."""
    return 0 if not words or words == key else 1
