"""Members that are nothing of their own: they are shown as users, or only tie a user to something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.passes.lexicon import USERS
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words

_MEMBERSHIP: Final = re.compile(r"role|access|permission|level|joined|owner|stat(?:e|us)", re.IGNORECASE)
"""What belongs to a membership, and not to the person who has it."""
_TELLING: Final = 3
_ENDS: Final = 2


def shown_people(found: Iterable[tuple[tuple[str, ...], Sequence[Sighting]]]) -> tuple[frozenset[str], ...]:
    """Return the names of the members that users are shown with, once for each (noun, sightings) about users."""
    people = (_shown(about) for noun, about in found if noun[-1] in USERS)
    return tuple(shown for shown in people if shown)


def only_people(noun: tuple[str, ...], about: Sequence[Sighting], people: Iterable[frozenset[str]]) -> bool:
    """Return whether `/teams/{id}/members` shows what `/users` shows, under whatever name: users, not memberships."""
    if noun != ("member",) or not about[0].address.parents:
        return False
    shown = _shown(about)
    return any(_is_one_of(shown, known) for known in people)


def is_mere_tie(each: ObjectClass) -> bool:
    """Return whether members are only put in and taken out by two identifiers, with nothing to read or change."""
    kinds = {operation.kind for operation in each.operations}
    sent = [attribute.name for attribute in each.attributes if attribute.creatable]
    told = "create" in kinds and not kinds & {"get", "update"}
    return told and 0 < len(sent) <= _ENDS and all(words(name)[-1:] == ("id",) for name in sent)


def _is_one_of(shown: frozenset[str], known: frozenset[str]) -> bool:
    own = shown - known
    return len(shown & known) >= _TELLING and len(own) <= 1 and not any(map(_MEMBERSHIP.search, own))


def _shown(about: Iterable[Sighting]) -> frozenset[str]:
    answers = (sighting.answer for sighting in about if sighting.kind in {"get", "list"})
    return frozenset(member.name for answer in answers if answer for member in answer.schema.members)
