"""Whether a job may answer with what the same input gave before: one switch that clients spell in several ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query

from shared.api.contracts import Message


class Reuse(Message):
    """The switch in a body, in either spelling and by either name."""

    skip_cache: bool | None = None
    use_previous_session_data: bool | None = None


def skips_cache(
    skip_cache: Annotated[bool | None, Query(alias="skipCache")] = None,
    skip_cache_snake: Annotated[bool | None, Query(alias="skip_cache", include_in_schema=False)] = None,
    previous: Annotated[bool | None, Query(alias="usePreviousSessionData")] = None,
    previous_snake: Annotated[bool | None, Query(alias="use_previous_session_data", include_in_schema=False)] = None,
) -> bool:
    """Return whether the query asks for the work to be done anew."""
    return bool(skip_cache or skip_cache_snake) or previous is False or previous_snake is False


def without_switch(body: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return a body without its switch, and whether that asked for the work to be done anew."""
    rest = {key: value for key, value in body.items() if key not in {"skipCache", "usePreviousSessionData"}}
    return rest, bool(body.get("skipCache")) or body.get("usePreviousSessionData") is False
