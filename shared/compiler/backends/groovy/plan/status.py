"""A status in words as the flag ConnId knows: only where every word's meaning is known."""

from __future__ import annotations

from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.writing.names import folded
from shared.compiler.writing.special_names import NOT_YET_OR_NO_LONGER, OFF, ON

_UNUSABLE = frozenset({*OFF, *NOT_YET_OR_NO_LONGER})


def is_status(attribute: NativeAttribute) -> bool:
    """
    Return True when the words of `attribute` say whether an account can be used, one of them that it can.

    Where it is written, one of them must also be what puts an account out of use.
    """
    plain = attribute.json_type == "string" and attribute.role == "plain" and attribute.readable
    if not plain or attribute.nested or attribute.multivalued:
        return False
    words = [folded(it) for it in attribute.values]
    usable = [it for it in words if it in ON]
    known = all(it in ON or it in _UNUSABLE for it in words)
    return len(usable) == 1 and known and (not attribute.writable or any(it in OFF for it in words))


def words_of(attribute: NativeAttribute) -> tuple[str, str]:
    """Return the documented words for enabled and for disabled; the second is "" where there is none to write."""
    by_meaning = {folded(it): it for it in attribute.values}
    enabled = next(by_meaning[it] for it in ON if it in by_meaning)
    return enabled, next((by_meaning[it] for it in OFF if it in by_meaning), "")
