"""The records that several services are built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shared.adapters.patience import Backoff
from shared.bootstrap.engines import engines
from shared.bootstrap.stores import Stores, hosted

if TYPE_CHECKING:
    from shared.records.artefacts import ArtefactRecords
    from shared.records.documents import DocumentRecords
    from shared.records.sessions import SessionRecords

PATIENCE: Final = Backoff(base=0.004, cap=0.25, total=20.0)
"""How long writers of one session wait for each other."""


def session_records() -> SessionRecords:
    """Return the sessions, their content and their log."""
    return session_records_on(hosted())


def session_records_on(stores: Stores) -> SessionRecords:
    """Return the sessions that these stores keep."""
    from shared.records.sessions import SessionRecords

    return SessionRecords(stores.items, stores.blobs, PATIENCE)


def document_records() -> DocumentRecords:
    """Return the documents of every session."""
    from shared.records.documents import DocumentRecords

    return DocumentRecords(engines().items, engines().blobs)


def artefact_records() -> ArtefactRecords:
    """Return the artefacts of every session."""
    from shared.records.artefacts import ArtefactRecords

    return ArtefactRecords(engines().items, engines().blobs)
