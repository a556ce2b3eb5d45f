"""The connector model as JSON, through pydantic: the only place that validates a stored model."""

from __future__ import annotations

from typing import Final

import orjson
from pydantic import TypeAdapter, ValidationError

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.version import MODEL_VERSION
from shared.kernel.errors import Invalid

_MODEL: Final = TypeAdapter(ConnectorModel)


class JsonModels:
    """`ModelCodec` as `{"version": n, "model": {...}}`, without fields that hold their default."""

    def encode(self, model: ConnectorModel) -> bytes:
        """Return the model as JSON; the fields' order is the classes', so equal models have equal bytes."""
        stored = {"version": MODEL_VERSION, "model": _MODEL.dump_python(model, mode="json", exclude_defaults=True)}
        return orjson.dumps(stored)

    def decode(self, data: bytes) -> ConnectorModel:
        """
        Return the model.

        Raises:
            Invalid: the bytes are no model of this version (`model_version`).
        """
        stored = orjson.loads(data)
        if not isinstance(stored, dict) or stored.get("version") != MODEL_VERSION:
            message = "the stored model is of another version; digest the documents again"
            raise Invalid(message, code="model_version")
        try:
            return _MODEL.validate_python(stored["model"])
        except ValidationError as error:
            message = f"the stored model cannot be read: {error.error_count()} fields are wrong"
            raise Invalid(message, code="model_version") from error
