"""Which endpoints are about the same kind of object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.passes.lexicon import CLIENTS, LINKS, MACHINES, MANAGED, PERMISSIONS, STAFF, USERS
from shared.compiler.passes.lookalikes import only_people, shown_people
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.ladders import stem_name
from shared.compiler.reading.words import pascal

_NAMESPACES: Final = frozenset([
    "iam", "rbac", "core", "auth", "sys", "management", "mgmt", "identity", "directory", "security", "access",
])  # fmt: skip
_EVIDENCE: Final = ("get", "list", "create", "update")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """The endpoints of one collection path; `stem` is what their schemas are called, `name` how that is written."""

    collection: str
    noun: tuple[str, ...]
    stem: tuple[str, ...]
    name: str
    sightings: tuple[Sighting, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of operation there are."""
        return frozenset(sighting.kind for sighting in self.sightings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindred:
    """The resources of one class; `key` are its words."""

    name: str
    key: tuple[str, ...]
    resources: tuple[Resource, ...]

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """Return the endpoints of all resources."""
        return tuple(sighting for resource in self.resources for sighting in resource.sightings)


def kindred(sighted: Sequence[Sighting]) -> tuple[Kindred, ...]:
    """Return the families of resources in `sighted`, in the order in which the documents first speak of them."""
    resources = _resources(sighted)
    read = [resource for resource in resources if resource.kinds & {"get", "list"}]
    heads = frozenset(resource.noun[-1] for resource in read)
    tops = frozenset(resource.noun for resource in read if not resource.sightings[0].address.parents)
    people = shown_people((resource.noun, resource.sightings) for resource in resources)
    families: dict[tuple[str, ...], list[Resource]] = {}
    for resource in resources:
        if (key := _key(resource, heads, tops)) and not _only_people(resource, people):
            families.setdefault(key, []).append(resource)
    _adopt(families)
    return tuple(_family(key, members) for key, members in families.items())


def _only_people(resource: Resource, people: Iterable[frozenset[str]]) -> bool:
    """Return whether the objects are people shown again; documentation that says `GroupMember` means memberships."""
    named = len(resource.stem) > 1 and resource.stem[-1] == resource.noun[-1]
    return not named and only_people(resource.noun, resource.sightings, people)


def _resources(sighted: Iterable[Sighting]) -> list[Resource]:
    grouped: dict[tuple[str, tuple[str, ...]], list[Sighting]] = {}
    for sighting in sighted:
        if sighting.noun:
            grouped.setdefault((_place(sighting), sighting.noun), []).append(sighting)
    return [_resource(place, noun, members) for (place, noun), members in grouped.items()]


def _place(sighting: Sighting) -> str:
    """Return the collection's path; with verbs in the last segment (`/get-user`, `/add-user`) only what is before."""
    collection = sighting.address.collection
    if sighting.address.verb and not sighting.address.whole_verb:
        return collection.rpartition("/")[0]
    return collection


def _resource(place: str, noun: tuple[str, ...], members: list[Sighting]) -> Resource:
    words, name = _evidence(noun, members)
    return Resource(collection=place, noun=noun, stem=words, name=name, sightings=tuple(members))


def _evidence(noun: tuple[str, ...], members: list[Sighting]) -> tuple[tuple[str, ...], str]:
    """Return the words of the schema that best says what the objects are, and its name."""
    seen = [
        (words, view.name)
        for kind in _EVIDENCE
        for sighting in members
        if sighting.kind == kind
        for words, view in ((sighting.answered, sighting.answer), (sighting.sent, sighting.request))
        if words and view
    ]
    fitting = [each for each in seen if _same_thing(each[0], noun)]
    return (fitting or seen or [((), "")])[0]


def _same_thing(words: tuple[str, ...], noun: tuple[str, ...]) -> bool:
    """Return whether a schema of these words may describe what a path calls `noun`."""
    return bool(words and noun) and (words[-1] == noun[-1] or noun[-1] in words or words == noun[-len(words) :])


def _key(resource: Resource, heads: frozenset[str], tops: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of the class that `resource` is about; nothing when it only shows objects of another class."""
    words, noun = resource.stem, resource.noun
    if not words:
        return _owned(resource)
    if _is_link(resource):
        return _owned(resource)
    if words[-1] == noun[-1]:
        return noun if _is_prefixed(resource) else words[len(_namespace(resource)) :]
    if len(resource.kinds & {"get", "create", "update", "delete"}) > 1:
        # Paths speak to people: `/users` are users, whatever their schemas (`Account`, `UserProfile`) are called.
        told = noun[-1] in MANAGED - LINKS or (len(noun) > 1 and noun[-1] in LINKS) or words[-1] in heads & MANAGED
        return () if _is_assignment(resource, heads, tops) else noun if told else words
    return words if heads.isdisjoint(words) else ()


def _is_link(resource: Resource) -> bool:
    """Return whether `/teams/{id}/memberships` shows what ties two things (`UserTeam`), and not one of the two."""
    parents = resource.sightings[0].address.parents
    words, noun = resource.stem, resource.noun
    if len(noun) > 1 or noun[-1] not in LINKS or not parents or words[-1] == noun[-1]:
        return False
    return parents[-1][-1] in words and len(frozenset(words) & MANAGED) > 1


def _is_assignment(resource: Resource, heads: frozenset[str], tops: frozenset[tuple[str, ...]]) -> bool:
    """Return whether `/groups/{id}/members` and the like show objects that have a collection of their own."""
    nested = bool(resource.sightings[0].address.parents)
    return nested and (resource.stem[-1] in heads or resource.noun in tops)


def _is_prefixed(resource: Resource) -> bool:
    """Return whether the words before the noun in the schema's name are only the documentation's own way of naming."""
    words, noun, where = resource.stem, resource.noun, resource.sightings[0].address
    areas = [thing for thing in where.before if thing[-1] not in _NAMESPACES]
    around = {word for thing in (*where.parents, *areas) for word in thing}
    extra = frozenset(words[: -len(noun)])
    telling = around if len(noun) > 1 else MANAGED | CLIENTS | around
    return noun[-1] in MANAGED | PERMISSIONS and words[-len(noun) :] == noun and bool(extra) and not extra & telling


def _namespace(resource: Resource) -> tuple[str, ...]:
    """Return the first word of the schema's name where it repeats the path (`/auth/roles`, `AuthRole`)."""
    above = {word for words in resource.sightings[0].address.before for word in words}
    words = resource.stem
    return words[:1] if len(words) > 1 and words[0] in above & _NAMESPACES and len(resource.noun) < len(words) else ()


def _owned(resource: Resource) -> tuple[str, ...]:
    """Return the noun of a resource without named schemas; a member is a member of something."""
    parents = resource.sightings[0].address.parents
    if len(resource.noun) == 1 and resource.noun[0] in LINKS and parents:
        return (*parents[-1][-1:], *resource.noun)
    return resource.noun


def _adopt(families: dict[tuple[str, ...], list[Resource]]) -> None:
    """
    Give resources without named schemas to the family whose paths use the same noun.

    What has a collection of its own is not given to what only stands inside something else.
    """
    speakers: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, members in families.items():
        for resource in members:
            if resource.stem:
                speakers.setdefault(resource.noun, key)
    for key in list(families):
        adopter = speakers.get(key, key)
        nameless = not any(resource.stem for resource in families[key])
        if adopter != key and nameless and _depth(families[adopter]) <= _depth(families[key]):
            families[adopter] = [*families[adopter], *families.pop(key)]


def _depth(members: Iterable[Resource]) -> int:
    """Return how many things the shortest of the paths goes through."""
    return min(len(resource.sightings[0].address.parents) for resource in members)


def _family(key: tuple[str, ...], members: list[Resource]) -> Kindred:
    spoken = next((resource.name for resource in members if resource.stem == key), "")
    name = stem_name(spoken) if spoken else pascal(key)
    return Kindred(name=name, key=key, resources=tuple(members))


def is_user(key: tuple[str, ...]) -> bool:
    """Return whether the class of the words `key` is about people or their accounts, those of machines included."""
    return bool(key) and key[-1] in USERS | STAFF | MACHINES
