"""`connectorsmith serve`: every API in one process, durable in one folder."""

from __future__ import annotations

import ipaddress
import socket
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from shared.cli.applications import Applications
from shared.cli.host import Host, hosted
from shared.cli.origins import answering
from shared.cli.put import UploadDoor
from shared.kernel.errors import Invalid


def run(options: Namespace) -> int:
    """
    Serve until a signal ends it.

    Raises:
        Invalid: without authentication, only the machine itself may be served.
    """
    authentication = _authentication(options)
    with socket.create_server((options.host, options.port), family=_family(options.host)) as listening:
        port = listening.getsockname()[1]
        base_url = options.url or f"http://{_in_url(options.host)}:{port}"
        with hosted(Path(options.data), base_url=base_url, authentication=authentication) as host:
            sys.stderr.write(
                f"connectorsmith serves {base_url} from {options.data} (authentication: {authentication})\n"
            )
            served = answering(application(host), options.origin)
            config = uvicorn.Config(served, log_level="warning", lifespan="on", timeout_graceful_shutdown=5)
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def application(host: Host) -> Starlette:
    """Return the one ASGI application of a host; it takes up unfinished work when it starts."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        host.resume()
        yield

    methods = ["PUT", "GET", "POST", "DELETE", "HEAD"]
    upload = Route("/uploads/{rest:path}", UploadDoor(host.engines.uploads).answer, methods=methods)
    return Starlette(routes=[upload, Mount("/", app=Applications())], lifespan=lifespan)


def _authentication(options: Namespace) -> str:
    if options.authentication is None:
        return "none" if _is_loopback(options.host) else "keys"
    if options.authentication == "none" and not _is_loopback(options.host):
        message = "without authentication only a loopback address may be served; use --authentication keys"
        raise Invalid(message, code="open_to_the_world")
    return str(options.authentication)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
