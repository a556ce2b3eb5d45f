"""Signed links to which anybody who has one may upload, for a while."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from shared.adapters import durable_files
from shared.domain.upload_place import object_key
from shared.ports.blobs import UploadPlace
from shared.ports.clock import Clock

_KEY_BYTES: Final = 32
_OWNER_ONLY: Final = 0o600


class UploadSignatures:
    """HMAC-SHA256 (RFC 2104) over a place and a moment, under a key kept in a file only its owner can read."""

    def __init__(self, key_file: Path, clock: Clock) -> None:
        self._key = _load_key(key_file)
        self._clock = clock

    def sign(self, place: UploadPlace, *, seconds: int) -> tuple[str, str]:
        """Return the second (of the Unix epoch) at which the link expires, and its signature in 64 hexadecimals."""
        expires = str(self._now() + seconds)
        return expires, self._signature(place, expires)

    def verify(self, place: UploadPlace, expires: str, signature: str) -> bool:
        """Return whether `sign` returned this pair for the place and the moment has not come."""
        given = signature.encode("utf-8", "replace")
        genuine = hmac.compare_digest(self._signature(place, expires).encode(), given)
        return genuine and self._now() < int(expires)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _signature(self, place: UploadPlace, expires: str) -> str:
        # A key holds no line feed: it is one of the characters `object_key` encodes.
        signed = f"PUT\n{object_key(place)}\n{expires}"
        return hmac.new(self._key, signed.encode(), hashlib.sha256).hexdigest()


def _load_key(path: Path) -> bytes:
    """Return the key in `path`, made when there is none; of several processes that make one, the first wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        draft.touch(mode=_OWNER_ONLY)
        durable_files.write_synced(draft, secrets.token_bytes(_KEY_BYTES))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        message = f"{path} is damaged; remove it, and links given out before will no longer work"
        raise RuntimeError(message)
    return key
