"""What the routes of caches take."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, model_validator

from functions.workspaces.contracts import Asking
from functions.workspaces.filters import PageFilters
from shared.domain.cached import KEY_BYTES, NewValue
from shared.records.values import to_text

BATCH: Final = 100

Lifetime = Annotated[int, Field(ge=1, le=10 * 366 * 24 * 3600)]
MediaType = Annotated[str, StringConstraints(pattern=r"^[\w.+-]{1,100}/[\w.+-]{1,100}(; ?[\w.+-]+=[\w.+-]+)*$")]
CacheKey = Annotated[str, StringConstraints(max_length=KEY_BYTES)]


class Kept(Asking):
    """A value to keep: any JSON, or bytes in base64 (RFC 4648); for so many seconds, or for good."""

    value: Any = None
    value_base64: str | None = None
    ttl_seconds: Lifetime | None = None
    content_type: MediaType | None = None

    @model_validator(mode="after")
    def _one(self) -> Kept:
        if ("value" in self.model_fields_set) == (self.value_base64 is not None):
            message = "name one of value and valueBase64"
            raise ValueError(message)
        self.bytes_of()
        return self

    def bytes_of(self) -> bytes | None:
        """Return the bytes that came in base64, None where JSON came."""
        if self.value_base64 is None:
            return None
        try:
            return base64.b64decode(self.value_base64, validate=True)
        except binascii.Error as error:
            message = "valueBase64 is no base64"
            raise ValueError(message) from error

    def kept(self) -> NewValue:
        """Return the value as it is kept."""
        data = self.bytes_of()
        usual = "application/json" if data is None else "application/octet-stream"
        return NewValue(
            data=to_text(self.value).encode("utf-8", "surrogatepass") if data is None else data,
            is_json=data is None,
            media_type=self.content_type or usual,
            lifetime=self.ttl_seconds,
        )


class Swap(Kept):
    """A value to keep in the place of that of a version; 0 means that there is none."""

    expected_version: Annotated[int, Field(ge=0)]


class BatchEntry(Kept):
    """One value of a batch."""

    key: CacheKey
    expected_version: Annotated[int, Field(ge=0)] | None = None


class CacheKeys(Asking):
    """Keys of a batch."""

    keys: list[CacheKey] = Field(min_length=1, max_length=BATCH)


class CacheEntries(Asking):
    """Values of a batch."""

    entries: list[BatchEntry] = Field(min_length=1, max_length=BATCH)


class Prefix(Asking):
    """What the keys to remove start with."""

    prefix: Annotated[str, StringConstraints(min_length=1, max_length=KEY_BYTES)]


class KeyFilters(PageFilters):
    """Which keys, and which page of them."""

    prefix: Annotated[str, StringConstraints(max_length=KEY_BYTES)] = ""
