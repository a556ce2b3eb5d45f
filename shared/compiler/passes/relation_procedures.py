"""Signs in remote procedures: `addProjectUser(project_id, user_id)` ties a user to a project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.model.operation import OperationKind
from shared.compiler.passes.classes import operation
from shared.compiler.passes.directory import Directory, pointed_at
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.relation_signs import Observation
from shared.compiler.passes.sightings import Sighting
from shared.compiler.reading.words import words

_FEW_MEMBERS: Final = 4
_ENDING: Final = frozenset(["remove", "delete", "revoke", "unassign", "detach", "kick", "leave"])
_TYING: Final = frozenset(["add", "assign", "grant", "join", "attach", "set", "invite", "link"])


def in_procedures(draft: Draft, directory: Directory) -> Iterator[Observation]:
    """Yield what procedures tell that take the identifiers of two things and little else."""
    for sighting in draft.sightings:
        kind = _kind(sighting)
        ends = _ends(directory, sighting) if kind else ()
        if kind and len(ends) == 2:  # noqa: PLR2004 - a relation has two ends
            carried = operation(sighting, kind)
            yield Observation(first=ends[0], second=ends[1], kind="sub_resource", operation=carried)


def _kind(sighting: Sighting) -> OperationKind | None:
    procedure = sighting.endpoint.path.partition("#")[2]
    spoken = frozenset(words(procedure)) if procedure else frozenset()
    if spoken & _ENDING:
        return "remove_member"
    return "add_member" if spoken & _TYING else None


def _ends(directory: Directory, sighting: Sighting) -> tuple[str, ...]:
    """Return the classes whose identifiers the procedure takes."""
    sent = sighting.request.schema.members if sighting.request else ()
    pointing = [each.name for each in sent if words(each.name)[-1:] == ("id",) and len(words(each.name)) > 1]
    found = (directory.find(pointed_at(name)) for name in pointing)
    return tuple(dict.fromkeys(each for each in found if each)) if len(sent) <= _FEW_MEMBERS else ()
