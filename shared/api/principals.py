"""Who sends a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from shared.domain.principal import Credentials, Principal

_KEY_HEADERS: Final = ("x-api-key", "x-gravitee-api-key")
_BEARER: Final = "bearer "


def principal(request: Request) -> Principal:
    """
    Return who sends the request; FastAPI asks once per request, whoever depends on it.

    Raises:
        Unauthenticated: the credentials are missing, several, or not valid.
    """
    who: Principal = request.app.state.edge().authenticate(credentials(request))
    return who


Caller = Annotated[Principal, Depends(principal)]


def credentials(request: Request) -> Credentials:
    """
    Return the keys and the verified claims of a request.

    A gateway joins repeated headers by commas (RFC 9110, section 5.2), so we take them apart everywhere: a key has no
    comma in it.
    """
    given = [value for name in _KEY_HEADERS for value in request.headers.getlist(name)]
    given += [value[len(_BEARER) :] for value in request.headers.getlist("authorization") if _is_bearer(value)]
    keys = tuple(key.strip() for value in given for key in value.split(","))
    return Credentials(keys=keys, claims=_claims(request.scope.get("aws.event", {})))


def _is_bearer(value: str) -> bool:
    """Return whether it is a bearer token (RFC 6750, section 2.1)."""
    return value[: len(_BEARER)].lower() == _BEARER


def _claims(event: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return the claims of a token that the gateway's authorizer has verified; no header can pretend to be them."""
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims")
    return {str(name): str(value) for name, value in claims.items()} if claims else None
