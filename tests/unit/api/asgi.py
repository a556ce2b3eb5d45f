"""Talks to an ASGI application in process."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx


def call(app: Any, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401
    """Send one request and return the answer."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://edge.example") as client:
            return await client.request(method, path, **request)

    with asyncio.Runner() as runner:
        return runner.run(send())
