"""How classes belong together: through paths, through attributes, through classes that are links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, Literal

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, OperationKind
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute, Complex
from shared.compiler.passes.classes import operation
from shared.compiler.passes.directory import Directory, is_link, pointed_at
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.lexicon import LINKS, ORGANIZATIONS, rank_of_subject
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Diagnostic

Kind = Literal["sub_resource", "reference", "link_object", "foreign_key"]
_MEMBER_KINDS: Final[dict[str, OperationKind]] = {
    "GET": "list", "POST": "add_member", "PUT": "add_member", "PATCH": "add_member", "DELETE": "remove_member",
}  # fmt: skip
_NESTING_WORDS: Final = frozenset(["parent", "child", "sub", "member", "inherited", "composite", "nested"])
_KIN: Final = (("parent",), ("child",))
_LINK_HOLDERS: Final = ("_links", "relationships")
_FEW_MEMBERS: Final = 4
_MAX_OPERATIONS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One sign that the objects of two classes belong together; the attribute stands in the class `first`."""

    first: str
    second: str
    kind: Kind
    attribute: str = ""
    link: str = ""
    operation: Operation | None = None


def relations(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with one relation for each pair of classes that belong together."""
    directory = Directory.of(draft)
    seen = [*_in_paths(draft, directory), *_in_attributes(draft, directory), *_in_links(draft, directory)]
    seen += _through_links(draft, seen)
    merged: dict[tuple[str, str], Relation] = {}
    for each in seen:
        pair = _pair(draft, each)
        merged[pair] = _with(merged.get(pair) or _relation(pair, each), each)
    return replace(draft, model=replace(draft.model, relations=tuple(merged.values()))), ()


def _pair(draft: Draft, each: Observation) -> tuple[str, str]:
    """Return (subject, object): who receives access, and what grants it."""
    first, second = sorted((each.first, each.second), key=lambda name: rank_of_subject(_head(draft, name)))
    if rank_of_subject(_head(draft, first)) == rank_of_subject(_head(draft, second)):
        return each.first, each.second
    return first, second


def _head(draft: Draft, name: str) -> str:
    family = draft.of(name)
    return family.key[-1] if family else ""


def _relation(pair: tuple[str, str], each: Observation) -> Relation:
    subject, object_ = pair
    name = f"{'_'.join(words(subject))}_to_{'_'.join(words(object_))}"
    spoken = f"{' '.join(words(subject)).capitalize()} to {' '.join(words(object_))}"
    return Relation(name=name, display_name=spoken, subject=subject, object=object_, kind=each.kind)


def _with(relation: Relation, each: Observation) -> Relation:
    """Return `relation` with what one more sign tells."""
    here = each.first == relation.subject
    known = {found.source for found in relation.operations}
    more = each.operation is not None and each.operation.source not in known and len(known) < _MAX_OPERATIONS
    return replace(
        relation,
        subject_attribute=relation.subject_attribute or (each.attribute if here else ""),
        object_attribute=relation.object_attribute or ("" if here else each.attribute),
        link_class=relation.link_class or each.link,
        operations=(*relation.operations, each.operation) if more and each.operation else relation.operations,
        source=tuple(dict.fromkeys((*relation.source, *(each.operation.source if each.operation else ())))),
    )


def _in_paths(draft: Draft, directory: Directory) -> Iterator[Observation]:
    for sighting in draft.sightings:
        where = sighting.address
        around = where.parents[-1:] or where.before[-1:]
        holder = directory.find(around[0]) if around else ""
        held = _held(directory, sighting) if holder else ""
        if held and (held != holder or where.parents[-1:] == (where.noun,)):
            item = sighting.endpoint.method == "GET" and sighting.address.identifier
            kind = "get" if item else _MEMBER_KINDS[sighting.endpoint.method]
            own = kind != "list" and _is_own(draft, held, sighting)
            carried = None if own else operation(sighting, kind)
            yield Observation(first=held, second=holder, kind="sub_resource", operation=carried)
        if holder and held:
            yield from _assigned(draft, directory, sighting, held)


def _is_own(draft: Draft, name: str, sighting: Sighting) -> bool:
    """Return whether the request makes, changes or deletes the objects themselves, inside what contains them."""
    each = draft.model.object_class(name)
    # Making and deleting a membership is what adds and removes.
    if each is None or _head(draft, name) in LINKS:
        return False
    return any(sighting.endpoint.source in operation.source for operation in each.operations)


def _assigned(draft: Draft, directory: Directory, sighting: Sighting, held: str) -> Iterator[Observation]:
    """Yield the users and groups that a request puts into something inside something, a project's role for instance."""
    sent = sighting.request.schema.members if sighting.request and sighting.endpoint.method in {"POST", "PUT"} else ()
    if rank_of_subject(_head(draft, held)) != rank_of_subject("role") or len(sent) > _FEW_MEMBERS:
        return
    for member in sent:
        found = directory.find(pointed_at(member.name))
        if found and rank_of_subject(_head(draft, found)) < rank_of_subject("role"):
            added = operation(sighting, "add_member")
            yield Observation(first=found, second=held, kind="sub_resource", operation=added)


def _held(directory: Directory, sighting: Sighting) -> str:
    by_schema = directory.names.get(sighting.answered, "")
    if by_schema and sighting.kind in {"list", "get"}:
        return by_schema
    return directory.find(sighting.noun)


def _in_attributes(draft: Draft, directory: Directory) -> Iterator[Observation]:
    for each in draft.model.object_classes:
        if each.confidence != "high":
            continue
        family = draft.of(each.name)
        link = family is not None and is_link(family.key)
        for attribute in each.attributes:
            yield from _of_attribute(draft, directory, each, attribute, link=link)


def _in_links(draft: Draft, directory: Directory) -> Iterator[Observation]:
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
    schema_name = kind.name if isinstance(kind, Complex) else ""
    for target in _targets(directory, each, attribute, schema_name, link=link):
        if _counts(draft, each, attribute, target, link=link):
            form: Kind = "reference" if isinstance(kind, Complex) else "foreign_key"
            yield Observation(first=each.name, second=target, kind=form, attribute=attribute.name)
            return
    if isinstance(kind, Complex) and (attribute.multivalued or link):
        for inner in kind.attributes:
            target = directory.find(pointed_at(inner.name)) if "id" in words(inner.name)[1:] else ""
            if target and target != each.name:
                yield Observation(first=each.name, second=target, kind="link_object", attribute=attribute.name)


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
    if target == each.name:
        named = frozenset(words(attribute.name))
        return attribute.multivalued or bool(named & _NESTING_WORDS)
    return attribute.multivalued or link or _head(draft, target) in ORGANIZATIONS | {"project", "group", "team"}


def _through_links(draft: Draft, seen: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what the classes that are links tie together, users with what they are members of first of all."""
    ends: dict[str, list[str]] = {}
    for each in seen:
        for link, end in ((each.first, each.second), (each.second, each.first)):
            family = draft.of(link)
            if family and is_link(family.key) and end not in ends.setdefault(link, []):
                ends[link].append(end)
    for link, found in ends.items():
        for first, second in combinations(_with_people(draft, link, found), 2):
            ranks = sorted(rank_of_subject(_head(draft, name)) for name in (first, second))
            # Only who receives access is a member: a role and a project merely meet in a membership.
            if ranks[0] < ranks[1] and ranks[0] < rank_of_subject("role"):
                yield Observation(first=first, second=second, kind="link_object", link=link)


def _with_people(draft: Draft, link: str, ends: list[str]) -> list[str]:
    member = Directory.of(draft).find(("member",))
    return [*ends, member] if member and member not in ends and member != link else ends
