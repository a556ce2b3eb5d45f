"""Security schemes of OpenAPI 3.x."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.reading import codes
from shared.compiler.reading.api_keys import api_key
from shared.compiler.reading.http_messages import text
from shared.compiler.reading.pointers import References, escape
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Json = Mapping[str, Any]
_HTTP: Final[Mapping[str, AuthenticationKind]] = {
    "basic": "basic", "bearer": "bearer", "digest": "digest", "hoba": "other", "hawk": "hawk", "negotiate": "ntlm",
    "ntlm": "ntlm", "aws4-hmac-sha256": "awsSignature",
}  # fmt: skip
_FLOWS: Final[Mapping[str, AuthenticationKind]] = {
    "clientCredentials": "oauth2ClientCredentials", "authorizationCode": "oauth2AuthorizationCode",
    "password": "oauth2Password", "implicit": "oauth2Implicit", "deviceAuthorization": "other",
}  # fmt: skip


def authentications(
    root: _Json, references: References, document: str, findings: list[Diagnostic]
) -> tuple[Authentication, ...]:
    """Return the declared ways to authenticate, one for each OAuth 2 flow."""
    components, at = references.follow(root.get("components"), "/components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    schemes, at = references.follow(schemes, f"{at}/securitySchemes")
    found: list[Authentication] = []
    for name, entry in schemes.items() if isinstance(schemes, Mapping) else ():
        scheme, pointer = references.follow(entry, f"{at}/{escape(name)}")
        if isinstance(scheme, Mapping):
            ways = _scheme(name, scheme, Location(document, pointer), findings)
            found += map(_retired, ways) if scheme.get("deprecated") is True else ways
    return tuple(found)


def _retired(way: Authentication) -> Authentication:
    return replace(way, quirks=f"{way.quirks} The documentation calls this way deprecated.".strip())


def _scheme(name: str, node: _Json, at: Location, findings: list[Diagnostic]) -> Iterator[Authentication]:
    described = text(node, "description")
    match node.get("type"):
        case "http":
            yield _http(name, node, at)
        case "apiKey" if text(node, "in") in {"header", "query", "cookie"}:
            yield api_key(name, node, at)
        case "oauth2":
            yield from _oauth2(name, node, at)
        case "openIdConnect":
            url = text(node, "openIdConnectUrl")
            yield Authentication(kind="openidConnect", name=name, description=described, token_url=url, source=(at,))
        case "mutualTLS":
            yield Authentication(kind="mtls", name=name, description=described, source=(at,))
        case unknown:
            message = f"the security scheme {name!r} has the unknown type {str(unknown)[:40]!r}"
            findings.append(codes.finding(codes.SECURITY_UNKNOWN, Severity.WARNING, message, at))
            yield Authentication(kind="other", name=name, description=described, source=(at,))


def _http(name: str, node: _Json, at: Location) -> Authentication:
    scheme = text(node, "scheme").lower()
    jwt = "jwt" in text(node, "bearerFormat").lower()
    return Authentication(
        kind=_HTTP.get(scheme, "other"),
        name=name,
        description=text(node, "description"),
        placement="header",
        parameter="Authorization",
        quirks="The token is a JSON Web Token." if jwt else "",
        source=(at,),
    )


def _oauth2(name: str, node: _Json, at: Location) -> Iterator[Authentication]:
    flows = node.get("flows")
    for flow, kind in _FLOWS.items():
        details = flows.get(flow) if isinstance(flows, Mapping) else None
        if not isinstance(details, Mapping):
            continue
        scopes = details.get("scopes")
        yield Authentication(
            kind=kind,
            name=name,
            description=text(node, "description"),
            token_url=text(details, "tokenUrl"),
            scopes=tuple(scopes) if isinstance(scopes, Mapping) else (),
            source=(Location(at.document, f"{at.pointer}/flows/{flow}"),),
        )
