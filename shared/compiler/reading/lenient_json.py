"""JSON as people write it into examples (RFC 8259, and what stands around it)."""

from __future__ import annotations

import json
import re
from typing import Any, Final

MAX_LENGTH: Final = 4 * 1024 * 1024

# A string stays whole; what stands outside strings and is no JSON goes: comments, ellipses, commas before a bracket.
# An unquoted placeholder is a value nobody wrote down.
_NOISE: Final = re.compile(
    r"(?P<string>\"(?:[^\"\\\n]|\\.)*+\")|//[^\n]*+|/\*.*?\*/|(?<![\w\"])#[^\n]*+"
    r"|(?P<placeholder>\{\{[^{}\n]{1,100}\}\}|<[A-Za-z][^<>\n]{0,100}>)|,?\s*+(?:\.{3,}+|\u2026)\s*+,?(?P<more>)",
    re.DOTALL,
)
_LAST_COMMA: Final = re.compile(r"(?P<string>\"(?:[^\"\\\n]|\\.)*+\")|,\s*+(?=[}\]])|(?<=[{\[])\s*+,")


def parse(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """
    Return the JSON value that the example `text` shows, or None when it shows none.

    Examples are written for people: comments, ellipses, placeholders such as `{{id}}`, and commas too many are
    overlooked.
    """
    if len(text) > MAX_LENGTH or not text.strip():
        return None
    plain = _strict(text)
    return plain if plain is not None else _strict(_cleaned(text))


def _strict(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cleaned(text: str) -> str:
    return _LAST_COMMA.sub(lambda found: found["string"] or "", _NOISE.sub(_replacement, text))


def _replacement(found: re.Match[str]) -> str:
    if found["placeholder"]:
        return "null"
    return found["string"] or ("," if found["more"] is not None else "")
