"""Which documented way to authenticate the connector uses, and what the framework does not do by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.compiler.backends.groovy.plan.media import is_plain_json
from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import Operation
from shared.compiler.writing.findings import Findings

_BUILT_IN: Final = frozenset(
    {"basic", "bearer", "jwtBearer", "apiKey", "oauth2ClientCredentials", "oauth2Password", "oauth2Jwt", "oauth2Saml",
     "awsSignature"}
)  # fmt: skip
_OWNER: Final = "authentication"


Channel = Literal["rest", "scim"]
"""The halves of the framework; the properties of each begin with its name (`restApiKey`, `scimApiKey`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """
    What the script sends: a secret, in a header or the query, and constant headers, which are the REST half's.

    `setting` is the name of the secret's property without its channel.
    """

    customizer: Literal["basic", "bearer", "apiKey"]
    setting: str = ""
    header: str = ""
    query: str = ""
    prefix: str = ""
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The chosen way to authenticate (None: none is usable), and what a script has to send, if there must be one."""

    chosen: Authentication | None
    credential: Credential | None


def planned_access(model: ConnectorModel, classes: tuple[NativeClass, ...], findings: Findings) -> Access:
    """Return how the connector authenticates: the first documented way the framework knows."""
    constants = tuple(dict(_constant_headers(classes)).items())
    chosen = next((it for it in model.authentications if it.kind in _BUILT_IN), None)
    if chosen is None:
        _report_unknown(model.authentications, findings)
        only_constants = Credential(customizer="apiKey", constants=constants) if constants else None
        return Access(chosen=None, credential=only_constants)
    credential = _credential(chosen)
    if credential is None:
        for name, _ in constants:
            sentence = f"The header `{name}` is not sent: {chosen.kind} has no place to add it."
            findings.add("GRV041", _OWNER, name, sentence, chosen.source)
        return Access(chosen=chosen, credential=None)
    needed = constants or not _fits(credential)
    return Access(chosen=chosen, credential=replace(credential, constants=constants) if needed else None)


def _report_unknown(documented: tuple[Authentication, ...], findings: Findings) -> None:
    if documented:
        kinds = ", ".join(dict.fromkeys(it.kind for it in documented))
        sentence = f"The framework cannot authenticate with {kinds}."
        remedy = "If the application also takes a token obtained elsewhere, set it as bearer token."
        findings.add("GRV040", _OWNER, "rest", sentence, documented[0].source, remedy=remedy)


def _credential(chosen: Authentication) -> Credential | None:
    match chosen.kind:
        case "basic":
            return Credential(
                customizer="basic",
                setting="Password",
                header="Authorization",
                prefix=_spaced(chosen.prefix or "Basic"),
            )
        case "bearer":
            header = chosen.parameter or "Authorization"
            prefix = chosen.prefix or ("Bearer" if header.lower() == "authorization" else "")
            return Credential(customizer="bearer", setting="TokenValue", header=header, prefix=_spaced(prefix))
        case "apiKey":
            return _api_key(chosen)
        case _:
            return None


def _api_key(chosen: Authentication) -> Credential:
    key = Credential(customizer="apiKey", setting="ApiKey", prefix=_spaced(chosen.prefix))
    match chosen.placement:
        case "query":
            return replace(key, query=chosen.parameter)
        case "cookie":
            return replace(key, header="Cookie", prefix=f"{chosen.parameter}=")
        case _:
            return replace(key, header=chosen.parameter)


def _fits(credential: Credential) -> bool:
    """Return True when the built-in of that kind sends exactly this."""
    match credential.customizer:
        case "basic":
            return credential.prefix.lower() == "basic "
        case "bearer":
            return credential.header.lower() == "authorization" and credential.prefix.lower() == "bearer "
        case "apiKey":
            return not credential.prefix and credential.header.lower() != "cookie"


def _spaced(prefix: str) -> str:
    return f"{prefix.strip()} " if prefix.strip() else ""


def _constant_headers(classes: tuple[NativeClass, ...]) -> Iterator[tuple[str, str]]:
    """Return the headers every request needs: required ones with a documented value, and an unusual Accept."""
    seen: set[str] = set()
    for operation in (it for native in classes for it in requests_of(native)):
        for name, value in _headers_of(operation):
            if name.lower() not in seen:
                seen.add(name.lower())
                yield name, value


def requests_of(native: NativeClass) -> tuple[Operation, ...]:
    """Return the requests the scripts of `native` make."""
    every = (native.listing, native.reading.operation, native.creating, native.updating, native.deleting)
    return tuple(it for it in every if it is not None)


def _headers_of(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        if parameter.placement == "header" and parameter.required and parameter.default:
            yield parameter.name, parameter.default
    if operation.response_content_type and not is_plain_json(operation.response_content_type):
        yield "Accept", operation.response_content_type.split(";", maxsplit=1)[0].strip()
