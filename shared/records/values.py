"""JSON values as stored: small ones in their item, large ones in the blob store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from shared.domain.content import Leaf
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json, digest
from shared.ports.blobs import Blobs

INLINE_LIMIT_BYTES: Final = 8_192
"""Above this a value lies in the blob store, so that no item and no transaction comes near the store's limits."""

StoredValue: TypeAlias = Leaf
"""`{"v": value}`, or `{"b": digest, "n": bytes}` for a value in the blob store."""


def to_text(value: object) -> str:
    """
    Return the JSON text of `value`: every digit of every number, the order of keys, as they came.

    Raises:
        Invalid: NaN and infinities have no JSON text.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        message = f"the value is not JSON: {error}"
        raise Invalid(message, code="not_json") from error


@dataclass(frozen=True, slots=True)
class Values:
    """Values of one blob space."""

    blobs: Blobs
    space: str

    def store(self, value: Json) -> StoredValue:
        """Return the stored form of `value`, after keeping it in the blob store when it is large."""
        text = to_text(value)
        if (
            len(text) * 4 <= INLINE_LIMIT_BYTES
            or len(data := text.encode("utf-8", "surrogatepass")) <= INLINE_LIMIT_BYTES
        ):
            return {"v": value}
        return {"b": self.blobs.put(self.space, data), "n": len(data)}

    def load(self, stored: StoredValue) -> Json:
        """Return the value behind its stored form."""
        if "b" not in stored:
            return stored["v"]
        return cast("Json", json.loads(self.blobs.get(self.space, str(stored["b"])).decode("utf-8", "surrogatepass")))

    def store_text(self, text: str) -> Leaf:
        """Return the leaf of a text, which weighs its bytes."""
        data = text.encode("utf-8", "surrogatepass")
        if len(data) <= INLINE_LIMIT_BYTES:
            return {"t": text, "w": len(data)}
        return {"b": self.blobs.put(self.space, data), "n": len(data), "w": len(data)}

    def load_text(self, leaf: Leaf) -> str:
        """Return the text of a leaf."""
        if "t" in leaf:
            return str(leaf["t"])
        return self.blobs.get(self.space, str(leaf["b"])).decode("utf-8", "surrogatepass")

    def store_map(self, values: Mapping[str, Json]) -> dict[str, StoredValue]:
        """Return the stored form of each value."""
        return {name: self.store(value) for name, value in values.items()}

    def load_map(self, stored: Mapping[str, StoredValue]) -> dict[str, Json]:
        """Return the value behind each stored form."""
        return {name: self.load(value) for name, value in stored.items()}


def leaf_size(leaf: Leaf) -> int:
    """Return how many bytes the text of a leaf has."""
    if "n" in leaf:
        return int(str(leaf["n"]))
    text = str(leaf["t"]) if "t" in leaf else to_text(leaf["v"])
    return len(text.encode("utf-8", "surrogatepass"))


def leaf_hash(leaf: Leaf) -> str:
    """Return the digest of what a leaf holds: of its text, or of its value's JSON text."""
    if "b" in leaf:
        return str(leaf["b"])
    text = str(leaf["t"]) if "t" in leaf else to_text(leaf["v"])
    return digest(text.encode("utf-8", "surrogatepass"))
