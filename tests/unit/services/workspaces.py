"""The services of workspaces on real engines, with a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from shared.adapters.patience import Backoff
from shared.domain.approval import Approval
from shared.domain.commit import Commit
from shared.domain.content import Roots, Write, content_hash
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import POLICIES, About, Checkpoint
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.ports.blobs import Blobs
from shared.ports.items import Items
from shared.records.annotations import AnnotationRecords
from shared.records.approvals import ApprovalRecords
from shared.records.checkpoints import CheckpointRecords
from shared.records.code import CodeRecords
from shared.records.commits import CommitRecords
from shared.records.content import ContentRecords
from shared.records.documents import DocumentRecords
from shared.records.jobs import JobRecords
from shared.records.lineage import LineageRecords
from shared.records.sessions import SessionRecords
from shared.records.signing import SigningRecords
from shared.records.summaries import SummaryRecords
from shared.services.approvals import Approvals
from shared.services.checkpoints import Checkpoints, Saving
from shared.services.commit_gate import Committing, Gate
from shared.services.commits import Commits
from shared.services.comparison import Comparison
from shared.services.deciding import Decision, Decisions, Verdict
from shared.services.derivation import Derivations
from shared.services.differences import Differences
from shared.services.forks import Forking, Forks
from shared.services.requesting import Requesting, Requests
from shared.services.restoring import Restored, Restores, Restoring
from shared.services.states import Reference, States
from shared.services.summaries import Summaries
from shared.services.tokens import Tokens
from shared.services.validation import Validators
from shared.services.wording import Wording
from shared.services.work import Work
from tests.fakes.clock import FakeClock
from tests.fakes.identifiers import FakeIdentifiers

ANN: Final = Principal(tenant="acme", subject="ann")
BOB: Final = Principal(tenant="acme", subject="bob")


@dataclass
class Workshop:
    """Every service of workspaces, and short ways to use them as Ann."""

    items: Items
    blobs: Blobs
    clock: FakeClock = field(default_factory=FakeClock)
    identifiers: FakeIdentifiers = field(default_factory=FakeIdentifiers)

    def __post_init__(self) -> None:
        self.records = SessionRecords(self.items, self.blobs, Backoff(base=0.002, cap=0.1, total=20))
        self.content = ContentRecords(self.items, self.blobs)
        self.lineage = LineageRecords(self.items)
        self.states = States(
            records=self.records,
            lineage=self.lineage,
            checkpoints=CheckpointRecords(self.items),
            commits=CommitRecords(self.items),
            clock=self.clock,
            identifiers=self.identifiers,
        )
        granting = ApprovalRecords(self.items)
        self.approvals = Approvals(records=granting, clock=self.clock)
        self.requests = Requests(states=self.states, records=granting)
        tokens = Tokens(signing=SigningRecords(self.items, self.identifiers), clock=self.clock)
        self.decisions = Decisions(states=self.states, records=granting, tokens=tokens)
        self.checkpoints = Checkpoints(states=self.states)
        self.forks = Forks(states=self.states)
        self.comparison = Comparison(self.content, DocumentRecords(self.items, self.blobs))
        work = Work(JobRecords(self.items, self.blobs), self.clock)
        self.restores = Restores(
            states=self.states,
            checkpoints=self.checkpoints,
            comparison=self.comparison,
            work=work,
            approvals=self.approvals,
        )
        validators, summaries = Validators(self.content), SummaryRecords(self.items)
        self.commits = Commits(
            states=self.states,
            gate=Gate(
                states=self.states,
                summaries=summaries,
                annotations=AnnotationRecords(self.items),
                approvals=self.approvals,
                validators=validators,
                work=work,
            ),
            tokens=tokens,
        )
        self.summaries = Summaries(
            differences=Differences(states=self.states, comparison=self.comparison),
            validators=validators,
            records=summaries,
            wording=Wording(asking=None),
            derivations=Derivations(CodeRecords(self.blobs)),
        )

    def create(self, session_id: str = "s1", **delta: Json) -> Session:
        life = self.identifiers.new()
        about = About(purpose="disposable", policy=POLICIES["disposable"])
        session = Session(
            id=SessionId(session_id),
            tenant="acme",
            owner="ann",
            life=life,
            space=life,
            created=self.clock.now(),
            updated=self.clock.now(),
            about=about,
        )
        return self.records.create(session, self.a_change(delta))

    def change(self, session_id: str, code: dict[str, str | None] | None = None, **delta: Json) -> Session:
        writes = tuple(
            Write("code", path, None if text is None else {"t": text, "w": len(text)})
            for path, text in (code or {}).items()
        )
        return self.records.change(self.head(session_id), replace(self.a_change(delta), writes=writes))

    def a_change(self, delta: dict[str, Json]) -> Change:
        identifier = self.identifiers.new()
        return Change(event_id=identifier, kind="data.changed", author="user:ann", at=self.clock.now(), delta=delta)

    def head(self, session_id: str) -> Session:
        return self.records.get(session_id)

    def data(self, session_id: str) -> dict[str, Json]:
        return self.records.data(self.head(session_id))[1]

    def code(self, session_id: str) -> dict[str, Json]:
        return {name: leaf["t"] for name, leaf in self.content.view(self.head(session_id)).leaves("code").items()}

    def hash(self, session_id: str) -> str:
        return content_hash(self.roots(session_id))

    def roots(self, session_id: str) -> Roots:
        return self.content.view(self.head(session_id)).folded()

    def save(self, session_id: str, name: str = "") -> Checkpoint:
        return self.checkpoints.take(ANN, session_id, Saving(name=name))

    def fork(self, session_id: str, fork_id: str | None = None, **start: str | int) -> Session:
        forking = Forking(start=Reference(**start), session_id=fork_id)  # type: ignore[arg-type]  # its own fields
        return self.forks.fork(ANN, session_id, forking)[0]

    def restore(self, session_id: str, checkpoint_id: str, **but: object) -> Restored:
        restoring = Restoring(to=Reference(checkpoint_id=checkpoint_id), **but)  # type: ignore[arg-type]  # as above
        return self.restores.restore(ANN, session_id, restoring, self.head(session_id).revision)

    def commit(self, session_id: str, message: str = "", **but: bool) -> Commit:
        committing = Committing(message=message, **but)  # type: ignore[arg-type]  # its own fields
        return self.commits.commit(ANN, session_id, committing, self.head(session_id).revision)[1]

    def request(self, session_id: str, **but: object) -> Approval:
        wish = {"action": "commit", "content_hash": self.hash(session_id), "reviewers": ("user:bob",)} | but
        return self.requests.request(ANN, session_id, Requesting(**wish))  # type: ignore[arg-type]  # its own fields

    def decide(self, session_id: str, approval: Approval, verdict: Verdict) -> Approval:
        who = ANN if verdict == "cancelled" else BOB
        return self.decisions.decide(who, session_id, approval.id, Decision(verdict=verdict))

    def delete(self, session_id: str) -> None:
        session = self.head(session_id)
        self.records.mark_going(session)
        self.records.sweep(session)
