"""Security definitions of Swagger 2.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.reading import codes
from shared.compiler.reading.api_keys import api_key
from shared.compiler.reading.http_messages import text
from shared.compiler.reading.pointers import escape
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Json = Mapping[str, Any]
_FLOWS: Final[Mapping[str, AuthenticationKind]] = {
    "application": "oauth2ClientCredentials", "accessCode": "oauth2AuthorizationCode", "password": "oauth2Password",
    "implicit": "oauth2Implicit",
}  # fmt: skip


def authentications(root: _Json, document: str, findings: list[Diagnostic]) -> tuple[Authentication, ...]:
    """Return the declared ways to authenticate."""
    definitions = root.get("securityDefinitions")
    return tuple(
        _definition(name, node, Location(document, f"/securityDefinitions/{escape(name)}"), findings)
        for name, node in (definitions.items() if isinstance(definitions, Mapping) else ())
        if isinstance(node, Mapping)
    )


def _definition(name: str, node: _Json, at: Location, findings: list[Diagnostic]) -> Authentication:
    described = text(node, "description")
    match node.get("type"):
        case "basic":
            return Authentication(kind="basic", name=name, description=described, source=(at,))
        case "apiKey" if text(node, "in") in {"header", "query"}:
            return api_key(name, node, at)
        case "oauth2" if (flow := text(node, "flow")) in _FLOWS:
            scopes = node.get("scopes")
            return Authentication(
                kind=_FLOWS[flow],
                name=name,
                description=described,
                token_url=text(node, "tokenUrl"),
                scopes=tuple(scopes) if isinstance(scopes, Mapping) else (),
                source=(at,),
            )
    message = f"the security definition {name!r} has the unknown type {str(node.get('type'))[:40]!r}"
    findings.append(codes.finding(codes.SECURITY_UNKNOWN, Severity.WARNING, message, at))
    return Authentication(kind="other", name=name, description=described, source=(at,))
