"""Who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

IMPERSONATE: Final = "session.impersonate"
"""
The scope to act for the other users of one's tenant.

"*" does not include it: a token that names no scopes may do everything, with what is its subject's.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A subject of a tenant and what it was allowed to do; every service call carries one."""

    tenant: str
    subject: str
    scopes: frozenset[str] = frozenset({"*"})

    def may(self, scope: str) -> bool:
        """Return whether the principal was given `scope`, or all of them by "*"."""
        return "*" in self.scopes or scope in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What came with a request: the API keys it carries, and claims the gateway vouches for."""

    keys: tuple[str, ...] = ()
    claims: Mapping[str, str] | None = None


LOCAL = Principal(tenant="local", subject="local", scopes=frozenset({"*", IMPERSONATE}))
"""Whoever sits at the machine: the principal of the embedded mode without keys."""
