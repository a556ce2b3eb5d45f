"""
The files that agents keep, of one session or of all sessions of a user: one item per name and one per version.

The item of a name says how many versions there are, and which life of the name they belong to, so that nothing of a
removed file reappears under a new one of the same name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from shared.domain.agent_artifact import ArtifactVersion, NewArtifact
from shared.domain.session import Session
from shared.kernel.errors import Unavailable
from shared.kernel.hashing import Json, canonical, digest
from shared.ports.blobs import Blobs
from shared.ports.clock import Patience
from shared.ports.items import Absent, Action, Check, ConditionFailed, Delete, Equals, Item, Items, Key, Put, Value
from shared.records import headers, keys
from shared.records.families import FamilyRecords
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.shared_spaces import SharedSpaces
from shared.records.values import to_text

_GUARD: Final = 2
"""Which action of a saving fails when the session has gone."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """
    Where files lie: a partition for what is known of them, and a blob space for their bytes.

    A shelf of a `session` goes with it, and takes nothing more from then on.
    """

    partition: str
    space: str
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """What is known of a name: which life of it this is, and how many versions that has had."""

    key: Key
    life: str
    versions: int


@dataclass(frozen=True, slots=True)
class AgentArtifactRecords:
    """The files on every shelf."""

    items: Items
    blobs: Blobs
    patience: Patience

    def names(self, shelf: Shelf) -> tuple[str, ...]:
        """Return the names on a shelf, sorted."""
        found = every_item(self.items, shelf.partition, keys.ARTIFACT_NAMES)
        return tuple(sorted(str(item.attributes["name"]) for item in found))

    def save(self, shelf: Shelf, new: NewArtifact, now: datetime, life: str) -> ArtifactVersion:
        """
        Keep a part as the next version of its name; `life` begins one if there is none.

        Raises:
            NotFound: the session whose shelf this is has gone meanwhile (`session_not_found`).
            Unavailable: others kept saving under this name for longer than we wait.
        """
        named = self._find(shelf, new.name)
        if named is None:
            self._list(shelf)
        blob = self.blobs.put(shelf.space, canonical(dict(new.part)))
        for attempt in count(1):
            version = ArtifactVersion(
                name=new.name,
                version=named.versions if named else 0,
                blob=blob,
                media_type=_media_type(new.part),
                created=now,
                metadata=new.metadata,
            )
            try:
                self.items.transact(_saving(shelf, version, named, life))
            except ConditionFailed as lost:
                if shelf.session and lost.index == _GUARD:
                    FamilyRecords(self.items, self.blobs).discard(shelf.session)
                    raise headers.no_session(shelf.session.agent_id) from lost
                named = None if lost.old is None else _named(lost.old)
            else:
                return version
            if not self.patience.wait(attempt):
                break
        message = f"the file {new.name} is being saved by too many writers; try again"
        raise Unavailable(message, retry_after=2)

    def find(self, shelf: Shelf, name: str, version: int | None = None) -> ArtifactVersion | None:
        """Return a version of a file, the latest if none is named, if there is one."""
        named = self._find(shelf, name)
        if named is None:
            return None
        number = named.versions - 1 if version is None else version
        item = self.items.get(keys.artifact_version(shelf.partition, name, named.life, number)) if number >= 0 else None
        return None if item is None else _version(item)

    def versions(self, shelf: Shelf, name: str) -> tuple[ArtifactVersion, ...]:
        """Return every version of a file, oldest first."""
        named = self._find(shelf, name)
        if named is None:
            return ()
        prefix = keys.artifact_versions(name, named.life)
        return tuple(_version(item) for item in every_item(self.items, shelf.partition, prefix))

    def part(self, shelf: Shelf, version: ArtifactVersion) -> dict[str, Json]:
        """Return the part of a conversation that a version is."""
        found: dict[str, Json] = json.loads(self.blobs.get(shelf.space, version.blob))
        return found

    def delete(self, shelf: Shelf, name: str) -> None:
        """Remove a file with all its versions; the name first, so that nobody sees half of them."""
        named = self._find(shelf, name)
        if named is None:
            return
        self._list(shelf)
        self.items.transact([Delete(key=named.key)])
        prefix = keys.artifact_versions(name, named.life)
        left = [item.key for item in every_item(self.items, shelf.partition, prefix)]
        for start in range(0, len(left), 100):
            self.items.transact([Delete(key=key) for key in left[start : start + 100]])

    def _list(self, shelf: Shelf) -> None:
        """Let the collector know of a shelf before it keeps bytes, or lets go of any; a session's family does that."""
        if shelf.session is None:
            SharedSpaces(self.items).add(shelf.space, shelf.partition)

    def _find(self, shelf: Shelf, name: str) -> _Named | None:
        item = self.items.get(keys.artifact_name(shelf.partition, name))
        return None if item is None else _named(item)


def session_shelf(session: Session) -> Shelf:
    """Return where the files of one session lie."""
    return Shelf(keys.session_artifacts(session), session.space, session)


def user_shelf(tenant: str, app: str, owner: str) -> Shelf:
    """Return where the files lie that all of a user's sessions of an app share."""
    partition = keys.user_artifacts(tenant, app, owner)
    return Shelf(partition, f"scope-{digest(partition.encode())}")


def _named(item: Item) -> _Named:
    return _Named(item.key, str(item.attributes["life"]), int(item.attributes["versions"]))


def _saving(shelf: Shelf, new: ArtifactVersion, named: _Named | None, life: str) -> list[Action]:
    life = named.life if named else life
    unchanged = (Equals("life", life), Equals("versions", new.version)) if named else (Absent(),)
    counted: dict[str, Value] = {"name": new.name, "life": life, "versions": new.version + 1}
    key = keys.artifact_version(shelf.partition, new.name, life, new.version)
    return [
        Put(key=keys.artifact_name(shelf.partition, new.name), attributes=counted, conditions=unchanged),
        Put(key=key, attributes=_attributes(new), conditions=(Absent(),)),
        *([_standing(shelf.session)] if shelf.session else ()),
    ]


def _standing(session: Session) -> Check:
    return Check(key=keys.head(session.id), conditions=(Equals("life", session.life), Equals("standing", 1)))


def _media_type(part: Mapping[str, Json]) -> str:
    for kind in ("inlineData", "fileData"):
        data = part.get(kind)
        if isinstance(data, dict):
            return str(data.get("mimeType") or "application/octet-stream")
    return "text/plain"


def _attributes(version: ArtifactVersion) -> dict[str, str | int | bytes]:
    return {
        "name": version.name,
        "version": version.version,
        "blob": version.blob,
        "mediaType": version.media_type,
        "created": to_micros(version.created),
        "metadata": to_text(dict(version.metadata)),
    }


def _version(item: Item) -> ArtifactVersion:
    at = item.attributes
    return ArtifactVersion(
        name=str(at["name"]),
        version=int(at["version"]),
        blob=str(at["blob"]),
        media_type=str(at["mediaType"]),
        created=from_micros(int(at["created"])),
        metadata=json.loads(str(at["metadata"])),
    )
