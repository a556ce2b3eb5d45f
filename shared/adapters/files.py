"""Blobs and uploads as files in a folder: durable, for one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from shared.adapters import durable_files
from shared.adapters.blob_names import check_digest, folder_name, no_blob
from shared.adapters.clock import SystemClock
from shared.adapters.file_locks import locked
from shared.adapters.upload_signatures import UploadSignatures
from shared.domain.upload_place import object_key, place_of
from shared.kernel.errors import NotFound, TooLarge
from shared.kernel.hashing import digest as digest_of
from shared.ports.blobs import RENEWAL, KeptBlob, UploadPlace
from shared.ports.clock import Clock

_CONTENT: Final = "content"
_KEY: Final = "key"


class FileBlobs:
    """`Blobs` as `blobs/{space}/{first two digits}/{digest}` below a folder."""

    def __init__(self, folder: Path, *, clock: Clock | None = None) -> None:
        self._root = folder / "blobs"
        self._clock = clock or SystemClock()
        durable_files.prepare(self._root)

    def put(self, space: str, data: bytes) -> str:
        """Keep `data` and return its digest; it is on the disk when this returns."""
        digest = digest_of(data)
        path = self._path(space, digest)
        if self._is_old(path):
            with locked(self._root):
                self._renew(path, data)
        else:
            durable_files.write_once(self._root, path, data, self._clock.now())
        return digest

    def list(self, space: str) -> Iterator[KeptBlob]:
        """Yield everything in the space."""
        for path in self._folder(space).glob("??/*"):
            with suppress(FileNotFoundError):
                kept = path.stat().st_mtime_ns
                yield KeptBlob(path.name, datetime.fromtimestamp(kept / 1e9, UTC), str(kept))

    def remove(self, space: str, blob: KeptBlob) -> None:
        """Remove bytes, unless they were kept again since."""
        path = self._path(space, blob.digest)
        # Whoever keeps old bytes again waits for the same lock; young ones are not removed.
        with locked(self._root), suppress(FileNotFoundError):
            if str(path.stat().st_mtime_ns) == blob.version:
                path.unlink()

    def _is_old(self, path: Path) -> bool:
        try:
            kept = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return False
        return self._clock.now() - kept >= RENEWAL

    def _renew(self, path: Path, data: bytes) -> None:
        durable_files.write_once(self._root, path, data, self._clock.now())
        durable_files.stamp(path, self._clock.now())

    def get(self, space: str, digest: str) -> bytes:
        """Return the bytes, or raise `NotFound`."""
        check_digest(space, digest)
        try:
            return self._path(space, digest).read_bytes()
        except FileNotFoundError as error:
            raise no_blob(space, digest) from error

    def delete_space(self, space: str) -> None:
        """Remove everything in the space; an unknown space is no error."""
        durable_files.remove_tree(self._root, self._folder(space))

    def link(self, space: str, digest: str, *, filename: str, media_type: str, seconds: int) -> None:
        """Return None: files have no address, so the server sends the bytes itself."""

    def _folder(self, space: str) -> Path:
        return self._root / "spaces" / folder_name(space)

    def _path(self, space: str, digest: str) -> Path:
        return self._folder(space) / digest[:2] / digest


class FileUploads:
    """
    `Uploads` below a folder; the server at `base_url` accepts what is PUT to their links.

    `on_put` is called with the place of each upload once it is on the disk; what a crash prevented it from hearing, it
    finds among `places()`.
    """

    def __init__(
        self,
        folder: Path,
        base_url: str,
        on_put: Callable[[UploadPlace], None],
        *,
        clock: Clock | None = None,
    ) -> None:
        self._root = folder / "uploads"
        self._base_url = base_url.rstrip("/")
        self._on_put = on_put
        durable_files.prepare(self._root)
        self._signatures = UploadSignatures(folder / "upload-links.key", clock or SystemClock())

    def put(self, place: UploadPlace, data: bytes) -> None:
        """
        Keep the upload, replacing an earlier one at the same place; it is on the disk when this returns.

        Raises:
            Invalid: the place has an empty part or an over-long filename.
        """
        folder = self._folder(place)
        # The names go first: bytes without names could not be found again.
        durable_files.write(self._root, folder / _KEY, object_key(place).encode())
        durable_files.write(self._root, folder / _CONTENT, data)
        self._on_put(place)

    def get(self, place: UploadPlace, *, limit: int) -> bytes:
        """Return the upload's bytes; raise `NotFound`, or `TooLarge` before reading more than `limit`."""
        content = self._folder(place) / _CONTENT
        try:
            if content.stat().st_size > limit:
                message = f"the upload {place.filename!r} has more than {limit} bytes"
                raise TooLarge(message, code="upload_too_large")
            return content.read_bytes()
        except FileNotFoundError as error:
            message = f"there is no upload {place.filename!r}"
            raise NotFound(message, code="upload_not_found") from error

    def exists(self, place: UploadPlace) -> bool:
        """Return whether something lies there."""
        return (self._folder(place) / _CONTENT).exists()

    def is_newest(self, place: UploadPlace, version: str) -> bool:
        """Return whether what lies there is that version."""
        return not version or (self.exists(place) and self.delivery(place) == version)

    def delivery(self, place: UploadPlace) -> str:
        """
        Return what tells this upload from every other at the same place, whenever it is asked.

        Raises:
            NotFound: nothing lies there.
        """
        try:
            found = (self._folder(place) / _CONTENT).stat()
        except FileNotFoundError as error:
            message = f"there is no upload {place.filename!r}"
            raise NotFound(message, code="upload_not_found") from error
        # Every put makes a new file, so that even the same bytes are another upload; a copied folder keeps its times.
        return f"{found.st_size}-{found.st_mtime_ns}"

    def delete(self, session_id: str) -> None:
        """Remove all uploads of the session."""
        durable_files.remove_tree(self._root, self._session(session_id))

    def link(self, place: UploadPlace, *, seconds: int) -> str:
        """Return an address to which the bytes may be PUT for that long."""
        expires, signature = self._signatures.sign(place, seconds=seconds)
        return f"{self._base_url}/{quote(object_key(place))}?expires={expires}&signature={signature}"

    def verify(self, place: UploadPlace, expires: str, signature: str) -> bool:
        """Return whether `link` gave out this address and it has not expired."""
        return self._signatures.verify(place, expires, signature)

    def places(self) -> Iterator[UploadPlace]:
        """Return the places of all uploads on the disk, in a stable order."""
        for content in sorted(self._root.glob(f"sessions/*/*/*/{_CONTENT}")):
            # The session may be deleted while we look.
            with suppress(FileNotFoundError):
                yield place_of((content.parent / _KEY).read_text(encoding="utf-8"))

    def _session(self, session_id: str) -> Path:
        return self._root / "sessions" / folder_name(session_id)

    def _folder(self, place: UploadPlace) -> Path:
        return self._session(place.session_id) / folder_name(place.document_id) / folder_name(place.filename)
