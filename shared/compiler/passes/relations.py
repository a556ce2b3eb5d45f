"""How classes belong together: one relation for each pair that paths, attributes or memberships tie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from shared.compiler.model.relation import Relation
from shared.compiler.passes.directory import Directory, is_link
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.lexicon import rank_of_subject
from shared.compiler.passes.relation_procedures import in_procedures
from shared.compiler.passes.relation_signs import Observation, head_of, in_attributes, in_links, in_paths
from shared.compiler.passes.scoping import without_scope
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Diagnostic, Location

_MAX_OPERATIONS: Final = 12


def relations(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with one relation for each pair of classes that belong together."""
    directory = Directory.of(draft)
    seen = [*in_paths(draft, directory), *in_attributes(draft, directory), *in_links(draft, directory)]
    seen = without_scope(draft, [*seen, *in_procedures(draft, directory)])
    seen += _through_links(draft, seen)
    merged: dict[tuple[str, str], Relation] = {}
    for each in seen:
        pair = _pair(draft, each)
        pair = pair[::-1] if pair[::-1] in merged else pair
        merged[pair] = _with(merged.get(pair) or _relation(pair, each), each)
    return replace(draft, model=replace(draft.model, relations=tuple(merged.values()))), ()


def _pair(draft: Draft, each: Observation) -> tuple[str, str]:
    """Return (subject, object): who receives access, and what grants it."""
    first, second = sorted((each.first, each.second), key=lambda name: rank_of_subject(head_of(draft, name)))
    if rank_of_subject(head_of(draft, first)) == rank_of_subject(head_of(draft, second)):
        return each.first, each.second
    return first, second


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
        source=tuple(
            dict.fromkeys((*relation.source, *each.source, *(each.operation.source if each.operation else ())))
        ),
    )


def _through_links(draft: Draft, seen: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what the classes that are links tie together, users with what they are members of first of all."""
    ends: dict[str, dict[str, tuple[Location, ...]]] = {}
    for each in seen:
        for link, end in ((each.first, each.second), (each.second, each.first)):
            family = draft.of(link)
            if family and is_link(family.key):
                ends.setdefault(link, {}).setdefault(end, each.source)
    for link, ties in ends.items():
        found = list(ties)
        what = _named_after(draft, link, found)
        for first, second in combinations(_with_people(draft, link, found), 2):
            if what and what not in {first, second}:
                continue
            ranks = sorted(rank_of_subject(head_of(draft, name)) for name in (first, second))
            # Only who receives access is a member: a role and a project merely meet in a membership.
            if ranks[0] < ranks[1] and ranks[0] < rank_of_subject("role"):
                at = (*ties.get(first, ()), *ties.get(second, ()))
                yield Observation(first=first, second=second, kind="link_object", link=link, source=at)


def _named_after(draft: Draft, link: str, ends: list[str]) -> str:
    """Return which of `ends` the link is named after: a project's membership ties others to projects alone."""
    family = draft.of(link)
    what = Directory.of(draft).find(family.key[:-1]) if family else ""
    return what if what in ends else ""


def _with_people(draft: Draft, link: str, ends: list[str]) -> list[str]:
    member = Directory.of(draft).find(("member",))
    return [*ends, member] if member and member not in ends and member != link else ends
