"""
Families: the sessions and commits that share one blob space.

A fork joins the family of what it was forked from, so that their contents share blobs. The space goes with the last
member; until then, what nobody holds is for the collector.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.session import Session
from shared.ports.blobs import Blobs
from shared.ports.items import Action, Delete, Items, Key, Put, Update
from shared.records import state_keys
from shared.records.paging import every_item

_SESSION = "S"
_COMMIT = "C"


@dataclass(frozen=True, slots=True)
class Member:
    """One session of a family, by its id and life; `place` is where a list of them goes on behind it."""

    session_id: str
    life: str
    place: str


@dataclass(frozen=True, slots=True)
class FamilyRecords:
    """The families of all sessions."""

    items: Items
    blobs: Blobs

    def joined(self, session: Session) -> Put:
        """Return the action by which a new session joins the family of its space."""
        # Unconditional: the condition of its header, in the same transaction, guards it.
        return Put(key=_place(session), attributes={"session": session.id, "life": session.life}, conditions=())

    def held_by(self, space: str, commit_id: str) -> Put:
        """Return the action by which a new commit joins the family of a space, which then stays for good."""
        return Put(key=state_keys.member(space, _COMMIT, commit_id), attributes={"commit": commit_id}, conditions=())

    def moved(self, space: str) -> Update:
        """Return the action that counts a move: something held by one member is from now on held by another as well."""
        return Update(key=state_keys.moves(space), conditions=(), add={"moves": 1})

    def moves(self, space: str) -> int:
        """Return how many moves there have been."""
        item = self.items.get(state_keys.moves(space))
        return 0 if item is None else int(item.attributes["moves"])

    def left(self, session: Session) -> None:
        """Take a session that is going out of its family; the last one takes the space along."""
        self.items.transact([Delete(key=_place(session))])
        self.discard(session)

    def discard(self, session: Session) -> None:
        """Remove a space whose members are all gone, also what a late writer put there afterwards."""
        if self._has_members(session.space):
            return
        names = [item.key for item in every_item(self.items, state_keys.family_partition(session.space))]
        for start in range(0, len(names), 100):
            actions: list[Action] = [Delete(key=key) for key in names[start : start + 100]]
            self.items.transact(actions)
        self.blobs.delete_space(session.space)

    def sessions(self, space: str, *, after: str | None = None) -> Iterator[Member]:
        """Yield the sessions of a family by their ids, from behind a place on."""
        partition = state_keys.member(space, _SESSION, "-").partition
        prefix = f"{state_keys.members_prefix(space)}{_SESSION}#"
        for item in every_item(self.items, partition, prefix, after=after):
            yield Member(str(item.attributes["session"]), str(item.attributes["life"]), item.key.sort)

    def commits(self, space: str) -> Iterator[str]:
        """Yield the ids of the commits of a family."""
        partition = state_keys.member(space, _COMMIT, "-").partition
        for item in every_item(self.items, partition, f"{state_keys.members_prefix(space)}{_COMMIT}#"):
            yield str(item.attributes["commit"])

    def spaces(self, first: int = 0) -> Iterator[str]:
        """Yield every family's space once, those of one shard first."""
        start = first % len(state_keys.SHARDS)
        for digit in state_keys.SHARDS[start:] + state_keys.SHARDS[:start]:
            last = ""
            for item in every_item(self.items, state_keys.families_partition(digit)):
                space = item.key.sort.partition("#")[0]
                if space != last:
                    yield space
                last = space

    def _has_members(self, space: str) -> bool:
        partition = state_keys.member(space, _SESSION, "-").partition
        return bool(self.items.query(partition, prefix=state_keys.members_prefix(space), limit=1).items)


def _place(session: Session) -> Key:
    return state_keys.member(session.space, _SESSION, f"{session.id}#{session.life}")
