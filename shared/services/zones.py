"""A session's content item by item: data keys and code files, each written only from the state that was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.content import Leaf, Write, Zone, is_made
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import NotFound, Stale, Unavailable
from shared.kernel.hashing import Json
from shared.records.code import CodeRecords
from shared.records.content import View
from shared.records.values import Values, leaf_hash
from shared.services.data_keys import check_keys
from shared.services.derivation import Derivations
from shared.services.paths import check_path, collision
from shared.services.states import States
from shared.services.visibility import visible
from shared.services.workspaces import check_revision

_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """What a writer saw: an item with a `hash`, none (`absent`), or whatever there is (neither)."""

    hash: str = ""
    absent: bool = False

    def check(self, leaf: Leaf | None) -> None:
        """
        Refuse a write that was decided by something else than what is there.

        Raises:
            Stale: the item has another hash, or is there although it should not be.
        """
        self.check_hash("" if leaf is None else leaf_hash(leaf))

    def check_hash(self, present: str) -> None:
        """Refuse it by the hash of what is there, "" for nothing; raises as `check`."""
        if (self.absent and present) or (self.hash and self.hash != present):
            message = "the item is not as it was when it was seen"
            raise Stale(message, facts={"currentETag": f'"sha256:{present}"' if present else None})


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a zone: its name, its leaf, and the session it was read from."""

    session: Session
    name: str
    leaf: Leaf

    @property
    def hash(self) -> str:
        """The digest of what it holds."""
        return leaf_hash(self.leaf)


@dataclass(frozen=True, slots=True)
class Written:
    """The session after a write, the item's hash ("" when it was removed), and whether it is new."""

    session: Session
    hash: str
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The zones of every session."""

    states: States

    def view(self, principal: Principal, session_id: str) -> tuple[Session, View]:
        """Return the session and its content, both of one revision; raises as `visible`."""
        return self.states.records.read(visible(self.states.records, principal, session_id))

    def data(self, principal: Principal, session_id: str) -> tuple[Session, dict[str, Json]]:
        """Return the session and the value of every data key; raises as `visible`."""
        return self.states.records.data(visible(self.states.records, principal, session_id))

    def replace_data(self, principal: Principal, session_id: str, data: Mapping[str, Json], revision: int) -> Session:
        """
        Make `data` the whole data of a session at `revision`.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the session is at another revision.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        present = self.states.records.data(session)[1]
        removed = tuple(name for name in present if name not in data)
        changed = {name: value for name, value in data.items() if name not in present or _differ(present[name], value)}
        return self._change_data(principal, session, changed, removed, revision)

    def merge_data(self, principal: Principal, session_id: str, changes: Mapping[str, Json], revision: int) -> Session:
        """Replace the values under some keys of a session at `revision`, and take away those with None; as above."""
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        present = self.states.records.data(session)[1]
        removed = tuple(name for name, value in changes.items() if value is None and name in present)
        changed = {name: value for name, value in changes.items() if value is not None}
        return self._change_data(principal, session, changed, removed, revision)

    def item(self, principal: Principal, session_id: str, zone: Zone, name: str) -> Item:
        """
        Return one item.

        Raises:
            NotFound: as `visible`, or there is no such item (`not_found`).
        """
        session, view = self.view(principal, session_id)
        leaf = None if is_made(name) else view.find(zone, name)
        if leaf is None:
            message = f"Session {session_id} has no {zone} item {name}"
            raise NotFound(message)
        return Item(session, name, leaf)

    def value(self, item: Item) -> Json:
        """Return the value of a data key."""
        return Values(self.states.records.blobs, item.session.space).load(item.leaf)

    def text(self, item: Item) -> str:
        """Return the text of a code file."""
        return Values(self.states.records.blobs, item.session.space).load_text(item.leaf)

    def put_key(self, principal: Principal, session_id: str, name: str, value: Json, seen: Seen) -> Written:
        """
        Write one data key.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the key is not as it was seen.
            Invalid: it cannot be a key.
        """
        check_keys([name])

        def leaf(session: Session, _view: View, _present: Leaf | None) -> Leaf:
            return Values(self.states.records.blobs, session.space).store(value)

        return self._write(principal, session_id, ("data", name), leaf, seen)

    def put_file(self, principal: Principal, session_id: str, path: str, text: str, seen: Seen) -> Written:
        """
        Write one code file.

        Raises:
            NotFound, Forbidden: as `visible`.
            Stale: the file is not as it was seen.
            Invalid: it cannot be a path.
            Conflict: a file is where the path has a folder, or the other way round (`file_directory_collision`).
        """
        check_path(path)
        files = CodeRecords(self.states.records.blobs)

        def leaf(session: Session, view: View, present: Leaf | None) -> Leaf:
            sources = () if present is None else Derivations(files).edited(session, view, present)
            return files.leaf(session, text, sources)

        return self._write(principal, session_id, ("code", path), leaf, seen)

    def remove(self, principal: Principal, session_id: str, zone: Zone, name: str, seen: Seen) -> Written:
        """Take one item away; raises as `item`, and `Stale`."""
        return self._write(principal, session_id, (zone, name), None, seen)

    def _write(
        self,
        principal: Principal,
        session_id: str,
        place: tuple[Zone, str],
        make: Callable[[Session, View, Leaf | None], Leaf] | None,
        seen: Seen,
    ) -> Written:
        zone, name = place
        for _ in range(_TRIES):
            session = visible(self.states.records, principal, session_id, "session.write")
            session, view = self.states.records.read(session)
            present = view.find(zone, name)
            seen.check(present)
            if make is None and present is None:
                message = f"Session {session_id} has no {zone} item {name}"
                raise NotFound(message)
            if zone == "code" and present is None:
                _check_collision(name, view)
            leaf = make(session, view, present) if make else None
            if leaf is not None and present is not None and leaf_hash(leaf) == leaf_hash(present):
                return Written(session, leaf_hash(leaf), created=False)
            change = self._change(f"{zone}.changed", principal, writes=(Write(zone, name, leaf),))
            try:
                after = self.states.records.change(session, change, revision=session.revision)
            except Stale:
                continue  # somebody changed the session meanwhile, maybe this very item
            return Written(after, "" if leaf is None else leaf_hash(leaf), created=present is None)
        message = f"session {session_id} is being changed by too many writers; try again"
        raise Unavailable(message)

    def _change_data(
        self,
        principal: Principal,
        session: Session,
        changed: Mapping[str, Json],
        removed: tuple[str, ...],
        revision: int,
    ) -> Session:
        check_keys(changed)
        if not changed and not removed:
            return session
        change = self._change("data.changed", principal, delta=changed, removed=removed)
        return self.states.records.change(session, change, revision=revision)

    def _change(
        self,
        kind: str,
        principal: Principal,
        *,
        delta: Mapping[str, Json] | None = None,
        removed: tuple[str, ...] = (),
        writes: tuple[Write, ...] = (),
    ) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind=kind,
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            delta=delta or {},
            removed=removed,
            writes=writes,
        )


def _check_collision(path: str, view: View) -> None:
    paths = [name for name in view.leaves("code") if not is_made(name)]
    if any(other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in paths):
        raise collision(path)


def _differ(one: Json, other: Json) -> bool:
    # To Python, 1, 1.0 and True are equal, and so are objects of another order.
    return repr(one) != repr(other)
