"""Attributes that only say in which tenant an object lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.compiler.passes.draft import Draft
from shared.compiler.passes.lexicon import ORGANIZATIONS
from shared.compiler.passes.relation_signs import Observation, head_of

_EVERYWHERE: Final = 3


def without_scope(draft: Draft, seen: Iterable[Observation]) -> list[Observation]:
    """
    Return `seen` without what ties an object to the tenant it lies in.

    Where several classes carry one value of the same organization, and nothing else shows a tie, the value is a mark
    that every object has and grants nothing.
    """
    found = list(seen)
    marks = [each for each in found if _is_mark(draft, each)]
    bearers: dict[str, set[str]] = {}
    for each in marks:
        bearers.setdefault(each.second, set()).add(each.first)
    shown = {frozenset((each.first, each.second)) for each in found if not _is_mark(draft, each)}
    scopes = {holder for holder, inside in bearers.items() if len(inside) >= _EVERYWHERE}
    return [
        each
        for each in found
        if each.second not in scopes or not _is_mark(draft, each) or frozenset((each.first, each.second)) in shown
    ]


def _is_mark(draft: Draft, each: Observation) -> bool:
    if not each.attribute or each.kind == "link_object" or head_of(draft, each.second) not in ORGANIZATIONS:
        return False
    holder = draft.model.object_class(each.first)
    attribute = holder.attribute(each.attribute) if holder else None
    return attribute is not None and not attribute.multivalued
