"""Bodies of requests, read once the caller is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from shared.api.json_text import parse, validated
from shared.api.principals import Caller
from shared.domain.principal import Principal
from shared.kernel.hashing import Json

Model = TypeVar("Model", bound=BaseModel)


def json_body(model: type[Model], *, optional: bool = False) -> Callable[[Request, Principal], Awaitable[Model]]:
    """
    Return the dependency that reads a JSON body as `model`, whatever its media type; an empty one may count as `{}`.

    FastAPI's own reading would come before the caller is known, and would accept what cannot be given back exactly.
    """

    async def read(request: Request, _caller: Caller) -> Model:
        body = await request.body()
        return validated(model, {} if optional and not body.strip() else parse(body))

    return read


def json_value(kind: type | None = None) -> Callable[[Request, Principal], Awaitable[Json]]:
    """Return the dependency that reads a body as JSON, whatever its media type, of that Python type if one is named."""

    async def read(request: Request, _caller: Caller) -> Json:
        value = parse(await request.body())
        if kind is not None and not isinstance(value, kind):
            finding = {
                "type": f"{kind.__name__}_type",
                "loc": ("body",),
                "msg": f"Input should be a valid {kind.__name__}",
            }
            raise RequestValidationError([finding])
        return value

    return read


def json_request(model: type[BaseModel], *, optional: bool = False) -> dict[str, Any]:
    """Return what the OpenAPI document says about a route whose body `json_body` reads."""
    schema = model.model_json_schema(by_alias=True)
    return {"requestBody": {"required": not optional, "content": {"application/json": {"schema": schema}}}}
