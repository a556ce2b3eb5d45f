"""What an unquoted YAML scalar means: the core schema of YAML 1.2 (section 10.3.2), with two cautious exceptions."""

from __future__ import annotations

import re
from typing import Final

FIRST_CHARACTERS: Final = frozenset(["", *"0123456789+-.~nNtTfF"])
"""Every other first character makes text; asked first because most scalars are text."""
_WORDS: Final[dict[str, bool | float | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,999})")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED: Final = re.compile(r"0(?:o[0-7]{1,300}|x[0-9a-fA-F]{1,300})")


def resolve(text: str) -> bool | int | float | str | None:
    """
    Return the value the plain scalar `text` stands for.

    Two exceptions to the core schema: digits with a leading zero stay text, because they are codes (a postal code, a
    telephone number) more often than numbers; and `.inf` and `.nan` stay text, because JSON has no such numbers.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return _finite(text)
    return int(text, 0) if _BASED.fullmatch(text) else text


def _finite(text: str) -> float | str:
    number = float(text)
    return text if number in (float("inf"), float("-inf")) else number
