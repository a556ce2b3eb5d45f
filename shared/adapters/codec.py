"""The connector model as JSON; what is read back is validated by pydantic, which only this module needs for it."""

from __future__ import annotations

import dataclasses
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.version import MODEL_VERSION
from shared.kernel.errors import Invalid

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_TAG: Final = "kind"
"""The field that tells the members of a union apart; it is written even where it holds its default."""


class JsonModels:
    """`ModelCodec` as `{"version": n, "model": {...}}`, without fields that hold their default."""

    def encode(self, model: ConnectorModel) -> bytes:
        """Return the model as JSON; the fields' order is the classes', so equal models have equal bytes."""
        return orjson.dumps({"version": MODEL_VERSION, "model": model}, _told, orjson.OPT_PASSTHROUGH_DATACLASS)

    def decode(self, data: bytes) -> ConnectorModel:
        """
        Return the model.

        Raises:
            Invalid: the bytes are no model of this version (`model_version`).
        """
        return _decoded(data)


# A session's resources and scripts are made of one model, one after the other; models never change, so the last few
# are kept. Nothing else of a process grows with them.
@lru_cache(maxsize=2)
def _decoded(data: bytes) -> ConnectorModel:
    stored = orjson.loads(data)
    if not isinstance(stored, dict) or stored.get("version") != MODEL_VERSION:
        message = "the stored model is of another version; digest the documents again"
        raise Invalid(message, code="model_version")
    try:
        return _adapter().validate_python(stored["model"])
    except ValueError as error:  # pydantic's error is one; it quotes the document, so it is not told
        message = "the stored model cannot be read; digest the documents again"
        raise Invalid(message, code="model_version") from error


@cache
def _adapter() -> TypeAdapter[ConnectorModel]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - takes longer to load than a model to write

    return TypeAdapter(ConnectorModel)


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return each field of a dataclass with its default, or with a value equal to nothing."""
    return tuple((field.name, _default(field)) for field in dataclasses.fields(kind))


def _default(field: dataclasses.Field[Any]) -> object:
    if field.name == _TAG:
        return dataclasses.MISSING
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _told(value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever part of the model is no JSON value by itself
    """Return the fields of one dataclass that do not hold their default, for orjson to go on with."""
    found = ((name, getattr(value, name), default) for name, default in _defaults(value.__class__))
    return {name: held for name, held, default in found if held != default}
