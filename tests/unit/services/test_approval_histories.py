"""Random histories of a session under review: what its approvals let through is what a plain model of them says."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.approval import ApprovalAction
from shared.domain.workspace import POLICIES, About
from shared.kernel.errors import Conflict
from shared.services.deciding import Verdict
from shared.services.states import Reference
from tests.unit.services.workspaces import ANN, Workshop

CONTENTS: Final = st.sampled_from([1, 2, 3])
_ACTIONS: Final[tuple[ApprovalAction, ...]] = ("commit", "restore")
ACTIONS: Final = st.sampled_from(_ACTIONS)
VERDICTS: Final = st.sampled_from(["granted", "granted", "denied", "cancelled"])


@dataclass
class Plain:
    """An approval: of which act on which content, leading to which, and what became of it."""

    action: ApprovalAction
    content: int
    target: int
    until: datetime
    state: str = "pending"


class ApprovalHistories(RuleBasedStateMachine):
    """Ann writes, asks and acts, Bob decides, and time passes."""

    approvals: Bundle[str] = Bundle("approvals")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.items = SqliteItems(":memory:")
        self.shop = Workshop(self.items, FileBlobs(Path(self.folder.name)))
        self.content, self.committed = 0, -1
        self.saved: dict[int, str] = {}
        self.plain: dict[str, Plain] = {}

    @initialize()
    def begin(self) -> None:
        session = self.shop.create(a=0)
        about = About(purpose="review", policy=replace(POLICIES["review"], summary=False))
        self.shop.records.change(session, self.shop.a_change({}), amend=lambda after: (replace(after, about=about), ()))
        self.saved[0] = self.shop.save("s1").id

    @rule(content=CONTENTS)
    def write(self, content: int) -> None:
        expected = "session_paused" if self.pending() else "done"
        assert self.told(lambda: self.shop.change("s1", a=content)) == expected
        if expected == "done":
            self.content = content
            if content not in self.saved:
                self.saved[content] = self.shop.save("s1").id

    @rule(target=approvals, action=ACTIONS, of=CONTENTS, hours=st.sampled_from([1, 48]))
    def ask(self, action: ApprovalAction, of: int, hours: int) -> str | MultipleResults[str]:
        wish: dict[str, object] = {"action": action, "expires_after": timedelta(hours=hours)}
        if action == "restore":
            of = of if of in self.saved else 0
            wish["at"] = Reference(checkpoint_id=self.saved[of])
        if self.pending():
            assert self.told(lambda: self.shop.request("s1", **wish)) == "approval_already_pending"
            return multiple()
        asked = self.shop.request("s1", **wish)
        target = of if action == "restore" else 0
        self.plain[asked.id] = Plain(action, self.content, target, self.shop.clock.now() + timedelta(hours=hours))
        return asked.id

    @rule(asked=approvals, verdict=VERDICTS)
    def decide(self, asked: str, verdict: Verdict) -> None:
        expected = "done" if self.state(asked) == "pending" else "approval_not_pending"
        found = self.shop.approvals.records.get(self.shop.head("s1"), asked)
        assert self.told(lambda: self.shop.decide("s1", found, verdict)) == expected
        if expected == "done":
            self.plain[asked].state = verdict

    @rule(target=approvals, action=ACTIONS, of=CONTENTS, change=st.none() | CONTENTS)
    def go_the_whole_way(self, action: ApprovalAction, of: int, change: int | None) -> str | MultipleResults[str]:
        """Ask, get leave, and act, perhaps on something else than that was for."""
        for pending in self.pending():
            self.decide(pending, "denied")
        asked = self.ask(action, of, hours=1)
        assert isinstance(asked, str)
        self.decide(asked, "granted")
        if change is not None:
            self.write(change)
        self.use(asked)
        return asked

    @rule(asked=approvals)
    def use(self, asked: str) -> None:
        if self.plain[asked].action == "commit":
            self.commit()
        else:
            self.restore(self.plain[asked].target)

    @rule(hours=st.sampled_from([1, 24]))
    def wait(self, hours: int) -> None:
        self.shop.clock.advance(hours=hours)

    @rule()
    def commit(self) -> None:
        if self.content == self.committed:
            assert self.told(lambda: self.shop.commit("s1")) == "nothing_to_commit"
            return
        if self.acts("commit", 0, lambda: self.shop.commit("s1")):
            self.committed = self.content

    @rule(to=CONTENTS)
    def restore(self, to: int) -> None:
        to = to if to in self.saved else 0
        if to == self.content:
            assert not self.shop.restore("s1", self.saved[to]).changed
        elif self.acts("restore", to, lambda: self.shop.restore("s1", self.saved[to])):
            for asked in self.pending():
                self.plain[asked].state = "superseded"
            self.content = to

    def acts(self, action: ApprovalAction, target: int, work: object) -> bool:
        """Do what needs leave, and return whether it was done, which the newest grant that fits decides."""
        newest = [name for name, each in reversed(self.plain.items()) if each.action == action]
        fitting = [name for name in newest if (self.state(name), self.plain[name].target) == ("granted", target)]
        told = self.told(work)
        if not fitting:
            assert told == self.refusal(newest, target)
            return False
        assert told == "done"
        self.plain[fitting[0]].state = "consumed"
        return True

    def refusal(self, newest: list[str], target: int) -> str:
        if not newest:
            return "approval_required"
        plain, state = self.plain[newest[0]], self.state(newest[0])
        if state == "denied" and (plain.content, plain.target) == (self.content, target):
            return "approval_denied"
        return "approval_stale" if state in {"granted", "superseded", "expired"} else "approval_required"

    def state(self, asked: str) -> str:
        plain = self.plain[asked]
        if plain.state in {"pending", "granted"} and self.shop.clock.now() >= plain.until:
            return "expired"
        return "superseded" if plain.state == "granted" and plain.content != self.content else plain.state

    def pending(self) -> list[str]:
        return [asked for asked in self.plain if self.state(asked) == "pending"]

    @staticmethod
    def told(work: object) -> str:
        try:
            work()  # type: ignore[operator]  # a call without arguments
        except Conflict as refused:
            return refused.code
        return "done"

    @invariant()
    def everything_is_seen_as_the_model_says(self) -> None:
        if not self.saved:
            return
        session = self.shop.head("s1")
        about, waiting = session.about.as_seen(self.shop.clock.now()), self.pending()
        assert (about.status, list(about.approvals)) == ("pendingApproval" if waiting else "active", waiting)
        assert self.shop.data("s1") == {"a": self.content}
        seen, token = self.shop.decisions.page(ANN, "s1", 200, None)
        assert {each.id: each.state for each in seen} == {asked: self.state(asked) for asked in self.plain}
        assert token is None

    def teardown(self) -> None:
        self.items.close()
        self.folder.cleanup()


TestApprovalHistories = ApprovalHistories.TestCase
TestApprovalHistories.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
