"""One document made of several that refer to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from shared.compiler.reading.parts import Parts, slashed
from shared.compiler.reading.pointers import PARTS, escape

MAX_PARTS: Final = 2000
_MAX_DEPTH: Final = 200


class Bundle(NamedTuple):
    """A document that holds all it refers to; `homes` are the names of its parts, in the order of their numbers."""

    root: Mapping[str, Any]
    homes: tuple[str, ...] = ()


def bundled(root: Mapping[str, Any], name: str, parts: Parts) -> Bundle:
    """
    Return the document `root`, called `name`, with the parts it refers to inside it.

    References to a part that was given become references inside the bundle, all others stay as they are. Part number
    `n` stands at `/x-documents/n/schemas/STEM`, its file name without the suffix; what stands at any other place of
    `root` stays there.
    """
    binder = _Binder(parts, slashed(name))
    copied = binder.copied(root, name)
    held: list[dict[str, Any]] = []
    while len(held) < len(binder.homes):
        part = binder.homes[len(held)]
        held.append({"schemas": {_stem(part): binder.copied(parts.root(part), part)}})
    return Bundle({**copied, PARTS: held} if held else root, tuple(map(parts.given, binder.homes)))


def _stem(name: str) -> str:
    return basename(name).partition(".")[0] or name


@dataclass(slots=True)
class _Binder:
    """Copies values with their references led into the bundle; what was shared stays shared."""

    parts: Parts
    main: str
    homes: list[str] = field(default_factory=list)
    known: dict[tuple[int, str], Any] = field(default_factory=dict)

    def copied(self, value: Any, base: str, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON value
        if depth > _MAX_DEPTH or not isinstance(value, (Mapping, list)):
            return value
        key = (id(value), base)
        if key not in self.known:
            self.known[key] = self._copy(value, base, depth + 1)
        return self.known[key]

    def _copy(self, value: Mapping[str, Any] | list[Any], base: str, depth: int) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, list):
            return [self.copied(each, base, depth) for each in value]
        copied = {key: self.copied(each, base, depth) for key, each in value.items()}
        if isinstance(ref := value.get("$ref"), str):
            copied["$ref"] = self._led(ref, base)
        return copied

    def _led(self, ref: str, base: str) -> str:
        file, _, fragment = ref.partition("#")
        part = self.parts.named(file, base) if file else base
        if part is None:
            return ref
        if part == self.main:
            return f"#{fragment}"
        if part not in self.homes:
            if len(self.homes) >= MAX_PARTS or self.parts.root(part) is None:
                return ref
            self.homes.append(part)
        inside = fragment if fragment[:1] in {"", "/"} else f"/{fragment}"
        return f"#/{PARTS}/{self.homes.index(part)}/schemas/{quote(escape(_stem(part)))}{inside}"
