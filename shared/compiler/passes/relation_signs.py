"""Signs that the objects of two classes belong together: in paths, in attributes, in links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.model.types import Attribute, AttributeType, Complex, Scalar
from shared.compiler.passes.classes import operation
from shared.compiler.passes.directory import Directory, is_link, pointed_at
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.lexicon import IDENTIFIER_NAMES, LINKS, ORGANIZATIONS, rank_of_subject
from shared.compiler.passes.paging import paging_of
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Location

Kind = Literal["sub_resource", "reference", "link_object", "foreign_key"]
_DOORS: Final[dict[str, OperationKind]] = {"invite": "add_member", "kick": "remove_member"}
_NESTING_WORDS: Final = frozenset(["parent", "child", "sub", "member", "inherited", "composite", "nested"])
_KIN: Final = (("parent",), ("child",))
_LINK_HOLDERS: Final = ("_links", "relationships")
_FEW_MEMBERS: Final = 4
_CONTAINERS: Final = ORGANIZATIONS | {"project", "group", "team"}
_MOMENTS: Final = frozenset(["date", "date-time", "time", "duration", "unix-time", "timestamp"])
_MENTIONS: Final = frozenset([
    "owner", "owners", "creator", "creators", "author", "authors", "created", "updated", "modified", "deleted",
    "approver", "approvers", "follower", "followers", "watcher", "watchers", "default",
])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One sign that the objects of two classes belong together; the attribute stands in the class `first`."""

    first: str
    second: str
    kind: Kind
    attribute: str = ""
    link: str = ""
    operation: Operation | None = None
    source: tuple[Location, ...] = ()


def head_of(draft: Draft, name: str) -> str:
    """Return the last word of the class called `name`, or ""."""
    family = draft.of(name)
    return family.key[-1] if family else ""


def in_paths(draft: Draft, directory: Directory) -> Iterator[Observation]:
    """Yield what paths such as `/groups/{id}/members` tell."""
    for sighting in draft.sightings:
        where = sighting.address
        around = where.parents[-1:] or sighting.inside[-1:]
        holder = directory.find(around[0]) if around else ""
        held = _held(directory, sighting) if holder else ""
        if held and (held != holder or where.parents[-1:] == (where.noun,)):
            kind = _member_kind(sighting)
            own = kind != "list" and _is_own(draft, held, sighting)
            carried = None if own else _with_pages(draft, operation(sighting, kind), sighting)
            at = (sighting.endpoint.source,)
            yield Observation(first=held, second=holder, kind="sub_resource", operation=carried, source=at)
        if holder and held:
            yield from _assigned(draft, directory, sighting, held)
        yield from _invited(directory, sighting)


def _with_pages(draft: Draft, carried: Operation, sighting: Sighting) -> Operation:
    return replace(carried, paging=paging_of(draft, sighting)) if carried.kind == "list" else carried


def _member_kind(sighting: Sighting) -> OperationKind:
    """Return what the request does to those inside something; a verb in the path says more than the method."""
    if sighting.endpoint.method == "GET":
        return "get" if sighting.address.identifier else "list"
    if sighting.kind == "list":
        return "list"
    removes = sighting.address.verb == "delete" or sighting.endpoint.method == "DELETE"
    return "remove_member" if removes else "add_member"


def _invited(directory: Directory, sighting: Sighting) -> Iterator[Observation]:
    """Yield what `/channels/{id}/invite` and `/channels.kick` tell."""
    kind = _DOORS.get(sighting.address.spoken)
    holder, person = directory.find(sighting.noun), directory.find(("member",))
    if kind and holder and person and holder != person:
        carried = operation(sighting, kind)
        yield Observation(first=person, second=holder, kind="sub_resource", operation=carried)


def _is_own(draft: Draft, name: str, sighting: Sighting) -> bool:
    """Return whether the request makes, changes or deletes the objects themselves, inside what contains them."""
    each = draft.model.object_class(name)
    # Making and deleting a membership is what adds and removes.
    if each is None or head_of(draft, name) in LINKS:
        return False
    return any(sighting.endpoint.source in operation.source for operation in each.operations)


def _assigned(draft: Draft, directory: Directory, sighting: Sighting, held: str) -> Iterator[Observation]:
    """Yield the users and groups that a request puts into something inside something, a project's role for instance."""
    sent = sighting.request.schema.members if sighting.request and sighting.endpoint.method in {"POST", "PUT"} else ()
    if rank_of_subject(head_of(draft, held)) != rank_of_subject("role") or len(sent) > _FEW_MEMBERS:
        return
    for member in sent:
        found = directory.find(pointed_at(member.name))
        if found and rank_of_subject(head_of(draft, found)) < rank_of_subject("role"):
            added = operation(sighting, "add_member")
            yield Observation(first=found, second=held, kind="sub_resource", operation=added)


