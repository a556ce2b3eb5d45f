"""Commit sessions, and read what was committed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.domain.approval import Approval
from shared.domain.commit import Commit
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import Lineage, Node
from shared.kernel.errors import NotFound
from shared.kernel.hashing import Json
from shared.ports.items import Action, ConditionFailed
from shared.records.commits import no_commit
from shared.services.approvals import overtaken
from shared.services.commit_gate import Committing, Gate
from shared.services.states import Snapshot, States
from shared.services.tokens import Tokens
from shared.services.visibility import check_scope, visible
from shared.services.workspaces import check_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Commits:
    """The commits of every session."""

    states: States
    gate: Gate
    tokens: Tokens

    def commit(
        self, principal: Principal, session_id: str, committing: Committing, revision: int
    ) -> tuple[Session, Commit]:
        """
        Make the content of the session, which must be at `revision`, one that stays for good.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the session is at another revision.
            Conflict, Invalid: as the checks of `Gate`.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        self.gate.check_status(session, committing)
        snapshot = self.states.snapshot(session, "commit")
        check_revision(snapshot.session, revision)
        title = self.gate.check_summary(snapshot, committing)
        approval = self.gate.check_content(principal, snapshot, committing)
        wanted = replace(committing, message=committing.message or title)
        commit = self._described(f"user:{principal.subject}", snapshot, wanted, approval)
        return self._apply(snapshot, commit, approval)

    def page(
        self, principal: Principal, session_id: str, size: int, token: str | None
    ) -> tuple[tuple[Commit, ...], str | None]:
        """
        Return up to `size` commits of the session, newest first, and the token of the next page, if there is one.

        Raises:
            NotFound, Forbidden: as `visible`.
            Invalid: the token is not this list's, or too old.
        """
        session = visible(self.states.records, principal, session_id)
        filters: dict[str, Json] = {"commits": session.life}
        place = self.tokens.place(filters, token)
        found, after = self.states.commits.page(session, size, None if place is None else str(place))
        return found, None if after is None else self.tokens.token(filters, after)

    def get(self, principal: Principal, commit_id: str) -> Commit:
        """
        Return a commit, also of a session that is gone.

        Raises:
            NotFound: there is none, or the principal had no role in the session: both look the same.
            Forbidden: the principal may not read.
        """
        commit = self.states.commits.get(commit_id)
        if commit.tenant != principal.tenant or f"user:{principal.subject}" not in commit.access:
            raise no_commit(commit_id)
        check_scope(principal, "session.read")
        return commit

    def start(self, principal: Principal, commit_id: str) -> Commit:
        """Return a commit to begin a session with; raises as `get`, by the code `start_point_not_found`."""
        try:
            return self.get(principal, commit_id)
        except NotFound as error:
            raise NotFound(str(error), code="start_point_not_found") from error

    def _apply(self, snapshot: Snapshot, commit: Commit, approval: Approval | None) -> tuple[Session, Commit]:
        states, taken = self.states, snapshot.session
        placed = commit

        def amend(after: Session) -> tuple[Session, list[Action]]:
            nonlocal placed
            if after.sequence > taken.sequence + 1:
                self.gate.check_blockers(after)  # somebody may have objected meanwhile
            node = states.lineage.head(replace(taken, lineage=after.lineage), snapshot.node_id, "commit", snapshot.at)
            placed = replace(commit, depth=node.depth)
            actions = [
                *states.commits.added(after, placed),
                *states.lineage.recorded(after, node, anchored=True),
                states.lineage.pointed(after, node.id),
                states.records.families.held_by(after.space, commit.id),
                states.records.families.moved(after.space),
                *((self.gate.approvals.used(after, approval),) if approval else ()),
            ]
            return replace(after, lineage=_settled(after, node, commit)), actions

        try:
            session = states.records.change(taken, self._change(commit), amend=amend, revision=taken.revision)
        except ConditionFailed as lost:
            raise overtaken(lost) or lost from lost
        return session, placed

    def _described(self, author: str, snapshot: Snapshot, committing: Committing, approval: Approval | None) -> Commit:
        """Return the commit of a snapshot, before its depth in the graph is known."""
        taken = snapshot.session
        fork = taken.lineage.fork
        before = taken.lineage.commit or (fork.commit_id if fork else "")
        return Commit(
            id=self.states.identifiers.new(),
            tenant=taken.tenant,
            session_id=taken.id,
            life=taken.life,
            space=taken.space,
            root=taken.lineage.root or taken.id,
            parents=(before,) if before else (),
            node_id=snapshot.node_id,
            depth=0,
            revision=taken.revision,
            sequence=taken.sequence,
            content_hash=snapshot.hash,
            roots=taken.layers.roots,
            message=committing.message,
            summary_id=committing.summary_id,
            approval_id=approval.id if approval else "",
            author=author,
            created=snapshot.at,
            access=dict(taken.access),
            purpose=taken.about.purpose,
            policy=taken.about.policy,
        )

    def _change(self, commit: Commit) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind="session.committed",
            author=commit.author,
            at=commit.created,
            facts={
                "commitId": commit.id,
                "parents": list(commit.parents),
                "nodeId": commit.node_id,
                "revision": commit.revision,
                "contentHash": f"sha256:{commit.content_hash}",
                "message": commit.message,
                "summaryId": commit.summary_id or None,
                "approvalId": commit.approval_id or None,
            },
        )


def _settled(after: Session, node: Node, commit: Commit) -> Lineage:
    """Return the lineage of the header that the commit leaves."""
    return replace(
        after.lineage,
        node=node.id,
        depth=node.depth,
        node_changed=after.changed,
        commit=commit.id,
        settled=after.changed,
    )
