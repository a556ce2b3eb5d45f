"""Pages of other origins: the embedded server lets in what the gateway lets in."""

from __future__ import annotations

import asyncio
from typing import Final

import httpx
from starlette.types import Receive, Scope, Send

from shared.cli import origins

CONSOLE: Final = "https://console.example"
PREFLIGHT: Final = {"origin": CONSOLE, "access-control-request-method": "PATCH"}


async def echo(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer with the method, so that a test sees what came through."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["method"].encode()})


def call(method: str, headers: dict[str, str], *allowed: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=origins.answering(echo, allowed))
        async with httpx.AsyncClient(transport=transport, base_url="http://server.example") as client:
            return await client.request(method, "/", headers=headers)

    return asyncio.run(send())


def test_a_page_that_may_call_is_told_so() -> None:
    asked = call("OPTIONS", PREFLIGHT, CONSOLE)
    answered = call("PATCH", {"origin": CONSOLE}, CONSOLE)

    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, CONSOLE)
    assert "PATCH" in asked.headers["access-control-allow-methods"]
    assert answered.headers["access-control-allow-origin"] == CONSOLE
    assert "x-next-page-token" in answered.headers["access-control-expose-headers"]


def test_any_other_page_is_not() -> None:
    assert call("OPTIONS", PREFLIGHT, "https://other.example").status_code == 400
    assert "access-control-allow-origin" not in call("PATCH", {"origin": CONSOLE}, "https://other.example").headers
    assert "access-control-allow-origin" not in call("PATCH", {"origin": CONSOLE}).headers


def test_options_that_ask_nothing_come_through() -> None:
    assert call("OPTIONS", {"origin": CONSOLE}, CONSOLE).text == "OPTIONS"
    assert call("OPTIONS", PREFLIGHT).text == "OPTIONS"
