"""Fork sessions: new sessions with the content of another, which costs a pointer each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from shared.domain.commit import Commit
from shared.domain.content import Layers
from shared.domain.policies import Rules
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import About, ForkPoint, Lineage, Policy, Purpose
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.kernel.identifiers import SessionId
from shared.ports.items import Action, Check, ConditionFailed, Equals, Update
from shared.records import effects, headers, keys
from shared.records.births import Births
from shared.services.states import HEAD, Reference, State, States, state_of
from shared.services.tags import check_own_tags, check_tags
from shared.services.visibility import check_scope, visible

AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Forking:
    """
    How many forks of what, and what is said of them: `about`, or the name and these tags.

    Purpose and policy are the source's, tightened by `rules`.
    """

    start: Reference = HEAD
    count: int = 1
    session_id: str | None = None
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    inherit_tags: bool = False
    about: About | None = None
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class _Departure:
    """
    A state to depart from, the blob space it lies in, and the sessions that its descendants have as parent and root.

    `actions` are what the source's records must do and fulfil for it, its header's first.
    """

    state: State
    space: str
    parent: str
    root: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forks:
    """Sessions made from others."""

    states: States

    def fork(
        self, principal: Principal, session_id: str, forking: Forking, *, missing: str = "session_not_found"
    ) -> tuple[Session, ...]:
        """
        Return new sessions of the principal with the content of a state of another, all or none.

        Raises:
            NotFound: as `visible`, by the code `missing`; or nothing was saved of that state (`start_point_not_found`).
            Invalid: the rules are looser than the source's (`validation_failed`).
            Conflict: the wanted id is taken (`session_id_taken`).
            Unavailable: the source kept changing for longer than we wait.
        """
        try:
            source = visible(self.states.records, principal, session_id)
        except NotFound as error:
            raise NotFound(str(error), code=missing) from error
        check_scope(principal, "session.write")
        _check_said(forking)
        for attempt in count(1):
            about = _about(forking, source.about.purpose, source.about.policy, source.about.tags)
            if forking.session_id == source.id:
                raise _taken(forking)
            departure = self._departure(source, forking.start)
            try:
                return self._depart(principal, departure, forking, about)
            except ConditionFailed as lost:
                source = headers.moved_on(lost.old, source)
            if not self.states.records.patience.wait(attempt):
                break
        message = f"session {session_id} is being changed by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def begin(self, principal: Principal, commit: Commit, forking: Forking) -> Session:
        """
        Return a new session with the content of a commit that the principal may read; its session may be gone.

        Raises:
            Forbidden: the principal may not write.
            Invalid: the rules are looser than the commit's (`validation_failed`).
            Conflict: the wanted id is taken (`session_id_taken`).
        """
        check_scope(principal, "session.write")
        _check_said(forking)
        departure = _Departure(state_of(commit), commit.space, commit.session_id, commit.root)
        [session] = self._depart(principal, departure, forking, _about(forking, commit.purpose, commit.policy))
        return session

    def _departure(self, source: Session, start: Reference) -> _Departure:
        if start.is_head:
            return self._from_head(source)
        state = self.states.saved(source, start, "start_point_not_found")
        guard = (Equals("life", source.life), Equals("standing", 1))
        anchor = self.states.lineage.anchored(source.space, state.node_id, state.roots)
        return _leaving(source, state, (Check(key=keys.head(source.id), conditions=guard), *anchor))

    def _from_head(self, source: Session) -> _Departure:
        lineage, snapshot = self.states.lineage, self.states.snapshot(source, "fork")
        taken = snapshot.session
        place = snapshot.placed(taken.lineage)
        state = State(
            session_id=taken.id,
            revision=taken.revision,
            content_hash=snapshot.hash,
            roots=taken.layers.roots,
            node_id=place.node_id,
            depth=place.depth,
            sequence=taken.sequence,
        )
        if place.is_new:
            guard = (Equals("life", taken.life), Equals("version", taken.version))
            after = replace(taken, version=taken.version + 1, lineage=place.lineage)
            changed = headers.to_described(after) | {"version": after.version}
            head: Action = Update(key=keys.head(taken.id), conditions=guard, set=changed)
            return _leaving(taken, state, (head, *snapshot.node(lineage, place, anchored=True)))
        guard = (Equals("life", taken.life), Equals("standing", 1))
        anchor = lineage.anchored(taken.space, state.node_id, state.roots)
        return _leaving(taken, state, (Check(key=keys.head(taken.id), conditions=guard), *anchor))

    def _depart(
        self, principal: Principal, departure: _Departure, forking: Forking, about: About
    ) -> tuple[Session, ...]:
        check_tags(about.tags)
        about = about.owned(f"user:{principal.subject}")
        records = self.states.records
        births, event = Births(records.items, records.blobs), self._event(principal, departure)
        child = replace(self._child(principal, departure), about=about)
        children = [births.actions(self._named(child, forking), event) for _ in range(forking.count)]
        own = [*departure.actions, records.families.moved(departure.space)]
        try:
            # The forks share an entry in their owner's list of apps.
            once = {action.key: action for _, actions in children for action in actions}
            done = effects.receipt(event, *(child for child, _ in children))
            effects.transact(records.items, [*own, *once.values()], done)
        except ConditionFailed as lost:
            if lost.index >= len(own):
                raise _taken(forking) from lost
            raise
        return tuple(child for child, _ in children)

    def _child(self, principal: Principal, departure: _Departure) -> Session:
        now = self.states.clock.now()
        return Session(
            id=SessionId(""),
            tenant=principal.tenant,
            owner=principal.subject,
            life="",
            space=departure.space,
            created=now,
            updated=now,
            layers=Layers(roots=departure.state.roots),
            lineage=_lineage(departure),
        )

    def _named(self, child: Session, forking: Forking) -> Session:
        identifiers = self.states.identifiers
        return replace(child, id=SessionId(forking.session_id or identifiers.new()), life=identifiers.new())

    def _event(self, principal: Principal, departure: _Departure) -> Change:
        state = departure.state
        return Change(
            event_id=self.states.identifiers.new(),
            kind="session.forked",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            facts={
                "sourceSessionId": state.session_id,
                "sourceRevision": state.revision,
                "sourceEventSeq": state.sequence,
                "nodeId": state.node_id,
                "contentHash": f"sha256:{state.content_hash}",
                **({"commitId": state.commit_id} if state.commit_id else {}),
            },
        )


def _check_said(forking: Forking) -> None:
    # Tags that are inherited may be the server's.
    check_own_tags(forking.about.tags if forking.about else forking.tags)


def _leaving(source: Session, state: State, actions: tuple[Action, ...]) -> _Departure:
    return _Departure(state, source.space, source.id, source.lineage.root or source.id, actions)


def _about(forking: Forking, purpose: Purpose, policy: Policy, tags: Mapping[str, str] | None = None) -> About:
    own = {**((tags or {}) if forking.inherit_tags else {}), **forking.tags}
    purpose, policy = forking.rules.inherited(purpose, policy)
    return replace(forking.about or About(name=forking.name, tags=own), purpose=purpose, policy=policy)


def _taken(forking: Forking) -> Conflict:
    return Conflict(f"Session {forking.session_id} already exists", code="session_id_taken")


def _lineage(departure: _Departure) -> Lineage:
    state = departure.state
    point = ForkPoint(
        session_id=state.session_id,
        revision=state.revision,
        node_id=state.node_id,
        content_hash=state.content_hash,
        sequence=state.sequence,
        checkpoint_id=state.checkpoint_id,
        commit_id=state.commit_id,
    )
    return Lineage(parent=departure.parent, root=departure.root, fork=point, node=state.node_id, depth=state.depth)
