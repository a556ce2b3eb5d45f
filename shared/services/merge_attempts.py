"""What is remembered of merges: what they found, and how one that holds its target is given up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.domain.merge import Disagreement, Merge
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Conflict, NotFound
from shared.ports.items import Action, ConditionFailed
from shared.records.merges import MergeRecords
from shared.services.states import States
from shared.services.tokens import Tokens
from shared.services.visibility import check_access, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeAttempts:
    """The merges into every session; each call raises NotFound or Forbidden as `visible` does."""

    states: States
    records: MergeRecords
    tokens: Tokens

    def get(self, principal: Principal, session_id: str, merge_id: str) -> tuple[Session, Merge]:
        """
        Return a merge.

        Raises:
            NotFound: the session has no such merge (`not_found`), or it was too long ago (`merge_expired`).
        """
        session = visible(self.states.records, principal, session_id)
        merge = self.records.get(session, merge_id)
        if merge.is_over(self.states.clock.now()):
            message = f"merge {merge_id} was more than a day ago; what it found is not kept any longer"
            raise NotFound(message, code="merge_expired")
        return session, merge

    def found(self, principal: Principal, session_id: str, merge_id: str) -> tuple[Merge, tuple[Disagreement, ...]]:
        """Return a merge and all of its conflicts, by path; raises as `get`."""
        session, merge = self.get(principal, session_id, merge_id)
        return merge, self.records.disagreements(session, merge_id)

    def page(
        self, principal: Principal, session_id: str, merge_id: str, size: int, token: str | None
    ) -> tuple[tuple[Disagreement, ...], str | None]:
        """
        Return up to `size` conflicts of a merge, by path, and the token of the next part, if there is one.

        Raises:
            NotFound: as `get`.
            Invalid: the token is not this list's, or too old.
        """
        session, _merge = self.get(principal, session_id, merge_id)
        wanted = {"conflicts": merge_id, "life": session.life}
        start = int(str(self.tokens.place(wanted, token) or 0))
        found = self.records.disagreements(session, merge_id)
        end = start + size
        return found[start:end], self.tokens.token(wanted, end) if end < len(found) else None

    def abort(self, principal: Principal, session_id: str, merge_id: str) -> tuple[Session, Merge]:
        """
        Give up a merge that holds the session, which returns to its former status.

        Raises:
            NotFound: the session has no such merge (`not_found`).
            Conflict: it is not held (`merge_not_held`); `facts` tell its state.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        check_access(session, principal, "session.merge")
        merge = self.records.get(session, merge_id)
        change = Change(
            event_id=self.states.identifiers.new(),
            kind="session.mergeAborted",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            facts={"mergeId": merge_id, "state": "aborted"},
        )

        def amend(after: Session) -> tuple[Session, list[Action]]:
            hold = after.about.hold
            if hold is None or hold.merge_id != merge_id:
                raise _not_held(self.records.get(after, merge_id))
            return replace(after, about=after.about.released()), [self.records.ended(after, merge_id, "aborted")]

        try:
            session = self.states.records.change(session, change, amend=amend)
        except ConditionFailed as lost:
            raise _not_held(self.records.get(session, merge_id)) from lost
        return session, replace(merge, state="aborted", revision=session.revision)


def _not_held(merge: Merge) -> Conflict:
    message = f"merge {merge.id} does not hold the session; it is {merge.state}"
    return Conflict(message, code="merge_not_held", facts={"mergeId": merge.id, "state": merge.state})
