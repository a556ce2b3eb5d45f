"""What the value of a digester's resource must hold at the least, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.forms.values import entries
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json

_LISTS: Final[Mapping[str, tuple[str, str]]] = {
    artefacts.AUTH.name: ("auth", "invalid_request"),
    artefacts.CLASSES.name: ("objectClasses", "invalid_object_classes_output"),
    artefacts.ENDPOINTS.name: ("endpoints", "invalid_request"),
    artefacts.RELATIONS.name: ("relations", "invalid_relations_output"),
    artefacts.CONNECTIVITY.name: ("endpoints", "invalid_request"),
}
"""The list that a value must hold, and the code of the refusal when it does not."""


def shortcoming(artefact: Artefact, value: Json) -> str:
    """Return why a value is none of the resource: that it is no JSON object, or lacks a list of objects; or ""."""
    if artefact is artefacts.METADATA or artefact is artefacts.ATTRIBUTES:
        return "" if isinstance(value, dict) else "is no JSON object"
    key, _code = _LISTS[artefact.name]
    found = value.get(key) if isinstance(value, dict) else None
    is_whole = isinstance(found, list) and len(entries(value, key)) == len(found)
    return "" if is_whole else f"has no list of objects called {key}"


def check_resource(artefact: Artefact, value: Json) -> None:
    """
    Refuse what is no value of a resource.

    Raises:
        Invalid: it has a shortcoming.
    """
    if found := shortcoming(artefact, value):
        _key, code = _LISTS.get(artefact.name, ("", "invalid_request"))
        message = f"The body {found}"
        raise Invalid(message, code=code)


def resource_under(key: str) -> Artefact | None:
    """Return the resource whose result a data key holds: `userAttributesOutput` holds a class's attributes."""
    for artefact in artefacts.DIGESTED:
        name = artefact.triple().output
        if key == name if artefact.owner == "session" else (key.endswith(name) and key != name):
            return artefact
    return None
