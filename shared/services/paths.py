"""The paths of code files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from shared.kernel.errors import Conflict, Invalid
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


def check_paths(paths: Iterable[str]) -> None:
    """
    Refuse what cannot be the paths of code files that lie side by side.

    Raises:
        Invalid: as `check_path`.
        Conflict: one would be a file and a folder at once (`file_directory_collision`).
    """
    names = set(paths)
    for path in names:
        check_path(path)
        segments = path.split("/")
        for depth in range(1, len(segments)):
            if (folder := "/".join(segments[:depth])) in names:
                raise collision(folder)


def collision(path: str) -> Conflict:
    """Return the refusal of a path that would be a file and a folder at once."""
    return Conflict(f"{path!r} would be a file and a folder at once", code="file_directory_collision")
