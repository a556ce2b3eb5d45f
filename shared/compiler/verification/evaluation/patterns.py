"""Regular expressions of scripts: those whose search takes bounded time, as Python's engine reads them."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.verification.evaluation.exceptions import PATTERN_SYNTAX
from shared.compiler.verification.evaluation.values import NotSimulated, Thrown

_LONGEST: Final = 200
_MOST_LOOPS: Final = 2
_QUANTIFIED_GROUP: Final = re.compile(r"\)[*+{?]")
_LOOP: Final = re.compile(r"(?<!\\)[*+{]")


def pattern(text: object) -> re.Pattern[str]:
    """
    Return the compiled expression.

    Raises:
        NotSimulated: it could take very long: it repeats a group, or more than two parts.
        Thrown: it is no regular expression.
    """
    written = str(text)
    loops = _LOOP.findall(written)
    if len(written) > _LONGEST or len(loops) > _MOST_LOOPS or _QUANTIFIED_GROUP.search(written):
        message = "a regular expression that may take long"
        raise NotSimulated(message)
    try:
        return re.compile(written)
    except re.error as error:
        raise Thrown(PATTERN_SYNTAX, str(error)) from error
