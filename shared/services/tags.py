"""The tags that a session may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from shared.kernel.errors import Invalid

TAGS: Final = 50
_TAG: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_TAG_VALUE: Final = 256
_OURS: Final = "sys."


def check_own_tags(names: Iterable[str]) -> None:
    """
    Refuse tags that only the server sets.

    Raises:
        Invalid: one of them is such a tag (`reserved_tag`).
    """
    if any(name.startswith(_OURS) for name in names):
        message = f"tags that start with {_OURS} are the server's"
        raise Invalid(message, code="reserved_tag")


def check_tags(tags: Mapping[str, str]) -> None:
    """
    Refuse what cannot be a session's tags.

    Raises:
        Invalid: there are too many, or one has not the form of a tag (`tag_limit`).
    """
    for name, value in tags.items():
        if not _TAG.fullmatch(name) or len(value) > _TAG_VALUE or not value.isprintable():
            message = f"{name!r} is no tag: names match {_TAG.pattern}, values have up to {_TAG_VALUE} characters"
            raise Invalid(message, code="tag_limit")
    if len(tags) > TAGS:
        message = f"a session has at most {TAGS} tags"
        raise Invalid(message, code="tag_limit")
