"""Text files in memory: what a back end produces, before anybody stores it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType


class Files(Mapping[str, str]):
    """An immutable mapping of relative path to text, in the order given; two are equal when order and content are."""

    __slots__ = ("_texts",)

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        texts: dict[str, str] = {}
        for path, text in entries:
            if path in texts:
                message = f"Two files are called {path}"
                raise ValueError(message)
            texts[path] = text
        self._texts = MappingProxyType(texts)

    def __getitem__(self, path: str) -> str:
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Files) and list(self.items()) == list(other.items())

    def __hash__(self) -> int:
        return hash(tuple(self.items()))

    def __repr__(self) -> str:
        return f"Files({list(self)!r})"
