"""Services that are built once, and again when the engines under them change."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from shared.bootstrap.engines import when_hosted

Service = TypeVar("Service")


def once(build: Callable[[], Service]) -> Callable[[], Service]:
    """Return `build` as a function that builds one service per process and engines."""
    cached = cache(build)
    when_hosted(cached.cache_clear)
    return cached
