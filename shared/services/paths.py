"""The paths of code files."""

from __future__ import annotations

import re
from typing import Final

from shared.kernel.errors import Invalid
from shared.records.keys import escaped
from shared.services.data_keys import KEY_LIMIT_BYTES

_SEGMENT: Final = re.compile(r"[^\x00-\x1f\x7f/\\]+")


def check_path(path: str) -> None:
    """
    Refuse what cannot be the path of a code file.

    Raises:
        Invalid: it is absolute, leads upwards, is too long, or has an empty part or one with a control character.
    """
    segments = path.split("/")
    if len(escaped(path)) > KEY_LIMIT_BYTES or any(
        segment in {".", ".."} or not _SEGMENT.fullmatch(segment) for segment in segments
    ):
        message = f"{path!r} is no relative path of up to {KEY_LIMIT_BYTES} bytes"
        raise Invalid(message, code="validation_failed")
