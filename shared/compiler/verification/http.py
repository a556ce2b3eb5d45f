"""Requests and answers between a connector and what it talks to, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `path` is relative to the base address and starts with "/"; nothing in it is percent-encoded."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None

    def header(self, name: str) -> str:
        """Return the value of a header, its name in any case; "" when it is not there."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")

    def parameter(self, name: str) -> str | None:
        """Return the value of a query parameter, the last where there are several; None when it is not there."""
        return next((value for key, value in reversed(self.query) if key == name), None)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; an empty body is no JSON."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
