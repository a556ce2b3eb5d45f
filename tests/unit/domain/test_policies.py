"""The rules of sessions that begin from others: inherited, and tightened at most."""

from __future__ import annotations

from itertools import product

import pytest

from shared.domain.policies import Rules
from shared.domain.workspace import POLICIES, PURPOSES, Policy
from shared.kernel.errors import Invalid

DAY = 24 * 3600
LOOSE = Policy(self_approval=True)


def refused(wish: Rules, purpose: str, policy: Policy) -> set[str]:
    with pytest.raises(Invalid) as found:
        wish.inherited(purpose, policy)  # type: ignore[arg-type]  # one of the purposes
    errors = found.value.facts["errors"]
    assert isinstance(errors, list)
    assert found.value.code == "validation_failed"
    return {str(each["pointer"]) for each in errors}


def test_a_session_that_inherits_nothing_follows_its_purpose() -> None:
    assert Rules().begun() == ("durable", POLICIES["durable"])
    assert Rules(purpose="review", summary=False, expires=60).begun() == ("review", Policy(approval=True, expires=60))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_is_left_open_or_named_as_it_is_stays(purpose: str) -> None:
    odd = Policy(approval=True, expires=DAY, self_approval=True)
    for policy in (odd, LOOSE, POLICIES["review"]):
        assert Rules().inherited(purpose, policy) == (purpose, policy)  # type: ignore[arg-type]  # one of the purposes
        same = Rules(purpose=purpose, summary=policy.summary, expires=policy.expires or None)  # type: ignore[arg-type]
        assert same.inherited(purpose, policy) == (purpose, policy)  # type: ignore[arg-type]


def test_everything_may_be_tightened() -> None:
    tight = Rules(summary=True, approval=True, self_approval=False, expires=DAY)
    assert tight.inherited("durable", LOOSE) == ("durable", Policy(summary=True, approval=True, expires=DAY))
    assert Rules(expires=DAY).inherited("durable", Policy(expires=2 * DAY)) == ("durable", Policy(expires=DAY))
    assert Rules(purpose="review").inherited("disposable", POLICIES["disposable"]) == (
        "review",
        Policy(summary=True, approval=True, expires=30 * DAY),
    )
    assert Rules(purpose="review", approval=False).inherited("durable", LOOSE) == ("review", Policy(summary=True))


def test_nothing_may_be_loosened() -> None:
    strict = Policy(summary=True, approval=True, expires=DAY)
    loose = Rules(purpose="disposable", summary=False, approval=False, self_approval=True, expires=2 * DAY)

    assert refused(loose, "durable", strict) == {
        "/purpose",
        "/policy/commit/requireSummary",
        "/policy/commit/requireApproval",
        "/policy/commit/allowSelfApproval",
        "/policy/expiresAfterSeconds",
    }
    assert refused(Rules(purpose="durable"), "review", LOOSE) == {"/purpose"}
    assert refused(Rules(purpose="review", expires=DAY + 1), "durable", strict) == {"/policy/expiresAfterSeconds"}


def test_whatever_is_allowed_is_as_strict_as_what_was_inherited() -> None:
    flags, times = (None, True, False), (None, DAY, 2 * DAY)
    policies = [Policy(*each) for each in product((True, False), (True, False), (0, DAY), (True, False))]
    for policy, *wish in product(policies, (None, *PURPOSES), flags, flags, flags, times):
        purpose, summary, approval, own, expires = wish
        rules = Rules(purpose=purpose, summary=summary, approval=approval, self_approval=own, expires=expires)  # type: ignore[arg-type]
        try:
            _, found = rules.inherited("durable", policy)
        except Invalid:
            continue
        assert found.summary >= policy.summary
        assert found.approval >= policy.approval
        assert found.self_approval <= policy.self_approval
        assert policy.expires == 0 or 0 < found.expires <= policy.expires
