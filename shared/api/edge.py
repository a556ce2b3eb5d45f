"""What a deployment decides about the HTTP edge; bootstrap fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from shared.domain.principal import Credentials, Principal

Authenticate: TypeAlias = Callable[[Credentials], Principal]
"""Turns credentials into who they belong to, or raises `Unauthenticated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """
    Who may come in, and how much they may carry.

    `body_limit` is in bytes. `openapi` tells whether the description of the interface is served.
    """

    authenticate: Authenticate
    body_limit: int
    openapi: bool = False
