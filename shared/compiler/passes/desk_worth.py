"""How likely a service desk manages the objects of a class, by its words."""

from __future__ import annotations

from collections.abc import Sequence

from shared.compiler.model.object_class import Confidence
from shared.compiler.passes import lexicon


def service_desk(key: Sequence[str]) -> Confidence:
    """Return what the words `key` of a class's name say: tickets and who works on them, then what hangs on them."""
    *modifiers, head = key or ("",)
    worked_on = head in lexicon.WORK and modifiers[-1:] == ["work"]
    assigned = head == "assignment" and not lexicon.TICKETS.isdisjoint(modifiers)
    if head in lexicon.SERVICE_DESK or worked_on or assigned:
        return "high"
    return "medium" if head in lexicon.SERVICE_DESK_SUPPORTING else "low"
