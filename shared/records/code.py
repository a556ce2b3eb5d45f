"""The code files of a session: one leaf of the code zone each, by its path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.domain.content import Leaf, Write, is_made
from shared.domain.merging.values import DerivedFrom
from shared.domain.session import Session
from shared.kernel.hashing import Json
from shared.ports.blobs import Blobs
from shared.records.content import View
from shared.records.values import Values

_SOURCES: Final = "d"


@dataclass(frozen=True, slots=True)
class CodeRecords:
    """The code files of every session."""

    blobs: Blobs

    def stored(self, session: Session, path: str, text: str, sources: Sequence[DerivedFrom] = ()) -> Write:
        """Return the write that makes `text` the file at `path`, and says what it was made from."""
        return Write("code", path, self.leaf(session, text, sources))

    def leaf(self, session: Session, text: str, sources: Sequence[DerivedFrom] = ()) -> Leaf:
        """Return the leaf of a file."""
        leaf = Values(self.blobs, session.space).store_text(text)
        return {**leaf, _SOURCES: sources_to(sources)} if sources else leaf

    def removed(self, path: str) -> Write:
        """Return the write that takes a file away."""
        return Write("code", path, None)

    def leaves(self, view: View) -> dict[str, Leaf]:
        """Return the leaf of every file by path; nothing that was made of them."""
        return {path: leaf for path, leaf in view.leaves("code").items() if not is_made(path)}

    def text(self, session: Session, leaf: Leaf) -> str:
        """Return the text of a file."""
        return Values(self.blobs, session.space).load_text(leaf)


def derived_from(leaf: Leaf) -> tuple[DerivedFrom, ...]:
    """Return what a file was made from; nothing for one that somebody wrote."""
    return sources_from(leaf.get(_SOURCES))


def sources_to(sources: Iterable[DerivedFrom]) -> list[Json]:
    """Return what something was made from as JSON, in the order of the paths."""
    return [[each.path, each.hash] for each in sorted(sources, key=lambda each: each.path)]


def sources_from(pairs: Json) -> tuple[DerivedFrom, ...]:
    """Return what `sources_to` wrote, or nothing for what it did not write."""
    listed = pairs if isinstance(pairs, list) else []
    return tuple(DerivedFrom(str(each[0]), str(each[1])) for each in listed if isinstance(each, list))
