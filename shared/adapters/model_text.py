"""What providers of language models have in common: an object as text, and the limit of what is read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from shared.kernel.errors import Invalid, TooLarge
from shared.kernel.hashing import Json

REPLY_LIMIT: Final = 512 * 1024
"""Characters of an answer; every prompt's own limit of tokens is far below."""

_FENCED: Final = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)
_NESTED: Final = 50


def object_of(text: str) -> Mapping[str, Json]:
    """
    Return the JSON object that a model wrote, with or without a fence around it.

    Raises:
        Invalid: it is none (`model_reply_unreadable`).
        TooLarge: it has more than `REPLY_LIMIT` characters.
    """
    if len(text) > REPLY_LIMIT:
        message = f"The model's answer has more than {REPLY_LIMIT} characters."
        raise TooLarge(message, code="model_reply_too_large")
    fenced = _FENCED.match(text)
    try:
        value = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or _depth(value) > _NESTED:
        raise unreadable()
    return value


def unreadable() -> Invalid:
    """Return the error of an answer that is no object."""
    return Invalid("The model's answer is not the object that it was asked for.", code="model_reply_unreadable")


def cut_off() -> TooLarge:
    """Return the error of an answer that ended before it was complete."""
    return TooLarge("The model's answer was cut off at its limit of tokens.", code="model_reply_too_large")


def _depth(value: Json) -> int:
    level: list[Json] = [value]
    for depth in range(_NESTED + 1):
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        if not inner:
            return depth
        level = [one for each in inner for one in each]
    return _NESTED + 1
