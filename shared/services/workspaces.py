"""Sessions as workspaces: made with a purpose, described, tagged, shared, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.domain.content import Roots, Write, Zone, content_hash, made
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.domain.workspace import About, Role
from shared.kernel.errors import Conflict, Invalid, Stale
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.ports.blobs import Uploads
from shared.ports.items import Action
from shared.records.content import View
from shared.records.index import SessionIndex
from shared.records.values import Values
from shared.services.data_keys import check_keys
from shared.services.paths import check_paths
from shared.services.sessions import Sessions
from shared.services.states import States
from shared.services.tags import check_own_tags, check_tags
from shared.services.visibility import check_scope, visible
from shared.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new session is called, and what it begins with."""

    session_id: str | None = None
    about: About = field(default_factory=About)
    data: Mapping[str, Json] = field(default_factory=dict)
    code: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """A session, the trees of its content, how many leaves of data and code are its own, whether it is committed."""

    session: Session
    roots: Roots
    keys: int
    files: int
    uncommitted: bool

    @property
    def hash(self) -> str:
        """The hash of the content."""
        return content_hash(self.roots)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change of what is said of a session, the event it is, and what is written with it."""

    kind: str
    told: Callable[[About], About]
    beside: Callable[[Session, Session], Sequence[Action]] = lambda _before, _after: ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspaces:
    """Sessions as those who work in them see them."""

    states: States
    sessions: Sessions
    work: Work
    uploads: Uploads

    def see(self, principal: Principal, session_id: str, scope: str = "session.read") -> Session:
        """Return the session; raises as `visible`."""
        return visible(self.states.records, principal, session_id, scope)

    def current(self, principal: Principal, session_id: str) -> Session:
        """Return the session as it is now, even if nobody has recorded what has expired; raises as `visible`."""
        # An expiry is a revision, as everything is that a strong ETag of the session must tell.
        return self.states.records.settled(self.see(principal, session_id), self.states.clock.now())

    def create(self, principal: Principal, beginning: Beginning) -> Session:
        """
        Return a new session of the principal.

        Raises:
            Forbidden: the principal may not write.
            Conflict: the id is taken, or a path would be a file and a folder at once.
            Invalid: a tag, a key or the access list cannot be such a one.
        """
        check_scope(principal, "session.write")
        check_keys(beginning.data)
        about = beginning.about.owned(f"user:{principal.subject}")
        check_own_tags(about.tags)
        check_tags(about.tags)
        now, life = self.states.clock.now(), self.states.identifiers.new()
        session = Session(
            id=SessionId(beginning.session_id or self.states.identifiers.new()),
            tenant=principal.tenant,
            owner=principal.subject,
            life=life,
            space=life,
            created=now,
            updated=now,
            about=about,
        )
        check_paths(beginning.code)
        values = Values(self.states.records.blobs, session.space)
        writes = tuple(Write("code", path, values.store_text(text)) for path, text in beginning.code.items())
        change = self._change("session.created", principal, delta=beginning.data, writes=writes)
        return self.sessions.bear(session, change)

    def describe(self, principal: Principal, session_id: str) -> Description:
        """Return the session with its content's hashes; raises as `visible`."""
        return self.described(self.see(principal, session_id))

    def described(self, session: Session) -> Description:
        """Return the session with its content's hashes."""
        session, view = self.states.records.read(session)
        roots = view.folded()
        found = View(roots, {"data": {}, "docs": {}, "code": {}, "env": {}}, view.store)
        keys = roots.data.count - _made(found, "data", "model", "diagnostics")
        files = roots.code.count - _made(found, "code", "code", "bundle")
        return Description(session, roots, keys, files, uncommitted=self._is_uncommitted(session, roots))

    def tag(
        self, principal: Principal, session_id: str, changes: Mapping[str, str | None], revision: int | None
    ) -> Session:
        """
        Set some tags and remove others.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the session is not at `revision`.
            Invalid: `tag_limit` or `reserved_tag`.
        """
        session = self.see(principal, session_id, "session.write")
        check_own_tags(changes)

        def tagged(about: About) -> About:
            merged = {**about.tags, **changes}
            tags = {name: value for name, value in merged.items() if value is not None}
            check_tags(tags)
            return replace(about, tags=tags)

        return self._alter(principal, session, _Edit("session.tagsChanged", tagged), revision)

    def share(self, principal: Principal, session_id: str, access: Mapping[str, Role], revision: int) -> Session:
        """
        Replace who has which role; only an owner may, and one must remain.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the session is not at `revision`.
            Invalid: nobody would be its owner (`last_owner`).
        """
        session = self.see(principal, session_id, "session.delete")
        if "owner" not in access.values():
            message = "a session needs an owner"
            raise Invalid(message, code="last_owner")
        index = SessionIndex(self.states.records.items)
        edit = _Edit("session.accessChanged", lambda about: replace(about, access=dict(access)), index.shared)
        return self._alter(principal, session, edit, revision)

    def delete(self, principal: Principal, session_id: str, revision: int, *, discard: bool) -> None:
        """
        Remove the session; its forks stay.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the session is not at `revision`.
            Conflict: a job is at work (`session_busy`), something is not committed (`uncommitted_changes`), or the
                policy asks for an approval, as `Approvals.granted` says.
        """
        session = self.see(principal, session_id, "session.delete")
        check_revision(session, revision)
        self.work.check_idle(session)
        if not discard and session.about.purpose != "disposable" and self._has_uncommitted(session):
            message = f"session {session.id} has changes that were not committed; say discard=true to lose them"
            raise Conflict(message, code="uncommitted_changes")
        if self.sessions.removal.mark(principal, session, unless_changed=True):
            self.sessions.sweep(session, deleted=self.states.clock.now())

    def _has_uncommitted(self, session: Session) -> bool:
        return session.uncommitted and self._is_uncommitted(*self._folded(session))

    def _folded(self, session: Session) -> tuple[Session, Roots]:
        session, view = self.states.records.read(session)
        return session, view.folded()

    def _is_uncommitted(self, session: Session, roots: Roots) -> bool:
        # What was changed and changed back is what was committed.
        return session.uncommitted and roots != self.states.base(session)

    def _alter(self, principal: Principal, session: Session, edit: _Edit, revision: int | None) -> Session:
        if revision is not None:
            check_revision(session, revision)
        if edit.told(session.about) == session.about:
            return session

        def amend(before: Session) -> tuple[Session, Sequence[Action]]:
            after = replace(before, about=edit.told(before.about))
            return after, edit.beside(before, after)

        return self.states.records.change(session, self._change(edit.kind, principal), amend=amend, revision=revision)

    def _change(
        self,
        kind: str,
        principal: Principal,
        *,
        delta: Mapping[str, Json] | None = None,
        writes: tuple[Write, ...] = (),
    ) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind=kind,
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            delta=delta or {},
            writes=writes,
        )


def check_revision(session: Session, revision: int) -> None:
    """
    Refuse what was decided by another revision.

    Raises:
        Stale: the session is not at `revision`.
    """
    if session.revision != revision:
        message = f"If-Match names r{revision}, but the session is at r{session.revision}"
        raise Stale(message, facts={"currentETag": f'"r{session.revision}"'})


def _made(view: View, zone: Zone, *names: str) -> int:
    return sum(view.find(zone, made(name)) is not None for name in names)
