"""As whom a call about agent sessions is made."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.agent import AgentPlace
from shared.domain.principal import IMPERSONATE, Principal
from shared.kernel.errors import NotFound


def acting(principal: Principal, place: AgentPlace) -> Principal:
    """
    Return the principal as which a call is made: itself, or the user it may act for.

    Raises:
        NotFound: the place is somebody else's (`user_not_found`).
    """
    if principal.subject == place.user:
        return principal
    if IMPERSONATE not in principal.scopes:
        message = f"user {place.user} not found"
        raise NotFound(message, code="user_not_found")
    return replace(principal, subject=place.user)
