"""
Mend one script after another complaint, as far as that can be told.

The one function to call is `mended`: pure, deterministic, and bounded by fifty changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.verification.framework.loading import Violation
from shared.compiler.verification.load.check import checked
from shared.compiler.verification.load.findings import diagnostics_of
from shared.compiler.verification.repair.edits import Edit
from shared.compiler.verification.repair.mends import mends_of
from shared.compiler.verification.repair.messages import Complaint, complaint
from shared.compiler.verification.sources import Source
from shared.kernel.diagnostics import Diagnostic, Severity

_MOST_CHANGES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """
    What became of a script.

    `text` is the script, changed or not; `reasons` say what was changed, one sentence each. `left` is what is still
    wrong with it, and `unknown` are the messages that mean nothing here: both are for a person or a language model.
    """

    text: str
    reasons: tuple[str, ...] = ()
    left: tuple[Diagnostic, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """True when the script was changed."""
        return bool(self.reasons)

    @property
    def settled(self) -> bool:
        """True when every message led to a change, and nothing is left that stops the framework from loading."""
        return not self.unknown and not any(it.severity is Severity.ERROR for it in self.left)


def mended(script: Source, messages: Sequence[str], others: Iterable[Source] = (), *, whole: bool = False) -> Mended:
    """
    Return `script` with what `messages`, the framework's, complain of mended.

    `others` are further scripts of the same connector, evaluated with it; `whole` says that there are no more. What the
    messages do not complain of is left as it is, wrong or not; so is everything outside the offending constructs.
    """
    around = tuple(it for it in others if it.path != script.path)
    complaints = [complaint(message) for message in messages if message.strip()]
    text, reasons = script.text, list[str]()
    for _ in range(_MOST_CHANGES):
        step = _step(Source(script.path, script.phase, text), around, complaints, whole=whole)
        if step is None:
            break
        violation, edit = step
        text = edit.applied(text)
        reasons.append(f"{violation.code}: {violation.message}")
    left = _violations(Source(script.path, script.phase, text), around, whole=whole)
    found = diagnostics_of(left, {script.path: text})
    return Mended(text=text, reasons=tuple(reasons), left=found, unknown=unknown_of(complaints))


def _violations(script: Source, others: tuple[Source, ...], *, whole: bool) -> tuple[Violation, ...]:
    _, violations = checked((*others, script), whole=whole)
    return tuple(it for it in violations if it.place.script == script.path)


def _step(
    script: Source, others: tuple[Source, ...], complaints: list[Complaint], *, whole: bool
) -> tuple[Violation, Edit] | None:
    """Return the next violation that is complained of and can be mended, with the change that does it."""
    wanted = {code for each in complaints for code in each.codes}
    before = _violations(script, others, whole=whole)
    for violation in (it for it in before if it.code in wanted):
        for edit in mends_of(violation, script.text):
            if _helps(script, edit, others, before, whole=whole):
                return violation, edit
    return None


def _helps(
    script: Source, edit: Edit, others: tuple[Source, ...], before: tuple[Violation, ...], *, whole: bool
) -> bool:
    """Return True when the change leaves fewer errors, and the script readable."""
    after = _violations(Source(script.path, script.phase, edit.applied(script.text)), others, whole=whole)
    return (count_errors(after), len(after)) < (count_errors(before), len(before))


def count_errors(violations: tuple[Violation, ...]) -> int:
    """Return how many errors `violations` hold; a script that cannot be read counts for more than any other."""
    unreadable = 1000 * sum(it.code in {"LOD001", "LOD002"} for it in violations)
    return unreadable + sum(it.severity is Severity.ERROR for it in violations)


def unknown_of(complaints: list[Complaint]) -> tuple[str, ...]:
    """Return the messages that mean nothing here."""
    return tuple(each.message for each in complaints if not each.codes)
