"""The eight applications in this process with pipelines that run: the embedded host, over a folder."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from shared.bootstrap.outside import Outside
from shared.cli.host import Host, hosted
from shared.ports.web import Web
from tests import field_rules
from tests.functional.stack import send_all

ENDED = ("finished", "failed")


class Live:
    """Answers requests as `connectorsmith serve` would; every answer is held to the wizard's rules."""

    def __init__(
        self, folder: Path, *, authentication: str = "none", web: Web | None = None, outside: Outside | None = None
    ) -> None:
        self._folder, self._authentication, self._web, self._outside = folder, authentication, web, outside
        self._open = ExitStack()
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self.host: Host = self._open.enter_context(
            hosted(self._folder, authentication=self._authentication, web=self._web, outside=self._outside)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        self._runner.close()

    def call(self, method: str, path: str, *, key: str | None = None, **request: Any) -> httpx.Response:  # noqa: ANN401
        """Send one request and return the answer."""
        headers = httpx.Headers(request.pop("headers", None))
        if key is not None:
            headers["X-API-Key"] = key
        [answer] = self._runner.run(send_all([(method, path, request | {"headers": headers})]))
        field_rules.check(answer)
        return answer

    def new_session(self) -> str:
        """Return the id of a new session."""
        return str(self.call("POST", "/api/v1/session").json()["sessionId"])

    def upload(self, session: str, name: str, data: bytes) -> str:
        """Upload a document, wait until it has been processed, and return its id."""
        path = f"/api/v1/session/{session}/documentation"
        document = str(self.call("POST", path, files={"documentation": (name, data)}).json()["docId"])
        self.host.drain(30)
        assert self.call("HEAD", f"{path}/{document}").status_code == 204
        return document

    def job(self, path: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401
        """Start a job, and return how it ended."""
        started = self.call("POST", path, **request)
        assert started.status_code == 200, started.text
        return self.ended(path, started.json()["jobId"])

    def ended(self, path: str, job: str, seconds: float = 60) -> dict[str, Any]:
        """Poll a job until it has ended."""
        deadline = time.monotonic() + seconds
        while True:
            found: dict[str, Any] = self.call("GET", path, params={"jobId": job}).json()
            if found["status"] in ENDED:
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.02)
