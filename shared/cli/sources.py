"""Documents named on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from shared.kernel.errors import Invalid, NotFound

FILES_LIMIT: Final = 2000


def is_address(source: str) -> bool:
    """Return whether `source` is a web address rather than a file."""
    return source.startswith(("http://", "https://"))


def read_files(sources: Sequence[str]) -> list[tuple[str, bytes]]:
    """
    Return the name and bytes of every file named, and of every file in every folder named, in a stable order.

    Raises:
        NotFound: there is no such file.
        Invalid: there are more than `FILES_LIMIT`.
    """
    found = list(dict.fromkeys(file for source in sources for file in _files(Path(source))))
    if len(found) > FILES_LIMIT:
        message = f"{len(found)} files are more than the {FILES_LIMIT} one run takes"
        raise Invalid(message, code="too_many_files")
    shared = len({file.name for file in found}) == len(found)
    return [(file.name if shared else str(file), file.read_bytes()) for file in found]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file, path))
    elif path.is_file():
        yield path
    else:
        message = f"there is no file {path}"
        raise NotFound(message, code="file_not_found")


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)
