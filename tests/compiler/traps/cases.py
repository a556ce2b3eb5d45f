"""The documents of each trap: what real documentation does to its readers, one thing in each folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shared.compiler.pipeline import Document

FOLDER: Final = Path(__file__).parent / "cases"
NAMES: Final = tuple(sorted(each.name for each in FOLDER.iterdir()))


def documents(name: str) -> tuple[Document, ...]:
    """Return what the application of one case publishes."""
    folder = FOLDER / name / "documents"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(Document(name=path.relative_to(folder).as_posix(), data=path.read_bytes()) for path in files)
