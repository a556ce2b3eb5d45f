"""Resource types and abilities of a SCIM service (RFC 7643, sections 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.model.connector import BaseUrl
from shared.compiler.model.scim import ProviderAbilities, ResourceType
from shared.compiler.reading import codes
from shared.compiler.reading.scim.values import Json, flag, member, parts, text
from shared.compiler.reading.words import folded
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_SCHEMES: Final[Mapping[str, AuthenticationKind]] = {
    "oauthbearertoken": "bearer", "bearer": "bearer", "httpbasic": "basic", "basic": "basic", "httpdigest": "digest",
    "digest": "digest", "oauth2": "other", "oauth": "other",
}  # fmt: skip
_OWN_ENDPOINTS: Final = ("/Schemas", "/ResourceTypes", "/ServiceProviderConfig")
_UNTOLD: Final = "The token is one of OAuth 2.0; the document does not say how to get it."
_MOST_LENGTH: Final = 2000


def resource_type(node: Json, at: Location, findings: list[Diagnostic]) -> ResourceType | None:
    """Return the resource type `node`; None when it says neither its schema nor its endpoint."""
    schema, endpoint = text(node, "schema"), relative(text(node, "endpoint"))
    if not schema or not endpoint:
        message = "a resource type without a schema or an endpoint was left out"
        findings.append(codes.finding(codes.SCIM_MALFORMED, Severity.WARNING, message, at))
        return None
    extensions = tuple(
        dict.fromkeys(urn for each, _ in parts(node, "schemaExtensions") if (urn := text(each, "schema")))
    )
    return ResourceType(
        name=text(node, "name") or text(node, "id") or schema.rpartition(":")[2],
        schema=schema,
        extensions=extensions,
        endpoint=endpoint,
        description=text(node, "description"),
        source=at,
    )


def relative(endpoint: str) -> str:
    """Return `endpoint` with a leading slash; of a whole address, which services also write, the last segment."""
    path = endpoint[:_MOST_LENGTH].partition("?")[0].strip("/")
    if "://" in path:
        path = path.partition("://")[2].rpartition("/")[2]
    return f"/{path}" if path else ""


def abilities(node: Json, at: Location) -> ProviderAbilities:
    """Return what the service provider configuration `node` says the service supports."""
    patch, filters = member(node, "patch"), member(node, "filter")
    most = member(filters, "maxResults") if isinstance(filters, Mapping) else None
    cap = most if isinstance(most, int) and not isinstance(most, bool) and most > 0 else None
    patches = not isinstance(patch, Mapping) or member(patch, "supported") is None or flag(patch, "supported")
    return ProviderAbilities(patch=patches, most_results=cap, source=at)


def authentications(node: Json, at: Location) -> Iterator[Authentication]:
    """Yield the ways to authenticate in the service provider configuration `node`, the primary one first."""
    schemes = sorted(parts(node, "authenticationSchemes"), key=lambda entry: not flag(entry[0], "primary"))
    for entry, where in schemes:
        kind = _SCHEMES.get(folded(text(entry, "type")), "other")
        yield Authentication(
            kind=kind,
            name=text(entry, "name") or text(entry, "type") or kind,
            description=text(entry, "description"),
            placement="header" if kind in {"basic", "bearer", "digest"} else "",
            parameter="Authorization" if kind in {"basic", "bearer", "digest"} else "",
            quirks=_UNTOLD if folded(text(entry, "type")) == "oauth2" else "",
            source=(Location(at.document, f"{at.pointer}{where}"),),
        )


def base_urls(node: Json, at: Location) -> Iterator[BaseUrl]:
    """Yield the base URL of the service that answered with `node`, as `meta.location` tells (RFC 7643, section 3.1)."""
    meta = member(node, "meta")
    location = text(meta, "location")[:_MOST_LENGTH] if isinstance(meta, Mapping) else ""
    for own in _OWN_ENDPOINTS:
        base, found, _ = location.partition(own)
        if found and _is_web_address(base):
            yield BaseUrl(uri=base, dynamic="{" in base, source=(Location(at.document, f"{at.pointer}/meta/location"),))
            return


def _is_web_address(uri: str) -> bool:
    try:
        return urlsplit(uri).scheme in {"http", "https"} and bool(urlsplit(uri).netloc)
    except ValueError:
        return False
