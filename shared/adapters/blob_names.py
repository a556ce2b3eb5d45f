"""What names in a store may be made of: folder names for any text, and digests."""

from __future__ import annotations

import re
from typing import Final

from shared.kernel.errors import NotFound
from shared.kernel.hashing import digest as digest_of

# At least five characters: shorter ones include the device names of Windows.
_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{4,99}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def folder_name(text: str) -> str:
    """
    Return a name for a folder that belongs to `text` alone, on every file system.

    Short plain text stays readable; everything else, capitals included, becomes a hash, since file systems fold case,
    limit lengths and give meaning to dots. No plain name starts with a tilde, so the two kinds never meet.
    """
    return text if _PLAIN.fullmatch(text) else f"~{digest_of(text.encode('utf-8', 'surrogatepass'))}"


def check_digest(space: str, digest: str) -> None:
    """Raise `NotFound` for what cannot be a digest, before it becomes part of a path."""
    if not _DIGEST.fullmatch(digest):
        raise no_blob(space, digest)


def no_blob(space: str, digest: str) -> NotFound:
    """Return the error for bytes the space does not hold."""
    return NotFound(f"the space {space!r} holds no bytes {digest!r}", code="blob_not_found")
