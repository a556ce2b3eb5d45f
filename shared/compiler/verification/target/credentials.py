"""Who may call the application: any of the documented ways to authenticate, with credentials everybody knows here."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Final

from shared.compiler.model.authentication import Authentication
from shared.compiler.verification.http import Request

USER: Final = "administrator"
SECRET: Final = "s3cret"  # noqa: S105 - of a simulation
_FORWARDED: Final = frozenset(
    {"oauth2ClientCredentials", "oauth2Password", "oauth2AuthorizationCode", "oauth2Implicit", "oauth2Jwt",
     "oauth2Saml", "jwtBearer", "openidConnect"}
)  # fmt: skip


_GRANTS: Final = frozenset({"oauth2ClientCredentials", "oauth2Password", "oauth2Jwt", "oauth2Saml"})


def accepts(documented: tuple[Authentication, ...], request: Request) -> bool:
    """Return True when the request proves who sends it in a documented way; none documented means anybody."""
    return not documented or any(_proves(it, request) for it in documented)


def _proves(way: Authentication, request: Request) -> bool:
    authorization = request.header("Authorization")
    match way.kind:
        case "basic":
            return authorization.lower() == f"{way.prefix or 'Basic'} {basic()}".lower()
        case "bearer":
            return _header(way, way.parameter or "Authorization", "Bearer", request)
        case "apiKey":
            return _key(way, request)
        case "awsSignature":
            return authorization.startswith("AWS4-HMAC-SHA256")
        case kind if kind in _FORWARDED:
            return authorization.lower() == f"bearer {SECRET}"
        case _:
            return False


def basic() -> str:
    """Return the credentials of HTTP's basic scheme (RFC 7617)."""
    return base64.b64encode(f"{USER}:{SECRET}".encode()).decode()


def _header(way: Authentication, name: str, usual: str, request: Request) -> bool:
    prefix = way.prefix or (usual if name.lower() == "authorization" else "")
    return request.header(name).strip() == f"{prefix} {SECRET}".strip()


def _key(way: Authentication, request: Request) -> bool:
    match way.placement:
        case "query":
            return request.parameter(way.parameter) == SECRET
        case "cookie":
            return f"{way.parameter}={SECRET}" in request.header("Cookie")
        case _:
            return request.header(way.parameter).strip() == f"{way.prefix} {SECRET}".strip()


def configuration(way: Authentication | None) -> Mapping[str, str]:
    """Return what an administrator who follows the documents enters for `way`, by configuration property."""
    if way is None:
        return {}
    if way.kind == "apiKey":
        named = {"restApiKeyName": way.parameter, "restApiKeyLocation": way.placement or "header"}
        return {"restApiKey": SECRET, **(named if way.placement != "cookie" and not way.prefix else {})}
    if way.kind in _GRANTS:
        return {"restOAuth2ClientId": USER, "restOAuth2ClientSecret": SECRET}
    return _ENTERED.get(way.kind, {})


_ENTERED: Final[Mapping[str, Mapping[str, str]]] = {
    "basic": {"restUsername": USER, "restPassword": SECRET},
    "bearer": {"restTokenValue": SECRET},
    "jwtBearer": {"restJwtSecret": SECRET},
    "awsSignature": {"restAwsAccessKey": USER, "restAwsSecretKey": SECRET},
}
