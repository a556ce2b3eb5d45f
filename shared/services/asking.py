"""Ask a language model within limits: each question once, an answer that does not fit once more, then no more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from shared.compiler.frontends.llm.fitting import problems
from shared.domain.session import Session
from shared.kernel.errors import ApplicationError, Unavailable
from shared.kernel.hashing import Json
from shared.kernel.prompts import Correction, Prompt
from shared.ports.language_model import LanguageModel, Reply
from shared.records.answers import Answered, AnswerRecords

Check: TypeAlias = Callable[[Mapping[str, Any]], tuple[str, ...]]
"""Returns what is wrong with an answer that fits its schema."""

_USAGE: Final = "modelUsage"
_TRIES: Final = 2
_PATIENCE: Final = 3
"""Questions in a row that nobody answers before no further one is asked."""

Ending: TypeAlias = Literal["answered", "dropped", "unavailable", "limited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingLimits:
    """What one job may spend: requests, tokens in and out together; and how many questions it asks at once."""

    calls: int = 100
    tokens: int = 500_000
    concurrency: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a question: an answer that fits, or why there is none, in a sentence."""

    ending: Ending
    value: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom to ask, within which limits, and what was answered before."""

    language_model: LanguageModel
    records: AnswerRecords
    limits: AskingLimits = AskingLimits()

    def open(self, session: Session, job_id: str) -> Conversation:
        """Return the conversation of a job, which goes on where its earlier tasks left it."""
        return Conversation(self, session, job_id)


def spent_by(records: AnswerRecords, session: Session, job_id: str) -> dict[str, Json]:
    """
    Return the member of a result that tells what the job spent on a language model; none if it asked nothing.

    It is taken from what was remembered of the answers: whoever publishes a result need know no model.
    """
    asked = records.of_job(session, job_id)
    usage: dict[str, Json] = {
        "model": asked[-1].model if asked else "",
        "questions": len(asked),
        "calls": sum(each.calls for each in asked),
        "tokensIn": sum(each.tokens_in for each in asked),
        "tokensOut": sum(each.tokens_out for each in asked),
    }
    return {_USAGE: usage} if asked else {}


def spending(result: Mapping[str, Json] | None) -> dict[str, Json]:
    """Return the member of a job's result that `spent_by` gave it, if there is one."""
    return {_USAGE: result[_USAGE]} if result and _USAGE in result else {}


class Conversation:
    """The questions of one job; may be used by several threads at once."""

    def __init__(self, asking: Asking, session: Session, job_id: str) -> None:
        self._asking, self._session, self._job_id = asking, session, job_id
        asked = asking.records.of_job(session, job_id)
        self._calls = sum(each.calls for each in asked)
        self._tokens = sum(each.tokens_in + each.tokens_out for each in asked)
        self._silent = 0
        self._lock = threading.Lock()

    @property
    def model(self) -> str:
        """Who is asked."""
        return self._asking.language_model.model

    @property
    def width(self) -> int:
        """How many questions to ask at once."""
        return self._asking.limits.concurrency

    def ask(self, prompt: Prompt, check: Check | None = None) -> Answer:
        """Return the answer that was given before, or a new one; never raises for what the model does."""
        key = prompt.key(self.model)
        known = self._asking.records.find(self._session, key)
        if known is not None:
            return _answer(known)
        try:
            answered = self._asked(prompt, check)
        except _Limited as limited:
            return Answer(ending="limited", why=str(limited))
        except ApplicationError as error:
            with self._lock:
                self._silent += 1
            return Answer(ending="unavailable", why=str(error))
        self._asking.records.keep(self._session, key, answered)
        return _answer(answered)

    def _asked(self, prompt: Prompt, check: Check | None) -> Answered:
        """Ask, and ask once more for an answer that fits; what was spent is told even if none came."""
        corrections: list[Correction] = []
        replies: list[Reply] = []
        while len(corrections) < _TRIES:
            self._spend()
            value, wrong = self._tried(prompt, tuple(corrections), replies)
            wrong = wrong or problems(dict(value), prompt.schema) or (check(value) if check else ())
            if not wrong:
                return self._answered(prompt, value, replies, len(corrections) + 1)
            corrections.append(Correction(reply=value, problems=wrong))
        return self._answered(prompt, None, replies, len(corrections))

    def _tried(
        self, prompt: Prompt, corrections: tuple[Correction, ...], replies: list[Reply]
    ) -> tuple[Mapping[str, Json], tuple[str, ...]]:
        """Return an answer, or that there is none and why."""
        try:
            reply = self._asking.language_model.complete(prompt, corrections)
        except ApplicationError as error:
            if isinstance(error, Unavailable) or not error.code.startswith("model_reply_"):
                raise
            return {}, (str(error),)
        replies.append(reply)
        with self._lock:
            self._silent = 0
            self._tokens += reply.tokens_in + reply.tokens_out
        return reply.value, ()

    def _spend(self) -> None:
        """
        Count one request.

        Raises:
            _Limited: the job may not make it.
        """
        limits = self._asking.limits
        with self._lock:
            if self._silent >= _PATIENCE:
                message = "The language model did not answer several questions in a row; no more are asked."
                raise _Limited(message)
            if self._calls >= limits.calls or self._tokens >= limits.tokens:
                message = f"The job may ask {limits.calls} times, and spend {limits.tokens} tokens; no more are asked."
                raise _Limited(message)
            self._calls += 1

    def _answered(self, prompt: Prompt, value: Mapping[str, Json] | None, replies: list[Reply], calls: int) -> Answered:
        return Answered(
            job_id=self._job_id,
            model=self.model,
            wording=prompt.wording,
            value=value,
            calls=calls,
            tokens_in=sum(reply.tokens_in for reply in replies),
            tokens_out=sum(reply.tokens_out for reply in replies),
        )


class _Limited(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The job may not ask any more."""


def _answer(answered: Answered) -> Answer:
    if answered.value is None:
        return Answer(ending="dropped", why="The answer did not fit what was asked, twice.")
    return Answer(ending="answered", value=answered.value)
