"""Ways to authenticate: what is declared, else what parameters and prose give away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.model.fragment import Fragment
from shared.compiler.model.operation import Parameter
from shared.compiler.passes.draft import Draft
from shared.compiler.reading import codes
from shared.compiler.reading.words import folded
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_NAMES: Final = frozenset(
    [
        "authorization", "token", "accesstoken", "apikey", "xapikey", "apitoken", "xapitoken", "xauthtoken",
        "authtoken", "xaccesstoken", "xauthkey", "xapisecret", "sessiontoken", "xuserid", "xtoken", "authkey",
    ]
)  # fmt: skip
_COMMON: Final = frozenset(["accept", "contenttype", "acceptlanguage", "useragent", "xrequestid", "idempotencykey"])
_SHARE: Final = 5
"""A parameter counts as a credential when at least one operation in five has it."""
_PROSE: Final[tuple[tuple[AuthenticationKind, re.Pattern[str]], ...]] = (
    ("bearer", re.compile(r"Authorization\s*:\s*Bearer|bearer\s+(?:token|auth)|personal access token", re.IGNORECASE)),
    ("basic", re.compile(r"HTTP\s+basic|basic\s+auth|Authorization\s*:\s*Basic", re.IGNORECASE)),
)
_KEY_HEADER: Final = re.compile(r"\b(X-[A-Za-z-]*(?:Key|Token))\b")
_ORDER: Final[tuple[AuthenticationKind, ...]] = (
    "bearer", "jwtBearer", "oauth2ClientCredentials", "apiKey", "basic", "oauth2Password", "oauth2Jwt", "oauth2Saml",
    "oauth2AuthorizationCode", "openidConnect", "oauth2Implicit", "session", "digest", "hawk", "awsSignature", "mtls",
    "ntlm", "other",
)  # fmt: skip
_SEARCHED: Final = 20_000


def credentials(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the ways to authenticate, those that suit an unattended client first."""
    fragment = draft.fragment
    known = list(fragment.authentications)
    known += _from_parameters(fragment)
    known = known or list(_from_prose(fragment))
    needed = _needed_headers(fragment)
    ordered = tuple(_needing(way, needed) for way in sorted(known, key=lambda way: _ORDER.index(way.kind)))
    found = replace(draft, model=replace(draft.model, authentications=ordered))
    return found, () if ordered else tuple(_silence(fragment))


def _needed_headers(fragment: Fragment) -> tuple[str, ...]:
    """Return the headers, credentials aside, that most requests must have (`Acme-Version`)."""
    counts = Counter(
        parameter.name
        for endpoint in fragment.endpoints
        for parameter in endpoint.parameters
        if parameter.placement == "header" and parameter.required and folded(parameter.name) not in _NAMES | _COMMON
    )
    return tuple(sorted(name for name, count in counts.items() if count * 2 > len(fragment.endpoints)))


def _needing(way: Authentication, headers: tuple[str, ...]) -> Authentication:
    others = ", ".join(repr(name) for name in headers if name.lower() != way.parameter.lower())
    told = f"Most requests also need the header {others}." if others else ""
    return replace(way, quirks=f"{way.quirks} {told}".strip()) if told else way


def _silence(fragment: Fragment) -> Iterator[Diagnostic]:
    if fragment.endpoints:
        message = "the documents do not say how a client proves who it is"
        at = Location(fragment.endpoints[0].source.document, "")
        yield codes.finding(codes.NO_AUTHENTICATION, Severity.WARNING, message, at)


def _from_parameters(fragment: Fragment) -> Iterator[Authentication]:
    seen: dict[tuple[str, str], Parameter] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for endpoint in fragment.endpoints:
        for parameter in endpoint.parameters:
            if is_credential(parameter):
                key = (str(parameter.placement), parameter.name)
                seen.setdefault(key, parameter)
                counts[key] += 1
    for key, parameter in seen.items():
        if counts[key] * _SHARE >= len(fragment.endpoints) and not _is_declared(fragment, parameter):
            yield _of_parameter(parameter)


def is_credential(parameter: Parameter) -> bool:
    """Return whether `parameter` is named as what shows who the client is."""
    return parameter.placement in {"header", "query"} and folded(parameter.name) in _NAMES


def _is_declared(fragment: Fragment, parameter: Parameter) -> bool:
    in_header = parameter.placement == "header" and parameter.name.lower() == "authorization"
    return any(
        (way.placement == parameter.placement and way.parameter.lower() == parameter.name.lower())
        or (in_header and way.kind in {"basic", "bearer"})
        for way in fragment.authentications
    )


def _of_parameter(parameter: Parameter) -> Authentication:
    about = f"{parameter.description} {parameter.default}"[:_SEARCHED].lower()
    kind: AuthenticationKind = "apiKey"
    if parameter.name.lower() == "authorization":
        kind = "bearer" if "bearer" in about else "basic" if "basic" in about else "apiKey"
    return Authentication(
        kind=kind,
        name=parameter.name,
        description=parameter.description,
        placement="query" if parameter.placement == "query" else "header",
        parameter=parameter.name,
        quirks="Only operations' parameters tell of this credential; no security scheme does.",
        source=parameter.source,
    )


def _from_prose(fragment: Fragment) -> Iterator[Authentication]:
    text = fragment.application.description[:_SEARCHED]
    if not fragment.endpoints:
        return
    at = (Location(fragment.endpoints[0].source.document, "/info/description"),)
    quirks = "Only the description tells of this credential; no security scheme does."
    for kind, pattern in _PROSE:
        if pattern.search(text):
            yield Authentication(kind=kind, name=kind, quirks=quirks, source=at)
    if header := _KEY_HEADER.search(text):
        name = header.group(1)
        yield Authentication(kind="apiKey", name=name, placement="header", parameter=name, quirks=quirks, source=at)
