"""How a merge is to be done: what counts as one unit, and who decides where both sides changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from shared.domain.content import ZONES, Zone
from shared.domain.merging.values import MISSING, Value

Strategy: TypeAlias = Literal["fail", "ours", "theirs"]
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)

Take: TypeAlias = Literal["ours", "theirs", "base", "value", "delete"]
TAKES: Final[tuple[Take, ...]] = get_args(Take)


@dataclass(frozen=True, slots=True)
class PathStrategy:
    """
    The strategy for conflicts whose path is like `pattern`, as `code:/generated/**`.

    `*` stands for what has no `/`, `**` for anything; the pattern names a zone.
    """

    pattern: str
    strategy: Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """
    The answer to the conflict of exactly this path.

    With `take` "value", JSON comes in `value`; the text of a file, or what stands for a chunk's text, in `content`.
    """

    path: str
    take: Take
    value: Value = MISSING
    content: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether it brings JSON, null included."""
        return self.value is not MISSING


@dataclass(frozen=True, slots=True)
class ListKey:
    """
    A list whose elements are told apart by some of their fields, as `name`, or `method` and `path`.

    In the path, `*` stands for what has no `/`.
    """

    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Granularity:
    """What is one unit: a field or a top-level key, a chunk or a document, a file or some of its lines."""

    data: Literal["field", "key"] = "field"
    docs: Literal["chunk", "document"] = "chunk"
    code: Literal["file", "line"] = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    How to merge. `stale` tells whether a code file that was made from something else is a conflict.

    Only zones in `zones` are merged, the others stay as the target has them.
    """

    strategy: Strategy = "fail"
    path_strategies: tuple[PathStrategy, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    zones: tuple[Zone, ...] = ZONES
    granularity: Granularity = Granularity()
    list_keys: tuple[ListKey, ...] = ()
    stale: Literal["warn", "fail"] = "warn"
