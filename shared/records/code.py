"""The code files of a session: one leaf of the code zone each, by its path."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.content import Leaf, Write, is_made
from shared.domain.session import Session
from shared.ports.blobs import Blobs
from shared.records.content import View
from shared.records.values import Values


@dataclass(frozen=True, slots=True)
class CodeRecords:
    """The code files of every session."""

    blobs: Blobs

    def stored(self, session: Session, path: str, text: str) -> Write:
        """Return the write that makes `text` the file at `path`."""
        return Write("code", path, Values(self.blobs, session.space).store_text(text))

    def removed(self, path: str) -> Write:
        """Return the write that takes a file away."""
        return Write("code", path, None)

    def leaves(self, view: View) -> dict[str, Leaf]:
        """Return the leaf of every file by path; nothing that was made of them."""
        return {path: leaf for path, leaf in view.leaves("code").items() if not is_made(path)}

    def text(self, session: Session, leaf: Leaf) -> str:
        """Return the text of a file."""
        return Values(self.blobs, session.space).load_text(leaf)
