"""The codec of the connector model."""

from __future__ import annotations

from functools import cache

from shared.adapters.codec import JsonModels
from shared.ports.models import ModelCodec


@cache
def codec() -> ModelCodec:
    """Return the one codec."""
    return JsonModels()
