"""What a script is written from, and how it is told that some of it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.domain import artefact as artefacts
from shared.domain.forms import described
from shared.domain.forms.values import entries, text
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json
from shared.services.script_making import Asked

_NEEDS_NO_ENDPOINTS: Final = (artefacts.NATIVE_SCHEMA, artefacts.CONNID)
_OTHER_PROTOCOLS: Final = frozenset({"scim", "sql"})


def sides(value: Json, name: str) -> tuple[str, ...]:
    """Return the classes on both sides of a relation."""
    if value is None:
        message = "The session has no relations"
        raise NotFound(message, code="relations_not_found")
    found = next((each for each in entries(value, "relations") if each.get("name") == name), None)
    if found is None:
        message = f"Relation {name} not found"
        raise NotFound(message, code="relation_not_found")
    shown = entries(described.relations({"relations": [found]}), "relations")
    if not shown:
        message = f"Relation {name} names no subject or no object"
        raise Invalid(message, code="invalid_relations_output")
    return text(shown[0]["subject"]), text(shown[0]["object"])


def check_surface(asked: Asked, data: Mapping[str, Json]) -> None:
    """Refuse a script of a class of which nothing is known that it could be written from."""
    if asked.artefact.owner != "class":
        return
    if data.get(artefacts.ATTRIBUTES.triple(asked.owner).output) is None:
        message = f"The attributes of {asked.owner} have not been read"
        raise NotFound(message, code="attributes_not_found")
    exempt = asked.artefact in _NEEDS_NO_ENDPOINTS or asked.request.get("apiType") in _OTHER_PROTOCOLS
    if not exempt and data.get(artefacts.ENDPOINTS.triple(asked.owner).output) is None:
        message = f"The endpoints of {asked.owner} have not been read"
        raise NotFound(message, code="operation_surface_not_found")
