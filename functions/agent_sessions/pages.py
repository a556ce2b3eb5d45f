"""Where the next part of a list starts, as text that clients hand back unread."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from fastapi import Request

from shared.kernel.errors import Invalid

NEXT: Final = "X-Next-Page-Token"

_LONGEST_PLACE: Final = 1024
"""How many bytes a place in a list may have, as many as the key of an item."""


def next_page(request: Request, after: str | int | None) -> dict[str, str]:
    """Return the headers that lead to the next part: a link (RFC 8288), and the token alone; none at the end."""
    if after is None:
        return {}
    token = base64.urlsafe_b64encode(str(after).encode()).decode().rstrip("=")
    address = request.url.include_query_params(pageToken=token)
    return {"Link": f'<{address.path}?{address.query}>; rel="next"', NEXT: token}


def place_of(token: str | None) -> str | None:
    """
    Return where a page token leads.

    Raises:
        Invalid: it is none of ours.
    """
    if not token:
        return None
    try:
        place = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise _not_ours() from error
    if not 0 < len(place.encode()) <= _LONGEST_PLACE:
        raise _not_ours()
    return place


def sequence_of(token: str | None) -> int | None:
    """Return the sequence a page token of events leads to; raises as `place_of` does."""
    place = place_of(token)
    if place is None:
        return None
    if not place.isascii() or not place.isdecimal() or len(place) > 12:  # noqa: PLR2004 - the digits of a sequence
        raise _not_ours()
    return int(place)


def _not_ours() -> Invalid:
    return Invalid("the page token is none that was given out here", code="invalid_page_token")
