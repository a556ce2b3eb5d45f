"""S3 event: an object was put under `uploads/`; make a document of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from shared.bootstrap.services import intake
from shared.domain.upload_place import Delivery, UploadPlace, place_of
from shared.kernel.errors import Invalid
from shared.observability.logging import logged_as, logger


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """
    Process every object the event names and return how many.

    Object keys are URL-encoded in events (Amazon S3, "Event message structure"). An error leaves the rest of the event
    undone; Lambda delivers it again, and what was done already is not done twice.
    """
    found = [entry["s3"]["object"] for entry in event.get("Records", ())]
    uploads = [(place, _delivery(entry)) for entry in found if (place := _place(entry)) is not None]
    for place, delivery in uploads:
        with logged_as(sessionId=place.session_id, docId=place.document_id):
            intake().process(place, delivery)
            logger.info("upload processed")
    return {"processed": len(uploads)}


def _place(entry: dict[str, Any]) -> UploadPlace | None:
    try:
        return place_of(unquote_plus(entry["key"]))
    except Invalid:
        logger.warning("upload ignored: its key is not uploads/{sessionId}/{docId}/{filename}")
        return None


def _delivery(entry: dict[str, Any]) -> Delivery:
    """Return what tells this upload from every other; the same in every event about it."""
    mark = ":".join(str(entry.get(name, "")) for name in ("key", "versionId", "sequencer", "eTag"))
    return Delivery(mark=mark, version=str(entry.get("versionId", "")))
