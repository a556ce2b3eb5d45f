"""The eight applications in this process, on SQLite in memory and files in a temporary folder."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
from fastapi import FastAPI

from functions.agent_sessions.app import app as agent_sessions
from functions.codegen.app import app as codegen
from functions.digester.app import app as digester
from functions.discovery.app import app as discovery
from functions.documentation.app import app as documentation
from functions.scrape.app import app as scrape
from functions.sessions.app import app as sessions
from functions.workspaces.app import app as workspaces
from shared.adapters.files import FileBlobs, FileUploads
from shared.adapters.sqlite import SqliteItems
from shared.bootstrap import engines, services
from shared.bootstrap.outside import Outside
from shared.cli.applications import Applications
from shared.domain.principal import Principal
from shared.kernel.hashing import Json
from shared.ports.blobs import UploadPlace
from shared.ports.pipelines import Machine, Outcome
from shared.ports.web import Validators, Web, WebPage
from tests import field_rules

APPLICATIONS: Final[Mapping[str, FastAPI]] = {
    "sessions": sessions,
    "documentation": documentation,
    "codegen": codegen,
    "discovery": discovery,
    "scrape": scrape,
    "digester": digester,
    "workspaces": workspaces,
    "agent_sessions": agent_sessions,
}

_GATEWAY: Final = Applications()


class Counted:
    """Passes every call on to an engine and counts it under `{port}.{method}`."""

    def __init__(self, port: str, engine: Any, calls: Counter[str]) -> None:  # noqa: ANN401 - any of the ports
        self._port = port
        self._engine = engine
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self._engine, name)

        def counted(*positional: Any, **named: Any) -> Any:  # noqa: ANN401
            self._calls[f"{self._port}.{name}"] += 1
            return method(*positional, **named)

        return counted


class HeldPipelines:
    """`Pipelines` whose executions do nothing until the test does it for them."""

    def __init__(self) -> None:
        self.started: list[tuple[Machine, str]] = []

    def start(self, machine: Machine, name: str, command: Mapping[str, Json]) -> None:
        """Note the execution; starting it again changes nothing."""
        assert command["jobId"] == name
        if (machine, name) not in self.started:
            self.started.append((machine, name))

    def outcome(self, machine: Machine, name: str) -> Outcome:
        """Return `running` for everything that was started."""
        return "running" if (machine, name) in self.started else "absent"


class NoWeb:
    """`Web` that no route may use."""

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        """Fail: a route must not wait for the web."""
        message = f"a route fetched {url} ({limit} bytes, {known})"
        raise AssertionError(message)


@dataclass
class StackEngines:
    """Engines over a folder that is thrown away."""

    folder: Path
    authentication: str
    body_limit: int = 16 * 1024 * 1024
    openapi: bool = True
    pipelines: HeldPipelines = field(default_factory=HeldPipelines)
    web: Web = field(default_factory=NoWeb)
    outside: Outside = field(default_factory=Outside)

    def __post_init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.put: list[UploadPlace] = []
        self.table = SqliteItems(":memory:")
        self.items: Any = Counted("items", self.table, self.calls)
        self.blobs: Any = Counted("blobs", FileBlobs(self.folder), self.calls)
        uploads = FileUploads(self.folder, "http://stack.example", self.put.append)
        self.uploads: Any = Counted("uploads", uploads, self.calls)


class Stack:
    """Answers requests as the deployment would; `key` is the API key a request carries."""

    def __init__(self, folder: Path, authentication: str = "none") -> None:
        self.engines = StackEngines(folder, authentication)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        engines.host(self.engines)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        engines.host(None)
        self._runner.close()
        self.engines.table.close()

    def call(self, method: str, path: str, *, key: str | None = None, **request: Any) -> httpx.Response:  # noqa: ANN401
        """Send one request and return the answer."""
        headers = httpx.Headers(request.pop("headers", None))
        if key is not None:
            headers["X-API-Key"] = key
        [answer] = self.calls([(method, path, request | {"headers": headers})])
        if path.startswith("/api/v1/"):
            field_rules.check(answer)
        return answer

    def calls(self, requests: Iterable[tuple[str, str, dict[str, Any]]]) -> Sequence[httpx.Response]:
        """Send requests at the same time and return their answers in order."""
        return self._runner.run(send_all(list(requests)))

    def new_session(self, key: str | None = None) -> str:
        """Return the id of a new session."""
        return str(self.call("POST", "/api/v1/session", key=key).json()["sessionId"])

    def new_key(self, subject: str) -> str:
        """Return the secret of a new API key."""
        principal = Principal(tenant="acme", subject=subject)
        return services.access().create(principal, subject)[1]


async def send_all(requests: Sequence[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
    """Send requests to the applications at the same time and return their answers in order."""
    return await asyncio.gather(*(_send(*request) for request in requests))


async def _send(method: str, path: str, request: dict[str, Any]) -> httpx.Response:
    transport = httpx.ASGITransport(app=_GATEWAY)
    async with httpx.AsyncClient(transport=transport, base_url="http://stack.example") as client:
        return await client.request(method, path, **request)
