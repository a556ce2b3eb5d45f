"""A small web: pages by address, and a server on loopback for what only a socket can show."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from shared.kernel.errors import Invalid, TooLarge
from shared.ports.web import Validators, WebPage


@dataclass
class FakeWeb:
    """The port `Web` over a dictionary; `asked` lists the addresses fetched, in order."""

    pages: Mapping[str, WebPage] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        self.asked.append(url)
        if not url.startswith(("http://", "https://")):
            message = f"{url} is not fetched: only http and https addresses are fetched."
            raise Invalid(message, code="address_refused")
        if url not in self.pages:
            message = f"{url} answers with status 404 instead of a page."
            raise Invalid(message, code="page_not_readable")
        if len(self.pages[url].body) > limit:
            message = f"{url} has more than {limit} bytes, which is more than is read of one page."
            raise TooLarge(message)
        page = self.pages[url]
        if known is not None and known != Validators() and known == page.validators:
            return replace(page, body=b"", unchanged=True)
        return page


@contextmanager
def served(*answers: bytes, drip: float = 0.0, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """
    Serve `answers`, one whole HTTP answer per connection, on a loopback port; yield the port and the requests seen.

    With `drip`, an answer is sent byte by byte with that many seconds between; the server stops with the block.
    """
    stopped = threading.Event()
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        listening = tls.wrap_socket(server, server_side=True) if tls else server
        thread = threading.Thread(target=_serve, args=(listening, answers, drip, stopped, requests))
        thread.start()
        try:
            yield listening.getsockname()[1], requests
        finally:
            stopped.set()
            thread.join(timeout=5)
            listening.close()


def _serve(
    server: socket.socket, answers: tuple[bytes, ...], drip: float, stopped: threading.Event, requests: list[bytes]
) -> None:
    for answer in answers:
        connection = _accepted(server, stopped)
        if connection is None:
            return
        with connection:
            connection.settimeout(2)
            _answer(connection, answer, drip, stopped, requests)


def _accepted(server: socket.socket, stopped: threading.Event) -> socket.socket | None:
    while not stopped.is_set():
        try:
            return server.accept()[0]
        except TimeoutError:
            continue
        except ssl.SSLError:
            return None  # the client does not trust us
    return None


def _answer(
    connection: socket.socket, answer: bytes, drip: float, stopped: threading.Event, requests: list[bytes]
) -> None:
    try:
        requests.append(connection.recv(65536))
        for part in [answer] if not drip else [answer[at : at + 1] for at in range(len(answer))]:
            connection.sendall(part)
            if drip and stopped.wait(drip):
                return
    except OSError:
        return  # the client has seen enough
