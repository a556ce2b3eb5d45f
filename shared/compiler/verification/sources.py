"""Scripts to be checked: their text, and when the framework evaluates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal["schema", "authorization", "operation"]


@dataclass(frozen=True, slots=True)
class Source:
    """One script; `path` names it, and `phase` is when it is evaluated."""

    path: str
    phase: Phase
    text: str
