"""The public web, fetched page by page; `shared.ports.web`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import httpcore
import httpx

from shared.adapters.dialling import AddressRefused, CheckedDialler, Deadline, Resolver, resolve
from shared.adapters.unpacking import ACCEPTED, body
from shared.kernel.errors import Invalid, Unavailable
from shared.ports.web import Validators, WebPage

_LONGEST_URL: Final = 4096
_LAST_PORT: Final = 65535
_REDIRECTS: Final = 5
_REDIRECT: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_OK: Final = range(200, 300)
_UNCHANGED: Final = 304
_Headers: TypeAlias = list[tuple[bytes | str, bytes | str]]
_TIMEOUTS: Final = {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": 10.0}
_HEADERS: Final = (
    ("Accept", "text/html, application/json, application/yaml, text/*;q=0.9, application/pdf;q=0.8, */*;q=0.5"),
    ("Accept-Encoding", ACCEPTED),
    ("User-Agent", "connectorsmith"),
    ("Connection", "close"),
)


@dataclass(slots=True)
class PublicWeb:
    """
    Fetches pages with GET, without cookies, credentials or proxies.

    Only `http` and `https`, ports 80, 443 and from 1024, public addresses; every redirect is checked like the first
    address. `total` bounds one fetch with all its redirects, in seconds; `allow` is for servers of a test.
    """

    total: float = 60.0
    resolver: Resolver = resolve
    allow: frozenset[tuple[str, int]] = frozenset()
    tls: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)

    def fetch(self, url: str, *, limit: int, known: Validators | None = None) -> WebPage:
        """
        Return the page at `url`; see the port.

        Raises:
            Invalid: `address_refused` or `page_not_readable`.
            TooLarge: the body, as sent or unpacked, has more than `limit` bytes.
            Unavailable: the server could not be reached, did not answer in time, or asks to come back later.
        """
        deadline = Deadline.after(self.total)
        at = _address(url)
        for _ in range(_REDIRECTS + 1):
            with self._answer(at, deadline, _headers(at, known)) as answer:
                target = _redirect(at, answer)
                if target is None:
                    return _page(at, answer, limit, conditional=known is not None)
            at = target
        message = f"{_shown(at)} leads from one address to the next more than {_REDIRECTS} times."
        raise Invalid(message, code="page_not_readable")

    @contextmanager
    def _answer(self, url: httpx.URL, deadline: Deadline, headers: _Headers) -> Iterator[httpcore.Response]:
        dialler = CheckedDialler(deadline=deadline, resolver=self.resolver, allow=self.allow)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self.tls, network_backend=dialler, max_connections=1) as pool,
                pool.stream("GET", _core(url), headers=headers, extensions={"timeout": _TIMEOUTS}) as answer,
            ):
                yield answer
        except AddressRefused as refusal:
            raise _refused(_shown(url), str(refusal)) from None
        except httpcore.TimeoutException:
            message = f"{_shown(url)} did not answer in time."
            raise Unavailable(message) from None
        except httpcore.ProtocolError:
            message = f"{_shown(url)} did not answer as a web server does."
            raise Invalid(message, code="page_not_readable") from None
        except (httpcore.NetworkError, ssl.SSLError, OSError):
            message = f"{_shown(url)} could not be reached."
            raise Unavailable(message) from None


def _address(url: str) -> httpx.URL:
    """Return `url`, checked as far as its text goes; where it leads is checked when it is dialled."""
    try:
        parsed = httpx.URL(url[: _LONGEST_URL + 1]).copy_with(fragment=None)
        shown = _shown(parsed)
    except (httpx.InvalidURL, ValueError, TypeError):
        shown = "The address"
        raise _refused(shown, "it is no web address") from None
    if len(url) > _LONGEST_URL:
        raise _refused(shown[:200], f"it is longer than {_LONGEST_URL} characters")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _refused(shown, "only http and https addresses are fetched")
    if parsed.port is not None and not 0 < parsed.port <= _LAST_PORT:
        raise _refused(shown, "there is no such port")
    if parsed.userinfo:
        raise _refused(shown, "it must not carry a name or password")
    return parsed


def _shown(url: httpx.URL) -> str:
    """Return `url` as it may be told and logged: names, passwords and queries can be secrets."""
    return str(url.copy_with(username=None, password=None, query=None)) if url.host else f"{url.scheme}:"


def _refused(shown: str, why: str) -> Invalid:
    return Invalid(f"{shown} is not fetched: {why}.", code="address_refused")


def _core(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(url: httpx.URL, known: Validators | None) -> _Headers:
    conditions = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)) if known else ()
    return [(b"Host", url.netloc), *_HEADERS, *((name, value.encode("latin-1")) for name, value in conditions if value)]


def _redirect(at: httpx.URL, answer: httpcore.Response) -> httpx.URL | None:
    location = _header(answer, b"location")
    if answer.status not in _REDIRECT or not location:
        return None
    try:
        target = str(at.join(location))
    except (httpx.InvalidURL, ValueError):
        shown = f"What {_shown(at)} leads to"
        raise _refused(shown, "it is no web address") from None
    return _address(target)


def _page(at: httpx.URL, answer: httpcore.Response, limit: int, *, conditional: bool) -> WebPage:
    validators = Validators(etag=_header(answer, b"etag"), last_modified=_header(answer, b"last-modified"))
    if conditional and answer.status == _UNCHANGED:
        return WebPage(url=str(at), media_type="", body=b"", validators=validators, unchanged=True)
    if answer.status in _LATER:
        message = f"{_shown(at)} asks to come back later (status {answer.status})."
        raise Unavailable(message)
    if answer.status not in _OK:
        message = f"{_shown(at)} answers with status {answer.status} instead of a page."
        raise Invalid(message, code="page_not_readable")
    packed = _header(answer, b"content-encoding")
    content = body(_shown(at), answer.iter_stream(), packed, limit)
    media_type = _header(answer, b"content-type")
    return WebPage(url=str(at), media_type=media_type, body=content, validators=validators)


def _header(answer: httpcore.Response, name: bytes) -> str:
    return next((value.decode("latin-1").strip() for key, value in answer.headers if key.lower() == name), "")
