"""Commits: one item each that belongs to no session, and one in the list of its session."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final, cast

from shared.domain.commit import Commit
from shared.domain.session import Session
from shared.domain.workspace import POLICIES, Policy, Purpose
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Action, Item, Items, Put
from shared.records import keys, state_keys
from shared.records.about import roots_from_text, roots_to_text
from shared.records.headers import from_micros, to_micros
from shared.records.values import to_text

_FORMER: Final[Purpose] = "durable"
"""The purpose of what began from a commit while commits did not keep any."""


@dataclass(frozen=True, slots=True)
class CommitRecords:
    """The commits of every session."""

    items: Items

    def added(self, session: Session, commit: Commit) -> tuple[Action, ...]:
        """Return the actions that record a new commit of a session."""
        attributes = _attributes(commit)
        listed = state_keys.commit_of(session, commit.sequence)
        return (
            Put(key=state_keys.commit(commit.id), attributes=attributes, conditions=(Absent(),)),
            Put(key=listed, attributes=attributes, conditions=(Absent(),)),
        )

    def get(self, commit_id: str) -> Commit:
        """
        Return a commit.

        Raises:
            NotFound: there is no such commit (`not_found`).
        """
        item = self.items.get(state_keys.commit(commit_id))
        if item is None:
            raise no_commit(commit_id)
        return _commit(item)

    def page(self, session: Session, size: int, after: str | None) -> tuple[tuple[Commit, ...], str | None]:
        """Return up to `size` commits of a session, newest first, and where the list goes on, if it does."""
        partition = keys.content_partition(session)
        found: list[Item] = []
        place = after
        while len(found) <= size:
            page = self.items.query(
                partition, prefix=state_keys.COMMITS, after=place, forward=False, limit=size + 1 - len(found)
            )
            found += page.items
            place = page.after
            if place is None:
                break
        more = found[size - 1].key.sort if len(found) > size else None
        return tuple(map(_commit, found[:size])), more


def no_commit(commit_id: str) -> NotFound:
    """Return the error for a commit that is not there."""
    return NotFound(f"There is no commit {commit_id}")


def _attributes(commit: Commit) -> dict[str, str | int | bytes]:
    return {
        "id": commit.id,
        "tenant": commit.tenant,
        "session": commit.session_id,
        "life": commit.life,
        "space": commit.space,
        "root": commit.root,
        "parents": to_text(list(commit.parents)),
        "node": commit.node_id,
        "depth": commit.depth,
        "revision": commit.revision,
        "sequence": commit.sequence,
        "hash": commit.content_hash,
        "roots": roots_to_text(commit.roots),
        "message": commit.message,
        "summary": commit.summary_id,
        "approval": commit.approval_id,
        "author": commit.author,
        "created": to_micros(commit.created),
        "access": to_text(dict(commit.access)),
        "purpose": commit.purpose,
        "policy": to_text(asdict(commit.policy)),
    }


def _commit(item: Item) -> Commit:
    at = item.attributes
    return Commit(
        id=str(at["id"]),
        tenant=str(at["tenant"]),
        session_id=str(at["session"]),
        life=str(at["life"]),
        space=str(at["space"]),
        root=str(at["root"]),
        parents=tuple(json.loads(str(at["parents"]))),
        node_id=str(at["node"]),
        depth=int(at["depth"]),
        revision=int(at["revision"]),
        sequence=int(at["sequence"]),
        content_hash=str(at["hash"]),
        roots=roots_from_text(str(at["roots"])),
        message=str(at["message"]),
        summary_id=str(at["summary"]),
        approval_id=str(at["approval"]),
        author=str(at["author"]),
        created=from_micros(int(at["created"])),
        access=json.loads(str(at["access"])),
        purpose=cast("Purpose", at.get("purpose", _FORMER)),
        policy=Policy(**json.loads(str(at["policy"]))) if "policy" in at else POLICIES[_FORMER],
    )
