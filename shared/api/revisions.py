"""Revisions as entity tags (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import re
from typing import Final

from shared.kernel.errors import Invalid, Stale

_TAG: Final = re.compile(r'"r([0-9]{1,18})"')
_ANY: Final = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def entity_tag(revision: int) -> str:
    """Return the entity tag of a revision: `"r12"`."""
    return f'"r{revision}"'


def expected_revision(if_match: str | None) -> int | None:
    """
    Return the revision an If-Match header insists on; `*` and no header at all insist on none.

    Raises:
        Stale: the tag is none of ours, weak ones included, so nothing can match it.
        Invalid: it is no entity tag, or several.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    if found := _TAG.fullmatch(if_match.strip()):
        return int(found[1])
    if not _ANY.fullmatch(if_match.strip()):
        message = 'If-Match takes one entity tag as the ETag header gave it, such as "r12"'
        raise Invalid(message, code="invalid_if_match")
    message = f"no revision of the session has the entity tag {if_match.strip()}"
    raise Stale(message)
