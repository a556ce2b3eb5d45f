"""A SCIM interface beside an application's own: both manage the same things, in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.compiler.passes.resources import Kindred, Resource
from shared.compiler.passes.scim_requests import MEDIA_TYPE
from shared.compiler.passes.sightings import Sighting


def apart(families: Iterable[Kindred]) -> Iterator[Kindred]:
    """Yield `families`, those that are spoken of in SCIM and in another way as two."""
    for family in families:
        scim = tuple(each for each in family.resources if _is_scim(each))
        native = tuple(each for each in family.resources if each not in scim)
        if scim and native:
            yield replace(family, resources=native)
            yield Kindred(name=f"Scim{family.name}", key=("scim", *family.key), resources=scim)
        else:
            yield family


def _is_scim(resource: Resource) -> bool:
    return any(map(_speaks_scim, resource.sightings))


def _speaks_scim(sighting: Sighting) -> bool:
    """Return whether media type (RFC 7644, section 3.1), address or answer (3.4.2) say that the request is of SCIM."""
    endpoint = sighting.endpoint
    spoken = {body.content_type for body in (endpoint.request, endpoint.answer) if body}
    envelope = sighting.answer.envelope if sighting.answer else None
    listed = {member.name for member in envelope.members} if envelope else set()
    told = MEDIA_TYPE in spoken or "scim" in endpoint.path.lower().split("/")
    return told or {"Resources", "totalResults"} <= listed
