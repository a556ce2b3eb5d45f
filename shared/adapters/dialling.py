"""Connections that go only to addresses that were checked, and end in time."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import httpcore

from shared.adapters.addresses import is_public

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]

_MOST_ADDRESSES: Final = 16
_WELL_KNOWN: Final = (80, 443)
_FIRST_FREE_PORT: Final = 1024


class AddressRefused(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The name leads to an address or a port that is not on the public web; the message says why."""


def resolve(host: str, port: int) -> Sequence[str]:
    """
    Return the addresses of `host`; the system's own time limit for a look-up applies.

    Raises:
        OSError: the name is not known, or the look-up failed.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which nothing is waited for."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the moment `seconds` from now."""
        return cls(at=time.monotonic() + seconds)

    def left(self, at_most: float | None) -> float:
        """
        Return how many seconds one step may take: `at_most`, and not past the deadline.

        Raises:
            httpcore.ReadTimeout: the deadline has passed.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            message = "the whole answer took too long"
            raise httpcore.ReadTimeout(message)
        return left if at_most is None else min(left, at_most)


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends before the deadline: a server that drips its answer cannot hold us."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's signature
        return self._stream.get_extra_info(info)


@dataclass(slots=True)
class CheckedDialler(httpcore.NetworkBackend):
    """
    Resolves each name once, checks every address it has, and dials the address it checked.

    The connection keeps the name for `Host`, SNI and certificate; the socket never sees it, so that a second look-up
    cannot lead elsewhere (DNS rebinding). `allow` names the (address, port) pairs that are let through unchecked.
    """

    deadline: Deadline
    resolver: Resolver = resolve
    allow: frozenset[tuple[str, int]] = frozenset()
    _backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """
        Return a connection to one of the addresses of `host`, tried in order.

        Raises:
            AddressRefused: an address of `host`, or the port, is not on the public web.
            httpcore.ConnectError: the name is unknown, or no address answered.
            httpcore.ConnectTimeout: no address answered in time.
        """
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in self._checked(host, port):
            try:
                left = self.deadline.left(timeout)
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self.deadline)
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self.resolver(host, port)
        except (OSError, UnicodeError):
            message = "the name is not known"
            raise httpcore.ConnectError(message) from None
        for address in addresses:
            if (address, port) not in self.allow:
                _check(address, port)
        return addresses[:_MOST_ADDRESSES]


def _check(address: str, port: int) -> None:
    if not is_public(address):
        message = "it does not lead to the public web"
        raise AddressRefused(message)
    if port not in _WELL_KNOWN and port < _FIRST_FREE_PORT:
        message = f"port {port} belongs to another service than the web"
        raise AddressRefused(message)
