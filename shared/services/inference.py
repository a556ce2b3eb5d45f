"""What a language model makes of the passages that the readers left undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from shared.compiler.frontends.llm import facts, prose, worth
from shared.compiler.frontends.llm.passages import Passage, undecided
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.documents import Document
from shared.domain.session import Session
from shared.kernel.diagnostics import Diagnostic, Location, Severity
from shared.services.asking import Answer, Asking, Conversation

_CODES: Final = {
    "dropped": codes.INFERENCE_DROPPED,
    "unavailable": codes.INFERENCE_UNAVAILABLE,
    "limited": codes.INFERENCE_LIMITED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """
    The facts of all passages, and what to know about them.

    `complete` is False where the model could not be asked about some: asking again may bring more.
    """

    fragments: tuple[Fragment, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """Asks about passages, several at a time; the same passages always give the same facts in the same order."""

    asking: Asking

    @property
    def engine(self) -> str:
        """Who concludes, and how: what another model or wording concluded does not count."""
        return f"{self.asking.language_model.model} {prose.NAME}/{prose.VERSION} {worth.NAME}/{worth.VERSION}"

    def infer(
        self, session: Session, job_id: str, documents: Sequence[Document], findings: Iterable[Diagnostic]
    ) -> Inferred:
        """Return what the model makes of what is open according to the `findings`; nothing open, nothing asked."""
        passages = undecided(documents, findings)
        if not passages:
            return Inferred()
        conversation = self.asking.open(session, job_id)
        with ThreadPoolExecutor(conversation.width, thread_name_prefix="ask") as threads:
            answers = list(threads.map(partial(_asked, conversation), passages))
        read = [_read(conversation, passage, answer) for passage, answer in zip(passages, answers, strict=True)]
        return Inferred(
            fragments=tuple(fragment for fragment, _ in read if fragment is not None),
            findings=tuple(finding for _, told in read for finding in told),
            complete=all(answer.ending in ("answered", "dropped") for answer in answers),
        )

    def judge(
        self, session: Session, job_id: str, documents: Sequence[Document], model: ConnectorModel
    ) -> tuple[ConnectorModel, Inferred]:
        """Return the model with the classes judged of which the rules could not tell, and what to know about that."""
        tied = worth.ties(model, documents)
        if not tied:
            return model, Inferred()
        conversation = self.asking.open(session, job_id)
        answer = conversation.ask(worth.prompt(tied))
        if answer.ending != "answered":
            place = Location(tied[0].document, f"line {tied[0].line}")
            told = codes.finding(_CODES[answer.ending], Severity.WARNING, answer.why, place)
            return model, Inferred(findings=(told,), complete=answer.ending == "dropped")
        return worth.settled(model, tied, answer.value, conversation.model), Inferred()


def _asked(conversation: Conversation, passage: Passage) -> Answer:
    return conversation.ask(prose.prompt(passage))


def _read(
    conversation: Conversation, passage: Passage, answer: Answer
) -> tuple[Fragment | None, tuple[Diagnostic, ...]]:
    if answer.ending == "answered":
        return facts.fragment(answer.value, passage, conversation.model, f"{prose.NAME}/{prose.VERSION}")
    place = Location(passage.document, f"line {passage.line}")
    return None, (codes.finding(_CODES[answer.ending], Severity.WARNING, answer.why, place),)
