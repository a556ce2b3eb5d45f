"""Whether roles are what people get access by: a network has roles too, which nobody is given."""

from __future__ import annotations

from collections.abc import Sequence

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.passes import lexicon
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting
from shared.compiler.passes.worth_signs import speaks_of

_BEARERS = lexicon.USERS | lexicon.STAFF | lexicon.GROUPS | lexicon.LINKS | lexicon.MACHINES
_ROLES = frozenset(form for word in lexicon.ROLES for form in (word, f"{word}s"))
_GRANTS = frozenset(
    [
        "permission", "permissions", "privilege", "privileges", "scope", "scopes", "right", "rights", "user", "users",
        "member", "members", "policy", "policies", "grant", "grants", "access", "capability", "capabilities", "admin",
        "group", "groups", "entitlement", "entitlements", "account", "accounts", "level", "assignable",
    ]
)  # fmt: skip


def grants_roles(draft: Draft, likely: Sequence[ObjectClass]) -> bool:
    """Return whether people have roles here: requests, attributes of people or of the roles themselves tell."""
    roles = [each for each in likely if _head(draft, each) in lexicon.ROLES]
    bearers = [each for each in likely if _head(draft, each) in _BEARERS]
    if not bearers or any(speaks_of(each, _GRANTS) for each in roles):
        return True
    return any(speaks_of(each, _ROLES) for each in bearers) or any(map(_assigns, draft.sightings))


def _head(draft: Draft, each: ObjectClass) -> str:
    family = draft.of(each.name)
    return family.key[-1] if family else ""


def _assigns(sighting: Sighting) -> bool:
    """Return whether a path leads from people to roles or back: `/users/{id}/roles`."""
    crossed = {thing[-1] for thing in (*sighting.address.parents, sighting.noun) if thing}
    return bool(crossed & lexicon.ROLES) and bool(crossed & _BEARERS)


def is_elsewhere(draft: Draft, family: Kindred) -> bool:
    """Return whether the class stands in an area of the application in which no people do: `/net/roles`."""
    users = lexicon.USERS | lexicon.STAFF
    people = [s for each in draft.kindred.values() if each.key[-1] in users for s in each.sightings]
    areas = {area for sighting in people for area in sighting.address.before}
    own = {area for sighting in family.sightings for area in sighting.address.before}
    return bool(own) and own.isdisjoint(areas)
