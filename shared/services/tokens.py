"""Where a list goes on: opaque, signed tokens that are good for the same list alone, and for a day."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json, canonical, digest
from shared.ports.clock import Clock
from shared.records.headers import from_micros, to_micros
from shared.records.signing import SigningRecords

LIFETIME: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of pages."""

    signing: SigningRecords
    clock: Clock

    def token(self, wanted: Mapping[str, Json], place: Json) -> str:
        """Return the token by which the list of what is `wanted` goes on behind `place`."""
        content: dict[str, Json] = {"p": place, "f": _filters(wanted), "t": to_micros(self.clock.now())}
        text = base64.urlsafe_b64encode(canonical(content)).rstrip(b"=")
        return f"{text.decode()}.{self._signature(text)}"

    def place(self, wanted: Mapping[str, Json], token: str | None) -> Json:
        """
        Return the place in a token, None without one.

        Raises:
            Invalid: the token is none of ours, or another list's (`invalid_next_token`), or old (`next_token_expired`).
        """
        if token is None:
            return None
        text, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(text.encode()).encode()):
            raise _refused()
        content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if content["f"] != _filters(wanted):
            raise _refused()
        if self.clock.now() - from_micros(content["t"]) >= LIFETIME:
            message = "the token is older than a day; start the list again"
            raise Invalid(message, code="next_token_expired")
        place: Json = content["p"]
        return place

    def _signature(self, text: bytes) -> str:
        return hmac.new(self.signing.secret().encode(), text, "sha256").hexdigest()


def _filters(wanted: Mapping[str, Json]) -> str:
    return digest(canonical(dict(wanted)))[:16]


def _refused() -> Invalid:
    return Invalid("the token does not belong to this list", code="invalid_next_token")
