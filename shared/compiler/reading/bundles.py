"""One document made of several that refer to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from shared.compiler.reading.parts import Parts, slashed
from shared.compiler.reading.pointers import PARTS, escape

MAX_PARTS: Final = 10_000
_MAX_DEPTH: Final = 200


class Bundle(NamedTuple):
    """A document that holds all it refers to; `homes` are the names of its parts, in the order of their numbers."""

    root: Mapping[str, Any]
    homes: tuple[str, ...] = ()


def bundled(root: Mapping[str, Any], name: str, parts: Parts) -> Bundle:
    """
    Return the document `root`, called `name`, with the parts it refers to inside it.

    References to a part that was given become references inside the bundle, all others stay as they are, and so do
    those inside extensions (`x-...`), which no reader looks into: samples of code are often more files than the rest.
    Part number
    `n` stands at `/x-documents/n/schemas/STEM`, its file name without the suffix; what stands at any other place of
    `root` stays there.
    """
    binder = _Binder(parts, slashed(name))
    copied = binder.copied(root, name)
    held: list[dict[str, Any]] = []
    homes: list[str] = []
    while len(homes) < len(binder.numbers):
        homes += list(binder.numbers)[len(homes) :]
        held += [{"schemas": {_stem(part): binder.copied(parts.root(part), part)}} for part in homes[len(held) :]]
    return Bundle({**copied, PARTS: held} if held else root, tuple(map(parts.given, homes)))


def _stem(name: str) -> str:
    return basename(name).partition(".")[0] or name


@dataclass(slots=True)
class _Binder:
    """Copies values with their references led into the bundle; what was shared stays shared."""

    parts: Parts
    main: str
    numbers: dict[str, int] = field(default_factory=dict)
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
        copied = {key: self._member(key, each, base, depth) for key, each in value.items()}
        if isinstance(ref := value.get("$ref"), str):
            copied["$ref"] = self._led(ref, base)
        return copied

    def _member(self, key: object, value: Any, base: str, depth: int) -> Any:  # noqa: ANN401 - as above
        if isinstance(key, str) and key.startswith("x-"):
            self._pass_over(value, base, depth)
            return value
        return self.copied(value, base, depth)

    def _pass_over(self, value: object, base: str, depth: int) -> None:
        """Note the parts that an extension refers to, so that nobody wonders what they are."""
        inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
        if isinstance(value, Mapping) and isinstance(ref := value.get("$ref"), str) and not ref.startswith("#"):
            self.parts.mention(ref.partition("#")[0], base)
        for each in inner if depth < _MAX_DEPTH else ():
            self._pass_over(each, base, depth + 1)

    def _led(self, ref: str, base: str) -> str:
        file, _, fragment = ref.partition("#")
        part = self.parts.named(file, base) if file else base
        if part is None:
            return ref
        if part == self.main:
            return f"#{fragment}"
        if part not in self.numbers:
            if len(self.numbers) >= MAX_PARTS or self.parts.root(part) is None:
                return ref
            self.numbers[part] = len(self.numbers)
        inside = fragment if fragment[:1] in {"", "/"} else f"/{fragment}"
        return f"#/{PARTS}/{self.numbers[part]}/schemas/{quote(escape(_stem(part)))}{inside}"
