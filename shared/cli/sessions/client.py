"""The workspaces API, of this process over a folder or of a service somewhere else."""

from __future__ import annotations

import asyncio
import json
import secrets
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx

from shared.bootstrap.remote import api_key
from shared.kernel.errors import ApplicationError, Invalid, NotFound, Unavailable

_SECONDS: Final = 60.0
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_PAGES: Final = 1_000


class Refused(ApplicationError):  # noqa: N818 - reads as a sentence where it is caught
    """The service did not do it; `problem` says why, in the words of RFC 9457."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or "the service refused"))
        self.code = str(problem.get("code", ""))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its value, and the entity tag of what it is about."""

    value: Any
    tag: str


@dataclass(frozen=True, slots=True)
class Client:
    """Sends requests; whatever is no success is raised as `Refused`."""

    send: Callable[..., httpx.Response]
    """Takes a method, an address, and the parts of a request as httpx names them."""
    base: str

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Reply:
        """Return what a path names, `params` without those that are empty."""
        return self._ask("GET", path, params={name: value for name, value in (params or {}).items() if value})

    def post(self, path: str, body: Mapping[str, Any], *, tag: str = "") -> Reply:
        """Return the answer to a request that has one effect, however often the network sends it."""
        headers = {"Idempotency-Key": secrets.token_urlsafe(16), **({"If-Match": tag} if tag else {})}
        return self._ask("POST", path, json=dict(body), headers=headers)

    def text(self, href: str) -> str:
        """Return the text of a blob."""
        answer = self._answer("GET", href)
        return answer.content.decode("utf-8", "replace")

    def pages(self, path: str, name: str, params: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """Yield the items of a list under `name`, page by page."""
        token = None
        for _ in range(_PAGES):
            value = self.get(path, {**(params or {}), "nextToken": token}).value
            yield from value[name]
            token = value.get("nextToken")
            if token is None:
                return

    def _ask(self, method: str, path: str, **parts: Any) -> Reply:  # noqa: ANN401 - any of httpx's
        answer = self._answer(method, path, **parts)
        try:
            value = answer.json()
        except ValueError as error:
            raise Refused({"title": f"{self.base} is no Connectorsmith service: its answer is no JSON"}) from error
        return Reply(value, answer.headers.get("etag", ""))

    def _answer(self, method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401
        try:
            answer = self.send(method, self.base + path, **parts)
        except httpx.HTTPError as error:
            message = f"{self.base} cannot be reached: {error}"
            raise Unavailable(message) from error
        if answer.is_success:
            return answer
        raise Refused(_problem(answer))


@contextmanager
def opened(options: Namespace) -> Iterator[Client]:
    """
    Serve the folder, or reach the service, that the command line names, until the block ends.

    Raises:
        NotFound: there is no such folder (`folder_not_found`).
        Conflict: another process has it (`folder_in_use`).
        Invalid: a key would be sent so that others can read it (`insecure_url`).
    """
    with _remote(options.url) if options.url else _embedded(Path(options.data)) as client:
        yield client


def session_path(session_id: str, rest: str = "") -> str:
    """Return the path of a session, or of what is below it."""
    return f"/v1/sessions/{quote(session_id, safe='')}{rest}"


@contextmanager
def _remote(url: str) -> Iterator[Client]:
    key = api_key()
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"{url} is no address of a service, such as https://connectorsmith.example.com"
        raise Invalid(message, code="bad_url")
    if key and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        message = "a key is sent over https only, or within this machine"
        raise Invalid(message, code="insecure_url")
    with httpx.Client(headers={"X-API-Key": key} if key else {}, timeout=_SECONDS) as client:
        yield Client(client.request, url.rstrip("/"))


@contextmanager
def _embedded(folder: Path) -> Iterator[Client]:
    from shared.cli.applications import Applications  # noqa: PLC0415 - loads every application
    from shared.cli.host import hosted  # noqa: PLC0415
    from shared.observability.logging import quiet  # noqa: PLC0415

    if not folder.is_dir():
        message = f"there is no folder {folder}; name one with --data, or a service with --url"
        raise NotFound(message, code="folder_not_found")
    with hosted(folder), quiet(), asyncio.Runner() as runner:
        transport = httpx.ASGITransport(app=Applications())

        async def answer(method: str, url: str, parts: dict[str, Any]) -> httpx.Response:
            async with httpx.AsyncClient(transport=transport) as client:
                return await client.request(method, url, **parts)

        yield Client(lambda method, url, **parts: runner.run(answer(method, url, parts)), "http://folder")


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        value = answer.json()
    except json.JSONDecodeError:
        value = None
    if isinstance(value, dict):
        return value
    return {"status": answer.status_code, "title": f"the service answered {answer.status_code}"}
