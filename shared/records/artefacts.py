"""
What the stages make: the model, the code, the bundle; each a leaf of the zone it moves with, naming a blob.

The model is read from the documents, but is the full form of what the data tells of them: a restored data zone must
find the model it was written with. Code and bundle belong to the code zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shared.domain.content import Write, Zone, made
from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.ports.blobs import Blobs
from shared.ports.items import Items
from shared.records.content import ContentRecords

ArtefactName = Literal["model", "diagnostics", "code", "bundle"]

_ZONES: Final[Mapping[ArtefactName, Zone]] = {"model": "data", "diagnostics": "data", "code": "code", "bundle": "code"}


@dataclass(frozen=True, slots=True)
class ArtefactRecords:
    """The artefacts of every session."""

    items: Items
    blobs: Blobs

    def stored(self, name: ArtefactName, digest: str, filename: str = "") -> Write:
        """Return the write that makes the blob `digest` the session's artefact, to be downloaded as `filename`."""
        return Write(_ZONES[name], made(name), {"v": {"blob": digest, "filename": filename}, "r": [digest]})

    def find(self, session: Session, name: ArtefactName) -> tuple[str, str]:
        """
        Return the digest of the artefact's blob, and its filename.

        Raises:
            NotFound: no stage has made it yet (`artefact_not_found`).
        """
        leaf = ContentRecords(self.items, self.blobs).view(session).find(_ZONES[name], made(name))
        if leaf is None:
            message = f"Session {session.id} has no {name} yet"
            raise NotFound(message, code="artefact_not_found")
        value = leaf["v"]
        assert isinstance(value, dict)  # noqa: S101 - what `stored` wrote
        return str(value["blob"]), str(value["filename"])

    def read(self, session: Session, name: ArtefactName) -> bytes:
        """Return the artefact's bytes; raises as `find` does."""
        return self.blobs.get(session.space, self.find(session, name)[0])
