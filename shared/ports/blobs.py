"""Bytes: immutable ones by their hash, and uploads by the place a user put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from shared.domain.upload_place import UploadPlace

RENEWAL: Final = timedelta(days=1)
"""Bytes that were kept longer ago are kept anew, so that whoever removes old ones can tell that they are wanted."""


@dataclass(frozen=True, slots=True)
class KeptBlob:
    """Bytes as they were listed: their digest, when they were last kept, and a word for exactly that keeping."""

    digest: str
    kept: datetime
    version: str


class Blobs(Protocol):
    """
    Immutable bytes, addressed by `shared.kernel.hashing.digest`.

    A `space` is a namespace that lives and dies as a whole: the sessions of one family share it.
    """

    def put(self, space: str, data: bytes) -> str:
        """
        Keep `data` and return its digest.

        Keeping the same bytes again changes nothing but the time they were last kept, if that was more than `RENEWAL`
        ago.
        """
        ...

    def list(self, space: str) -> Iterator[KeptBlob]:
        """Yield everything in the space, in no particular order; what is kept or removed meanwhile may be missed."""
        ...

    def remove(self, space: str, blob: KeptBlob) -> None:
        """Remove bytes, unless they were kept again since they were listed so; a missing blob is no error."""
        ...

    def get(self, space: str, digest: str) -> bytes:
        """
        Return the bytes.

        Raises:
            NotFound: the space holds no such bytes.
        """
        ...

    def delete_space(self, space: str) -> None:
        """Remove everything in the space, all versions included; an unknown space is no error."""
        ...

    def link(self, space: str, digest: str, *, filename: str, media_type: str, seconds: int) -> str | None:
        """Return an address that downloads the bytes for that long, or None where the store offers none."""
        ...


class Uploads(Protocol):
    """What users put in, byte for byte, until it has been processed. Putting one starts its processing."""

    def put(self, place: UploadPlace, data: bytes) -> None:
        """Keep the upload, replacing an earlier one at the same place."""
        ...

    def get(self, place: UploadPlace, *, limit: int) -> bytes:
        """
        Return the upload's bytes.

        Raises:
            NotFound: nothing lies there.
            TooLarge: it has more than `limit` bytes; nothing was read.
        """
        ...

    def exists(self, place: UploadPlace) -> bool:
        """Return whether something lies there."""
        ...

    def is_newest(self, place: UploadPlace, version: str) -> bool:
        """Return whether what lies there is that version; True where the store cannot tell."""
        ...

    def delete(self, session_id: str) -> None:
        """Remove all uploads of the session, all versions included."""
        ...

    def link(self, place: UploadPlace, *, seconds: int) -> str:
        """Return an address to which the bytes may be PUT for that long."""
        ...


__all__ = ["RENEWAL", "Blobs", "KeptBlob", "UploadPlace", "Uploads"]
