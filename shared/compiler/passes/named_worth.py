"""How likely an identity team manages the objects of a class of which nothing but the name is known."""

from __future__ import annotations

from shared.compiler.model.object_class import Confidence
from shared.compiler.passes import lexicon
from shared.compiler.reading.words import noun


def confidence_of(name: str) -> Confidence:
    """Return what the words of a class's name say."""
    found = noun(name)
    if not found:
        return "low"
    *modifiers, head = found
    if head in lexicon.MANAGED:
        return "high" if all(word in lexicon.PLAIN_MODIFIERS for word in modifiers) else "medium"
    return "medium" if head in lexicon.SUPPORTING else "low"
