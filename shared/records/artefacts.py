"""What the stages make of a session's documents: the model, the code, the bundle; each a pointer to a blob."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.domain.session import Session
from shared.kernel.errors import NotFound
from shared.ports.blobs import Blobs
from shared.ports.items import Items, Put
from shared.records import keys

ArtefactName = Literal["model", "diagnostics", "code", "bundle"]


@dataclass(frozen=True, slots=True)
class ArtefactRecords:
    """The artefacts of every session."""

    items: Items
    blobs: Blobs

    def stored(self, session: Session, name: ArtefactName, digest: str, filename: str = "") -> Put:
        """Return the action that makes the blob `digest` the session's artefact, to be downloaded as `filename`."""
        attributes = {"blob": digest, "filename": filename}
        return Put(key=keys.artefact(session, name), attributes=attributes, conditions=())

    def find(self, session: Session, name: ArtefactName) -> tuple[str, str]:
        """
        Return the digest of the artefact's blob, and its filename.

        Raises:
            NotFound: no stage has made it yet (`artefact_not_found`).
        """
        item = self.items.get(keys.artefact(session, name))
        if item is None:
            message = f"Session {session.id} has no {name} yet"
            raise NotFound(message, code="artefact_not_found")
        return str(item.attributes["blob"]), str(item.attributes["filename"])

    def read(self, session: Session, name: ArtefactName) -> bytes:
        """Return the artefact's bytes; raises as `find` does."""
        return self.blobs.get(session.space, self.find(session, name)[0])
