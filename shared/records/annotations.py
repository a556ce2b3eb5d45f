"""Annotations: one item each, changed only from the version that was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from shared.domain.annotation import Annotation, AnnotationKind, AnnotationStatus, Lines
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Delete, Equals, Item, Items, Key, Put
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item

_PREFIX: Final = "ANNOTATION#"


@dataclass(frozen=True, slots=True)
class AnnotationRecords:
    """The annotations of every session."""

    items: Items

    def added(self, session: Session, annotation: Annotation) -> Put:
        """Return the action that records a new annotation."""
        return Put(key=_key(session, annotation.id), attributes=_attributes(annotation), conditions=(Absent(),))

    def changed(self, session: Session, before: Annotation, after: Annotation) -> Put:
        """Return the action that replaces an annotation as it was read."""
        guard = (Equals("version", before.version),)
        return Put(key=_key(session, after.id), attributes=_attributes(after), conditions=guard)

    def removed(self, session: Session, annotation: Annotation) -> Delete:
        """Return the action that removes an annotation as it was read."""
        return Delete(key=_key(session, annotation.id), conditions=(Equals("version", annotation.version),))

    def get(self, session: Session, annotation_id: str) -> Annotation:
        """
        Return an annotation.

        Raises:
            NotFound: the session has no such annotation (`not_found`).
        """
        item = self.items.get(_key(session, annotation_id))
        if item is None:
            message = f"Session {session.id} has no annotation {annotation_id}"
            raise NotFound(message)
        return _annotation(item)

    def list(self, session: Session, *, after: str | None = None) -> Iterator[Annotation]:
        """Yield the annotations, oldest first, from behind the one with the id `after` on."""
        start = None if after is None else _key(session, after).sort
        for item in every_item(self.items, keys.content_partition(session), _PREFIX, after=start):
            yield _annotation(item)


def _key(session: Session, annotation_id: str) -> Key:
    return Key(keys.content_partition(session), _PREFIX + keys.named(annotation_id))


def _attributes(annotation: Annotation) -> dict[str, str | int | bytes]:
    lines = annotation.lines
    return {
        "id": annotation.id,
        "path": annotation.path,
        "hash": annotation.content_hash,
        "kind": annotation.kind,
        "status": annotation.status,
        "body": annotation.body,
        "author": annotation.author,
        "created": to_micros(annotation.created),
        "updated": to_micros(annotation.updated),
        "version": annotation.version,
        **({} if lines is None else {"start": lines.start, "end": lines.end}),
    }


def _annotation(item: Item) -> Annotation:
    at = item.attributes
    return Annotation(
        id=str(at["id"]),
        path=str(at["path"]),
        content_hash=str(at["hash"]),
        lines=Lines(int(at["start"]), int(at["end"])) if "start" in at else None,
        kind=cast("AnnotationKind", at["kind"]),
        status=cast("AnnotationStatus", at["status"]),
        body=str(at["body"]),
        author=str(at["author"]),
        created=from_micros(int(at["created"])),
        updated=from_micros(int(at["updated"])),
        version=int(at["version"]),
    )
