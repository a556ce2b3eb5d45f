"""Refuse bodies that are too large, before and while they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.api.dialects import Dialect
from shared.api.problems import of_application
from shared.kernel.errors import TooLarge

_HINT: Final = (
    "The body has more than {limit} bytes; POST /api/v1/session/{{sessionId}}/documentation/uploads "
    "returns an address that takes larger files."
)


class BodyLimit:
    """
    ASGI middleware that answers 413 in the dialect of the application.

    A body that announces its length is refused unread. One that does not is read up to the limit, whatever the
    application makes of the interruption.
    """

    def __init__(self, app: ASGIApp, *, limit: Callable[[], int], dialect: Dialect) -> None:
        self._app = app
        self._limit = limit
        self._dialect = dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit()
        reading = _Reading(receive, send, limit)
        if _announced(scope) <= limit:
            await self._serve(reading, scope)
        if _announced(scope) > limit or reading.exceeded:
            problem = of_application(TooLarge(_HINT.format(limit=limit)), scope["path"])
            await self._dialect(problem)(scope, receive, send)

    async def _serve(self, reading: _Reading, scope: Scope) -> None:
        try:
            await self._app(scope, reading.receive, reading.send)
        except TooLarge:
            if not reading.exceeded:
                raise


class _Reading:
    """Counts what is received, and holds back the answer to a body that was cut off."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._left = limit

    @property
    def exceeded(self) -> bool:
        """Whether more than the limit has come in."""
        return self._left < 0

    async def receive(self) -> Message:
        """Return the next part of the body, or raise `TooLarge` behind the limit."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.exceeded:
            reason = "the body is too large"
            raise TooLarge(reason)
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on."""
        if not self.exceeded:
            await self._send(message)


def _announced(scope: Scope) -> int:
    """Return the length the client announces, or 0; a server has checked that it is a number (RFC 9112, section 6)."""
    text = Headers(scope=scope).get("content-length", "")
    return int(text) if text.isdecimal() else 0
