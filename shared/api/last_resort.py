"""Answer what nobody raised on purpose, and say so in the log."""

from __future__ import annotations

import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.api.dialects import Dialect
from shared.api.problems import of_defect
from shared.observability.logging import logged_as, logger


class LastResort:
    """
    The outermost ASGI middleware: one line in the log per request, and a 500 in the dialect of the application.

    The frameworks' own last resort would log the error's message, which may quote a document.
    """

    def __init__(self, app: ASGIApp, *, dialect: Dialect) -> None:
        self._app = app
        self._dialect = dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with logged_as(method=scope["method"], path=scope["path"]):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            # Neither the message nor source lines: those may quote what was sent.
            logger.error("request broke", extra={"error": type(error).__name__, "frames": _frames(error)})
            if status:
                raise
            await self._dialect(of_defect(scope["path"]))(scope, receive, noted)
        logger.info("request served", extra={"status": status})


def _frames(error: Exception) -> list[str]:
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