def _held(directory: Directory, sighting: Sighting) -> str:
    by_schema = directory.names.get(sighting.answered, "")
    if by_schema and sighting.kind in {"list", "get"}:
        return by_schema
    return directory.find(sighting.noun)


def in_attributes(draft: Draft, directory: Directory) -> Iterator[Observation]:
    """Yield what attributes such as `group_ids` tell."""
    for each in draft.model.object_classes:
        if each.confidence != "high":
            continue
        family = draft.of(each.name)
        link = family is not None and is_link(family.key)
        for attribute in each.attributes:
            yield from _of_attribute(draft, directory, each, attribute, link=link)


def in_links(draft: Draft, directory: Directory) -> Iterator[Observation]:
    """Yield what the `_links` of HAL (draft-kelly-json-hal) and the `relationships` of JSON:API (1.1) lead to."""
    for each in draft.model.object_classes:
        family = draft.of(each.name) if each.confidence == "high" else None
        for name in _link_names(draft, family.sightings if family else ()):
            target = each.name if pointed_at(name) in _KIN else directory.find(pointed_at(name))
            if target and name != "self":
                yield Observation(first=each.name, second=target, kind="reference")


def _link_names(draft: Draft, sighted: Iterable[Sighting]) -> tuple[str, ...]:
    answers = [sighting.answer.schema for sighting in sighted if sighting.answer and sighting.kind in {"get", "list"}]
    holders = [found for schema in answers for name in _LINK_HOLDERS if (found := schema.member(name))]
    links = [draft.fragment.resolve(holder.schema) for holder in holders]
    return tuple(dict.fromkeys(member.name for link in links for member in link.members))


def _of_attribute(
    draft: Draft, directory: Directory, each: ObjectClass, attribute: Attribute, *, link: bool
) -> Iterator[Observation]:
    kind = attribute.type
    if not _can_carry(kind):
        return
    schema_name = kind.name if isinstance(kind, Complex) else ""
    for target in _targets(directory, each, attribute, schema_name, link=link):
        if _counts(draft, each, attribute, target, link=link):
            form: Kind = "reference" if isinstance(kind, Complex) else "foreign_key"
            yield Observation(
                first=each.name, second=target, kind=form, attribute=attribute.name, source=attribute.source
            )
            return
    if isinstance(kind, Complex) and (attribute.multivalued or link):
        for inner in kind.attributes:
            target = directory.find(pointed_at(inner.name)) if "id" in words(inner.name)[1:] else ""
            if target and target != each.name:
                yield Observation(
                    first=each.name,
                    second=target,
                    kind="link_object",
                    attribute=attribute.name,
                    source=attribute.source,
                )


def _can_carry(kind: AttributeType) -> bool:
    """Return whether a value can stand for an object; `can_create_group` and dates point at none."""
    if not isinstance(kind, Scalar):
        return True
    return kind.json_type in {"string", "integer"} and kind.format not in _MOMENTS


def _targets(
    directory: Directory, each: ObjectClass, attribute: Attribute, schema_name: str, *, link: bool
) -> Iterator[str]:
    if pointed_at(attribute.name)[-1:] in _KIN:
        yield each.name
    if found := directory.of_attribute(attribute.name, schema_name):
        yield found
    if link:
        yield from (found for word in words(attribute.name) if (found := directory.names.get((word,), "")))


def _counts(draft: Draft, each: ObjectClass, attribute: Attribute, target: str, *, link: bool) -> bool:
    """Return whether the attribute ties objects, and does not only mention who made or owns one."""
    named = frozenset(words(attribute.name))
    if named & _MENTIONS:
        return False
    if target == each.name:
        return attribute.multivalued or bool(named & _NESTING_WORDS)
    held = head_of(draft, target) == "role" and _is_whole(attribute)
    return attribute.multivalued or link or held or head_of(draft, target) in _CONTAINERS


def _is_whole(attribute: Attribute) -> bool:
    """Return whether the value is an object with an identifier of its own, and no mere word such as `admin`."""
    inner = attribute.type.attributes if isinstance(attribute.type, Complex) else ()
    return any(each.name.lower() in IDENTIFIER_NAMES for each in inner)
