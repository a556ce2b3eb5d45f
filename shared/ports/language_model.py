"""Asking a language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from shared.kernel.hashing import Json
from shared.kernel.prompts import Correction, Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The object a model answered with, which need not fit the prompt's schema, and the tokens that it took."""

    value: Mapping[str, Json]
    tokens_in: int
    tokens_out: int


REACH_SECONDS: Final = 3
"""How long a provider may take to show that it is there."""


class LanguageModel(Protocol):
    """One model of one provider."""

    @property
    def model(self) -> str:
        """The provider's and the model's name, as in `bedrock/some.model-v1:0`."""
        ...

    def reach(self) -> None:
        """
        Ask the provider which models it has, once and for a few seconds: nothing is spent on that.

        Raises:
            Invalid: the provider refuses us (`model_refused`), or what it says is no such list.
            Unavailable: the provider did not answer in time.
        """
        ...

    def complete(self, prompt: Prompt, corrections: Sequence[Correction] = ()) -> Reply:
        """
        Return the model's answer; `corrections` are its earlier answers to this prompt, and what was wrong with them.

        Raises:
            Invalid: the provider refuses the question (`model_refused`), or answers no object
                (`model_reply_unreadable`); asking the same again is of no use.
            TooLarge: the answer was cut off, or is larger than we read.
            Unavailable: the provider did not answer in time, or asks to come back later, even after our retries.
        """
        ...
