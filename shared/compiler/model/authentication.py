"""How a client proves who it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.kernel.diagnostics import Location

AuthenticationKind = Literal[
    "basic", "bearer", "jwtBearer", "oauth2ClientCredentials", "oauth2Password", "oauth2AuthorizationCode",
    "oauth2Implicit", "oauth2Jwt", "oauth2Saml", "apiKey", "session", "digest", "hawk", "awsSignature", "mtls", "ntlm",
    "openidConnect", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """
    One way to authenticate.

    `placement` and `parameter` say where an API key travels; `prefix` is the word before the credential in the
    Authorization header where it is not the scheme's own; `quirks` is a sentence about what deviates, or "".
    """

    kind: AuthenticationKind
    name: str
    description: str = ""
    placement: Literal["", "header", "query", "cookie"] = ""
    parameter: str = ""
    prefix: str = ""
    token_url: str = ""
    scopes: tuple[str, ...] = ()
    quirks: str = ""
    source: tuple[Location, ...] = ()
