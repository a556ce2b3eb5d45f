"""How the requests of a collection prove who sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from shared.compiler.frontends.postman.nodes import Json, headers, settings, text
from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.kernel.diagnostics import Location

_KINDS: Final[Mapping[str, AuthenticationKind]] = {
    "bearer": "bearer", "basic": "basic", "digest": "digest", "hawk": "hawk", "awsv4": "awsSignature", "ntlm": "ntlm",
    "jwt": "jwtBearer", "apikey": "apiKey",
}  # fmt: skip
_GRANTS: Final[Mapping[str, AuthenticationKind]] = {
    "client_credentials": "oauth2ClientCredentials", "password_credentials": "oauth2Password",
    "authorization_code": "oauth2AuthorizationCode", "authorization_code_with_pkce": "oauth2AuthorizationCode",
    "implicit": "oauth2Implicit",
}  # fmt: skip
_CREDENTIAL: Final = re.compile(r"(?P<scheme>[A-Za-z][\w-]{0,30})[ =]+\S")


def declared(node: object, at: Location) -> Authentication | None:
    """Return the way that an `auth` object declares; None for none."""
    if not isinstance(node, Mapping) or text(node.get("type")) in {"", "noauth"}:
        return None
    form = text(node.get("type")).lower()
    details = settings(node.get(form))
    if form == "oauth2":
        return _oauth2(details, at)
    if form != "apikey":
        return Authentication(kind=_KINDS.get(form, "other"), name=form, source=(at,))
    placement: Literal["header", "query"] = "query" if details.get("in") == "query" else "header"
    return Authentication(
        kind="apiKey", name="apiKey", placement=placement, parameter=details.get("key") or "X-API-Key", source=(at,)
    )


def _oauth2(details: Mapping[str, str], at: Location) -> Authentication:
    grant = details.get("grant_type", "")
    token_url = details.get("accessTokenUrl", "")
    return Authentication(
        kind=_GRANTS.get(grant, "oauth2AuthorizationCode" if details.get("authUrl") else "bearer"),
        name="oauth2",
        token_url="" if "{{" in token_url else token_url,
        scopes=tuple(details.get("scope", "").split()),
        source=(at,),
    )


def written(node: object, at: Location) -> Authentication | None:
    """Return the way that a header `Authorization` in `node`, written by hand, shows; None when there is none."""
    for each in headers(node):
        if text(each.get("key")).strip().lower() == "authorization":
            found = _CREDENTIAL.match(text(each.get("value")).strip())
            return _by_scheme(found["scheme"] if found else "", at)
    return None


def _by_scheme(scheme: str, at: Location) -> Authentication:
    match scheme.lower():
        case "bearer" | "basic" | "digest" as kind:
            return Authentication(kind=kind, name=kind, placement="header", parameter="Authorization", source=(at,))
        case _:
            quirk = f"The key follows the word {scheme!r}." if scheme else ""
            return Authentication(
                kind="apiKey",
                name="apiKey",
                placement="header",
                parameter="Authorization",
                prefix=scheme,
                quirks=quirk,
                source=(at,),
            )


def is_public(node: object) -> bool:
    """Return whether an `auth` object says that a request needs no credentials."""
    return isinstance(node, Mapping) and text(node.get("type")) == "noauth"


def effective(own: object, inherited: object) -> object:
    """Return the `auth` object that holds for a request or folder: its own, else what is around it."""
    return own if isinstance(own, Mapping) else inherited


def content_type(node: object) -> str:
    """Return the media type that the header Content-Type in `node` names, "" for none."""
    found: list[Json] = [each for each in headers(node) if text(each.get("key")).lower() == "content-type"]
    return text(found[0].get("value")).partition(";")[0].strip().lower() if found else ""
