"""Questions for a language model, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.kernel.hashing import Json, canonical, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """
    One question, answered by a JSON object that fits `schema` (JSON Schema, the subset of `fitting`).

    `name` and `version` tell which wording it is: another wording has another version. `system` says what to do,
    `user` holds what to do it with. `tokens` is the most an answer may have.
    """

    name: str
    version: int
    system: str
    user: str
    schema: Mapping[str, Json]
    tokens: int = 4000

    @property
    def wording(self) -> str:
        """The name and version, as in `prose/1`."""
        return f"{self.name}/{self.version}"

    def key(self, model: str) -> str:
        """Return the hash of everything that an answer of `model` depends on."""
        told: list[Json] = [model, self.wording, self.system, self.user, dict(self.schema), self.tokens]
        return digest(canonical(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An answer that did not do, and why."""

    reply: Mapping[str, Json]
    problems: tuple[str, ...]
