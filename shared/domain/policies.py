"""The rules a session begins with: those of its purpose, or those it inherits, which may only be tightened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from shared.domain.workspace import POLICIES, Policy, Purpose
from shared.kernel.errors import Invalid

_BY_STRICTNESS: Final[tuple[Purpose, ...]] = ("disposable", "durable", "review")
"""A disposable session goes without a word about what is not committed; one under review asks for the most."""

_POINTERS: Final = {
    "summary": "/policy/commit/requireSummary",
    "approval": "/policy/commit/requireApproval",
    "self_approval": "/policy/commit/allowSelfApproval",
    "expires": "/policy/expiresAfterSeconds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What somebody wants of a new session's purpose and policy, by the names of `Policy`; None leaves it open."""

    purpose: Purpose | None = None
    summary: bool | None = None
    approval: bool | None = None
    self_approval: bool | None = None
    expires: int | None = None

    def begun(self) -> tuple[Purpose, Policy]:
        """Return the rules of a session that inherits none: what is left open follows the purpose."""
        purpose = self.purpose or "durable"
        return purpose, replace(POLICIES[purpose], **self._given())

    def inherited(self, purpose: Purpose, policy: Policy) -> tuple[Purpose, Policy]:
        """
        Return the rules of a session that inherits these: what is left open stays, or follows a stricter purpose.

        Raises:
            Invalid: something would be looser (`validation_failed`); `errors` say what.
        """
        looser = [*self._looser(purpose, policy)]
        if looser:
            raise _refusal(looser)
        if self.purpose not in {None, purpose}:
            wanted = self.purpose or purpose
            purpose, policy = wanted, _both(policy, POLICIES[wanted])
        return purpose, replace(policy, **self._given())

    def _given(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "purpose" and value is not None}

    def _looser(self, purpose: Purpose, policy: Policy) -> Iterator[str]:
        if self.purpose is not None and _BY_STRICTNESS.index(self.purpose) < _BY_STRICTNESS.index(purpose):
            yield "/purpose"
        wanted = replace(policy, **self._given())
        both = _both(policy, wanted)
        yield from (pointer for name, pointer in _POINTERS.items() if getattr(both, name) != getattr(wanted, name))


def _refusal(pointers: list[str]) -> Invalid:
    reason = "what is inherited may be tightened, and not loosened"
    errors = [{"pointer": each, "code": "looser-than-inherited", "message": reason} for each in pointers]
    message = f"{', '.join(pointers)}: {reason}"
    return Invalid(message, code="validation_failed", facts={"errors": errors})


def _both(one: Policy, other: Policy) -> Policy:
    """Return the policy that is as strict as either."""
    times = [policy.expires for policy in (one, other) if policy.expires]
    return Policy(
        summary=one.summary or other.summary,
        approval=one.approval or other.approval,
        expires=min(times, default=0),
        self_approval=one.self_approval and other.self_approval,
    )
