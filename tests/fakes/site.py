"""A web site on loopback: pages by path, with entity tags, redirects, and a list of what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from shared.adapters.web import PublicWeb

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the site says under one path; pages with a `tag` are not sent again to who has them."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = False


Pages = Callable[[str], "Answer | None"]


@dataclass
class Site:
    """A running site; `asked` lists the paths that were asked for, and the status of each answer."""

    port: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "docs.acme.example") -> str:
        """Return the address of a path under a name that only `web` knows."""
        return f"http://{host}:{self.port}{path}"

    def web(self) -> PublicWeb:
        """Return a web in which every name leads to this site, and which may go to this one place on loopback."""

        def to_loopback(_host: str, _port: int) -> Sequence[str]:
            return (LOOPBACK,)

        return PublicWeb(resolver=to_loopback, allow=frozenset({(LOOPBACK, self.port)}), total=10.0)

    def paths(self) -> list[str]:
        """Return the paths that were asked for, without the rules for robots."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def running(pages: Mapping[str, Answer] | Pages) -> Iterator[Site]:
    """Serve the pages until the block ends; a path that is not there is a 404."""
    site = Site()
    look = pages if callable(pages) else pages.get

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = look(self.path) or Answer(status=404, body=b"not found")
            tag = f'"{sha256(found.body).hexdigest()[:16]}"' if found.tagged else ""
            same = bool(tag) and self.headers.get("If-None-Match") == tag
            status = 304 if same else found.status
            site.asked.append((self.path, status))
            self.send_response(status)
            for name, value in ({"ETag": tag} if tag else {}).items():
                self.send_header(name, value)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", "0" if same else str(len(found.body)))
            self.end_headers()
            self.wfile.write(b"" if same else found.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join(timeout=5)


def html(text: str, *links: str, head: str = "") -> bytes:
    """Return a page with this text and these links."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return f"<!doctype html><html><head>{head}</head><body><h1>{text}</h1><ul>{anchors}</ul></body></html>".encode()
