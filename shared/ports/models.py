"""The connector model as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Who only passes a codec on does not load the model.
    from shared.compiler.model.connector import ConnectorModel


class ModelCodec(Protocol):
    """The stored form of a connector model; equal models have equal bytes."""

    def encode(self, model: ConnectorModel) -> bytes:
        """Return the model, with the version of its form, as JSON."""
        ...

    def decode(self, data: bytes) -> ConnectorModel:
        """
        Return the model.

        Raises:
            Invalid: the bytes are of a version we no longer or do not yet know (`model_version`).
        """
        ...
