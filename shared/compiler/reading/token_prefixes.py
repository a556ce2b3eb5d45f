"""The word that stands before a credential in a header, where a description gives it away."""

from __future__ import annotations

import re
from typing import Final

_PATTERNS: Final = (
    re.compile(r"Authorization\s*:\s*[`'\"]?([A-Za-z][\w-]{1,19})\s+[\[<{$`'\"*]?\w", re.IGNORECASE),
    re.compile(
        r"(?:prepended|prefixed)\s+(?:with|by)\s+(?:the\s+word\s+)?[`'\"]([A-Za-z][\w-]{1,19})\s*[`'\"]", re.IGNORECASE
    ),
    re.compile(r"[`'\"]([A-Z][\w-]{1,19})\s+[<{\[$][^`'\"]{1,60}[`'\"]"),
)
_MAX_SEARCHED: Final = 4000


def token_prefix(description: str) -> str:
    """Return the scheme word (`token`, `Bearer`, ...) that `description` puts before the credential, or ""."""
    searched = description[:_MAX_SEARCHED]
    found = (pattern.search(searched) for pattern in _PATTERNS)
    return next((match.group(1) for match in found if match), "")
