"""Words of requests, which clients write in any case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BeforeValidator


def folded_or_nothing(value: object) -> object:
    """Return a word in lower case, and nothing for an empty one."""
    return (value.strip().lower() if isinstance(value, str) else value) or None


ApiType = Annotated[Literal["rest", "scim", "sql"] | None, BeforeValidator(folded_or_nothing), Query(alias="apiType")]


def protocol_query(api_type: ApiType = None) -> Mapping[str, Any]:
    """Return the protocol a client asks for, in any case."""
    return {"apiType": api_type}
