"""What a language model words or mends for others, if there is one; without one everything stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.compiler.frontends.llm import scripts, summaries
from shared.domain.session import Session
from shared.services.asking import Answer, Asking

Verify: TypeAlias = Callable[[str], Sequence[str]]
"""Returns what is wrong with a script, a line each; nothing if it may be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """For whoever writes summaries and scripts."""

    asking: Asking | None

    def summary(self, session: Session, job_id: str, draft: str, changes: Sequence[str]) -> str:
        """Return a line that says what `changes` amount to, or `draft` where nobody words it better."""
        if self.asking is None or not changes:
            return draft
        answer = self.asking.open(session, job_id).ask(summaries.prompt(draft, changes), summaries.problems)
        return str(answer.value["summary"]).strip() if answer.ending == "answered" else draft

    def mended(
        self, session: Session, job_id: str, script: tuple[str, str], errors: Sequence[str], verify: Verify
    ) -> Answer | None:
        """
        Return the answer whose `code` is that of `script` (its path and its code) without these errors.

        The code has passed `verify`; an answer that does not is sent back once with what `verify` says, and then
        dropped. None where there is nobody to ask, or nothing to mend.
        """
        path, code = script
        if self.asking is None or not errors or len(code) > scripts.LONGEST_SCRIPT:
            return None

        def check(value: Mapping[str, Any]) -> tuple[str, ...]:
            return tuple(verify(str(value["code"])))

        return self.asking.open(session, job_id).ask(scripts.prompt(path, code, errors), check)
