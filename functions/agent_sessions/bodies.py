"""Bodies of requests: an empty one, `null` and `{}` mean the same, and Go's clients may send more behind the value."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.api.json_text import parse
from shared.api.principals import Caller
from shared.kernel.hashing import Json


async def json_value(request: Request, _caller: Caller) -> Json:
    """Return the value of the body, `{}` for none."""
    body = await request.body()
    if not body.strip():
        return {}
    found = parse(body, first=request.url.path.startswith("/api/"))
    return {} if found is None else found


Body = Annotated[Json, Depends(json_value)]
