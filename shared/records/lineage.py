"""The graph of a family's contents: one node per state that was forked, saved, restored, committed or merged."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.content import Roots, content_hash
from shared.domain.session import Session
from shared.domain.workspace import Node, NodeKind
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Action, ConditionFailed, Equals, Item, Items, Present, Put, Update
from shared.records import state_keys
from shared.records.about import roots_from_text, roots_to_text
from shared.records.headers import from_micros, to_micros
from shared.records.values import to_text


@dataclass(frozen=True, slots=True)
class LineageRecords:
    """The nodes of every family."""

    items: Items

    def get(self, space: str, node_id: str) -> Node:
        """
        Return a node; the one a family begins with, which is empty, is named like its space and kept nowhere.

        Raises:
            NotFound: there is no such node (`ref_not_found`).
        """
        item = self.items.get(state_keys.node(space, node_id))
        if item is not None:
            return _node(item)
        if node_id != space:
            message = f"there is no node {node_id}"
            raise NotFound(message, code="ref_not_found")
        return origin(space)

    def at_revision(self, session: Session, revision: int) -> str | None:
        """Return the id of the node that a revision of the session is, if one was made of it."""
        item = self.items.get(state_keys.revision(session, revision))
        return None if item is None else str(item.attributes["node"])

    def head(self, session: Session, node_id: str, kind: NodeKind, at: datetime) -> Node:
        """Return the new node `node_id` that a snapshot is."""
        roots = session.layers.roots
        return Node(
            id=node_id,
            session_id=session.id,
            kind=kind,
            revision=session.revision,
            content_hash=content_hash(roots),
            roots=roots,
            parents=(session.lineage.node,),
            depth=session.lineage.depth + 1,
            at=at,
        )

    def recorded(self, session: Session, node: Node, *, anchored: bool = False) -> tuple[Action, ...]:
        """Return the actions that record a new node of the session, and which revision it is."""
        attributes = {**_attributes(node), "anchored": int(anchored)}
        return (
            Put(key=state_keys.node(session.space, node.id), attributes=attributes, conditions=(Absent(),)),
            Put(key=state_keys.revision(session, node.revision), attributes={"node": node.id}, conditions=()),
        )

    def adopted(self, space: str, node: Node) -> Put:
        """Return the action that records a node of another family in the graph of this one, as one it departs from."""
        attributes = {**_attributes(replace(node, parents=())), "anchored": 1}
        return Put(key=state_keys.node(space, node.id), attributes=attributes, conditions=())

    def pointed(self, session: Session, node_id: str) -> Put:
        """Return the action that records which node the session's revision is."""
        return Put(key=state_keys.revision(session, session.revision), attributes={"node": node_id}, conditions=())

    def anchored(self, space: str, node_id: str, roots: Roots) -> tuple[Update, ...]:
        """Return the action that keeps a node's content for good, since somebody departs from it."""
        if node_id == space:
            return ()  # the origin is kept nowhere
        update: dict[str, str | int | bytes] = {"anchored": 1, "roots": roots_to_text(roots)}
        return (Update(key=state_keys.node(space, node_id), conditions=(Present(),), set=update),)

    def let_go(self, space: str, node_id: str) -> None:
        """Let go of a node's content, unless somebody departed from it; the node stays in the graph."""
        with suppress(ConditionFailed):
            guard = (Equals("anchored", 0),)
            self.items.transact([Update(key=state_keys.node(space, node_id), conditions=guard, set={"roots": ""})])


def origin(space: str) -> Node:
    """Return the node that a family begins with."""
    moment = from_micros(0)
    return Node(
        id=space,
        session_id="",
        kind="origin",
        revision=0,
        content_hash=content_hash(Roots()),
        roots=Roots(),
        parents=(),
        depth=0,
        at=moment,
    )


def _attributes(node: Node) -> dict[str, str | int | bytes]:
    return {
        "id": node.id,
        "session": node.session_id,
        "kind": node.kind,
        "revision": node.revision,
        "hash": node.content_hash,
        "roots": "" if node.roots is None else roots_to_text(node.roots),
        "parents": to_text(list(node.parents)),
        "depth": node.depth,
        "at": to_micros(node.at),
    }


def _node(item: Item) -> Node:
    at = item.attributes
    roots = str(at["roots"])
    return Node(
        id=str(at["id"]),
        session_id=str(at["session"]),
        kind=str(at["kind"]),  # type: ignore[arg-type]  # as written
        revision=int(at["revision"]),
        content_hash=str(at["hash"]),
        roots=roots_from_text(roots) if roots else None,
        parents=tuple(json.loads(str(at["parents"]))),
        depth=int(at["depth"]),
        at=from_micros(int(at["at"])),
    )
