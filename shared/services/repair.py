"""
Check scripts that users wrote, and mend those that midPoint rejected.

The signatures, for whoever serves them over HTTP:

    Repair(rewriter: Rewriter | None = None)
    Repair.check(operation_key: str, code: str) -> tuple[Diagnostic, ...]
    Repair.refusals(operation_key: str, code: str) -> tuple[str, ...]
    Repair.repair(script: StoredScript, messages: Sequence[str], others: Sequence[StoredScript] = ()) -> Repaired
    Repair.fix(scripts: Sequence[StoredScript], messages: Sequence[str]) -> Fixed

`operation_key` is what a script is kept under in a session, without `Output`: `userNativeSchema`, `userSearchAll`,
`userUpdate`, `authorization`, `membershipCode`. Everything here is pure; a service that stores or answers is another.
Where the rules do not help, `rewriter`, a language model behind a protocol, is asked, if there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

from shared.compiler.reading.script_documents import is_mapping_document
from shared.compiler.verification.load.check import check_script
from shared.compiler.verification.repair.documents import mended_document
from shared.compiler.verification.repair.mending import Mended, mended
from shared.compiler.verification.sources import Phase, Source
from shared.kernel.diagnostics import Diagnostic, Severity
from shared.kernel.hashing import Json

ScriptFormat = Literal["groovy", "yaml"]
_SCHEMA_ENDINGS: Final = ("NativeSchema", "Connid", "Code")
_NO_HELP: Final = "Nothing in the script is what the messages complain of."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredScript:
    """A script of a session: what it does, the session key that holds it, and its text."""

    operation_key: str
    session_key: str = ""
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteRequest:
    """What a language model gets to rewrite one script: its text, the framework's messages, and our findings."""

    operation_key: str
    code: str
    messages: tuple[str, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """
    What came of a rewriting: the whole script, or None and `why` there is none, if there is anything to say.

    `refused` says that something was offered which would not do.
    """

    code: str | None = None
    why: str = ""
    refused: bool = False


class Rewriter(Protocol):
    """Somebody who can rewrite a script where no rule helps."""

    def rewrite(self, request: RewriteRequest) -> Rewrite:
        """Return what came of it; never raises for what is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """
    A script after its repair, and what it is written in: None where it is empty.

    `reasons` say what was changed. `diagnostics` are what is still wrong with it, and `rejected` says why a rewritten
    script was not taken, or is "".
    """

    code: str
    format: ScriptFormat | None
    changed: bool = False
    reasons: tuple[str, ...] = ()
    diagnostics: tuple[str, ...] = ()
    rejected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The scripts of one class after a fix, as the answer lists them; `analysis` is for people."""

    scripts: tuple[dict[str, Json], ...] = ()
    changed: tuple[dict[str, Json], ...] = ()
    rejected: tuple[dict[str, Json], ...] = ()
    analysis: str = ""

    def answer(self) -> dict[str, Json]:
        """Return the result of a fix as the generator's clients know it."""
        return {
            "scripts": [dict(it) for it in self.scripts],
            "changedOperations": [dict(it) for it in self.changed],
            "rejectedScripts": [dict(it) for it in self.rejected],
            "documentationEscalated": False,
            "documentationQuery": None,
            "analysis": self.analysis,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Checks and mends scripts; asks `rewriter` where the rules do not help."""

    rewriter: Rewriter | None = field(default=None)

    def check(self, operation_key: str, code: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with a script; a script that is not understood is a warning (`LOD002`), no error."""
        return check_script(code, phase_of(operation_key), operation_key)

    def refusals(self, operation_key: str, code: str) -> tuple[str, ...]:
        """Return why a script cannot be taken: what the framework would reject; nothing where it can."""
        found = self.check(operation_key, code)
        return tuple(map(str, found)) if any(it.severity is Severity.ERROR for it in found) else ()

    def repair(self, script: StoredScript, messages: Sequence[str], others: Sequence[StoredScript] = ()) -> Repaired:
        """
        Return `script` with what the framework's `messages` complain of mended, the rest byte for byte.

        `others` are further scripts of the same connector, which tell what the class declares.
        """
        complaints = tuple(message for message in messages if message.strip())
        form = format_of(script.code)
        if form is None or not complaints:
            left = tuple(map(str, self.check(script.operation_key, script.code)))
            found = Repaired(code=script.code, format=form, diagnostics=left)
        else:
            mend = mended if form == "groovy" else mended_document
            made = mend(_source(script), complaints, [_source(it) for it in others if format_of(it.code) == "groovy"])
            found = _repaired(made)
            if made.settled and made.changed:
                return found
        return self._rewritten(script, complaints, found) if complaints else found

    def fix(self, scripts: Sequence[StoredScript], messages: Sequence[str]) -> Fixed:
        """Return the scripts of one class that had to change, each mended in the light of the others."""
        results: list[tuple[StoredScript, Repaired]] = []
        current = {it.operation_key: it for it in scripts}
        for script in scripts:
            others = [it for key, it in current.items() if key != script.operation_key]
            found = self.repair(script, messages, others)
            results.append((script, found))
            current[script.operation_key] = StoredScript(
                operation_key=script.operation_key, session_key=script.session_key, code=found.code
            )
        return _fixed(results)

    def _rewritten(self, script: StoredScript, messages: tuple[str, ...], found: Repaired) -> Repaired:
        if self.rewriter is None:
            return found
        request = RewriteRequest(
            operation_key=script.operation_key, code=found.code, messages=messages, findings=found.diagnostics
        )
        offer = self.rewriter.rewrite(request)
        proposal = offer.code
        if proposal is None or proposal == found.code:
            return replace(
                found,
                diagnostics=(*found.diagnostics, *([offer.why] if offer.why and not offer.refused else [])),
                rejected=offer.why if offer.refused else "",
            )
        refused = self.refusals(script.operation_key, proposal)
        if refused:
            return replace(found, rejected=refused[0])
        reasons = (*found.reasons, "Rewritten, because no rule says what was meant.")
        return Repaired(code=proposal, format=format_of(proposal), changed=True, reasons=reasons)


def phase_of(operation_key: str) -> Phase:
    """Return when the framework evaluates the script that a session keeps under `operation_key`."""
    if operation_key == "authorization":
        return "authorization"
    return "schema" if operation_key.endswith(_SCHEMA_ENDINGS) else "operation"


def format_of(code: str) -> ScriptFormat | None:
    """Return what a script is written in; None where it is empty."""
    if not code.strip():
        return None
    return "yaml" if is_mapping_document(code) else "groovy"


def _source(script: StoredScript) -> Source:
    form = format_of(script.code) or "groovy"
    return Source(f"{script.operation_key}.{form}", phase_of(script.operation_key), script.code)


def _repaired(made: Mended) -> Repaired:
    unknown = tuple(f"not understood: {message}" for message in made.unknown)
    return Repaired(
        code=made.text,
        format=format_of(made.text),
        changed=made.changed,
        reasons=made.reasons,
        diagnostics=(*map(str, made.left), *unknown),
    )


def _fixed(results: Sequence[tuple[StoredScript, Repaired]]) -> Fixed:
    changed = [(script, found) for script, found in results if found.changed]
    left = [f"{script.operation_key}: {it}" for script, found in results for it in found.diagnostics]
    done = [f"{script.operation_key}: {reason}" for script, found in changed for reason in found.reasons]
    return Fixed(
        scripts=tuple(
            {
                "operationKey": script.operation_key,
                "sessionKey": script.session_key,
                "format": found.format,
                "code": found.code,
            }
            for script, found in changed
        ),
        changed=tuple(
            {"operationKey": script.operation_key, "reason": " ".join(found.reasons)} for script, found in changed
        ),
        rejected=tuple(
            {"operationKey": script.operation_key, "reason": found.rejected}
            for script, found in results
            if found.rejected
        ),
        analysis="\n".join((*done, *left)) or _NO_HELP,
    )
