"""A document in the form in which clients keep it and bring it back: its chunks, with their texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NoReturn
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json

_SOURCES: Final = ("scraper", "upload")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleChunk:
    """One chunk of a bundle; `told` holds what is the bundle's own: source, url, createdAt and scrapeJobIds."""

    id: str
    content: str
    summary: str
    metadata: Mapping[str, Json]
    told: Mapping[str, Json]


def is_bundle(value: Json) -> bool:
    """Return whether a JSON value is a bundle: an object with a list of chunks, or with nothing but its id."""
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("chunks"), list) or value.keys() <= {"docId", "chunks"}


def chunks_of(value: Mapping[str, Json], document_id: str) -> tuple[BundleChunk, ...]:
    """
    Return the chunks of a bundle that is to become the document `document_id`.

    Raises:
        Invalid: it names another document, or a chunk lacks something or comes twice (`invalid_documentation_import`).
    """
    if value.get("docId") is not None and _uuid(value["docId"], "docId") != document_id:
        _refuse("docId is not the document's that the path names")
    listed = value.get("chunks") or []
    found = tuple(
        _chunk(each, f"chunks[{place}]") for place, each in enumerate(listed if isinstance(listed, list) else [])
    )
    if len({each.id for each in found}) != len(found):
        _refuse("a chunkId comes twice")
    return found


def _chunk(value: Json, at: str) -> BundleChunk:
    if not isinstance(value, dict):
        _refuse(f"{at} is no object")
    source, content, created = (_text(value, name, at) for name in ("source", "content", "createdAt"))
    if source not in _SOURCES:
        _refuse(f"{at}.source is scraper or upload")
    metadata = value.get("metadata", value.get("@metadata"))
    jobs = value.get("scrapeJobIds")
    return BundleChunk(
        id=_uuid(value.get("chunkId"), f"{at}.chunkId"),
        content=content,
        summary=str(value.get("summary") or ""),
        metadata=metadata if isinstance(metadata, dict) else {},
        told={
            "source": source,
            "url": str(value.get("url") or ""),
            "createdAt": created,
            "scrapeJobIds": list[Json](map(str, jobs)) if isinstance(jobs, list) else [],
        },
    )


def _text(value: Mapping[str, Json], name: str, at: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        _refuse(f"{at}.{name} is a text")
    return found


def _uuid(value: Json, at: str) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        _refuse(f"{at} is a UUID")


def _refuse(reason: str) -> NoReturn:
    message = f"The bundle cannot be imported: {reason}"
    raise Invalid(message, code="invalid_documentation_import")
