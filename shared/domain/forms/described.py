"""The digester's results: each with every field that its clients read, whoever wrote the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from shared.domain.forms.values import entries, flag, listed, text
from shared.kernel.hashing import Json

_FLAGS: Final[Mapping[str, bool]] = {
    "mandatory": False,
    "updatable": True,
    "creatable": True,
    "readable": True,
    "multivalue": False,
    "returnedByDefault": True,
}
"""The six flags of an attribute, and what one is that nobody gave: the framework's own defaults."""

_METHOD_OF_USE: Final = {"create": "POST", "update": "PATCH", "delete": "DELETE"}
_CONFIDENCES: Final = frozenset({"high", "medium", "low"})


def object_classes(value: Json) -> dict[str, Json]:
    """Return `{"objectClasses": [...]}`; a class without a name is none."""
    return {"objectClasses": [object_class(each) for each in entries(value, "objectClasses") if text(each.get("name"))]}


def object_class(entry: Mapping[str, Json]) -> dict[str, Json]:
    """Return one class; the confidence of one that somebody gave none is the middle one."""
    confidence = text(entry.get("confidence")).strip().lower()
    return dict(entry) | {
        "name": text(entry.get("name")).strip(),
        "description": text(entry.get("description")),
        "superclass": text(entry.get("superclass")) or None,
        "abstract": flag(entry.get("abstract"), otherwise=False),
        "embedded": flag(entry.get("embedded"), otherwise=False),
        "relevant": text(entry.get("relevant", "true")).strip().lower() or "true",
        "confidence": confidence if confidence in _CONFIDENCES else "medium",
        "relevantDocumentations": listed(entry.get("relevantDocumentations")),
    }


def attributes(value: Json) -> dict[str, Json]:
    """Return `{"attributes": {name: …}}`."""
    found = value.get("attributes") if isinstance(value, Mapping) else None
    named = found.items() if isinstance(found, Mapping) else ()
    return {"attributes": {name: _attribute(each) for name, each in named if name and isinstance(each, Mapping)}}


def _attribute(entry: Mapping[str, Json]) -> dict[str, Json]:
    known = dict(entry)
    if "updateable" in known and known.get("updatable") is None:
        known["updatable"] = known["updateable"]
    return known | {
        **{name: text(known.get(name)) for name in ("type", "format", "description", "scimAttribute")},
        **{name: flag(known.get(name), otherwise=usual) for name, usual in _FLAGS.items()},
        "relevantDocumentations": listed(known.get("relevantDocumentations")),
        "relevant_sequences": listed(known.get("relevant_sequences")),
    }


def endpoints(value: Json) -> dict[str, Json]:
    """Return `{"endpoints": [...]}`; a client takes the description for the name, so no two are alike."""
    taken: set[str] = set()
    found: list[Json] = []
    for each in entries(value, "endpoints"):
        entry = _endpoint(each)
        entry["description"] = _unlike(text(entry["description"]), entry, taken)
        found.append(entry)
    return {"endpoints": found}


def _endpoint(entry: Mapping[str, Json]) -> dict[str, Json]:
    uses = [use for use in listed(entry.get("suggestedUse")) if isinstance(use, str)]
    usual = next((method for use, method in _METHOD_OF_USE.items() if use in uses), "GET")
    return dict(entry) | {
        "path": _rooted(text(entry.get("path"))),
        "method": text(entry.get("method")).strip().upper() or usual,
        "description": text(entry.get("description")),
        "requestContentType": text(entry.get("requestContentType")),
        "responseContentType": text(entry.get("responseContentType")),
        "suggestedUse": list[Json](uses),
        "relevantDocumentations": listed(entry.get("relevantDocumentations")),
    }


def _rooted(path: str) -> str:
    return f"/{path.strip().lstrip('/')}"


def _unlike(description: str, entry: Mapping[str, Json], taken: set[str]) -> str:
    place = f"{entry['method']} {entry['path']}"
    name = description.strip() or place
    if name in taken:
        name = f"{place}: {name}"
    number = 2
    while name in taken:
        name, number = f"{place} ({number})", number + 1
    taken.add(name)
    return name


def connectivity(value: Json) -> dict[str, Json]:
    """Return `{"endpoints": [...]}` of calls that show whether a connection works."""
    found = endpoints(value)["endpoints"]
    return {"endpoints": [_probe(each) for each in listed(found) if isinstance(each, dict)]}


def _probe(entry: dict[str, Json]) -> Json:
    return entry | {"requiresAuth": flag(entry.get("requiresAuth"), otherwise=True)}


def relations(value: Json) -> dict[str, Json]:
    """Return `{"relations": [...]}`; a relation without a subject or an object ties nothing together."""
    found = [_relation(each) for each in entries(value, "relations")]
    return {"relations": [each for each in found if each["subject"] and each["object"]]}


def _relation(entry: Mapping[str, Json]) -> dict[str, Json]:
    subject, object_ = (text(entry.get(side)).strip().lower() for side in ("subject", "object"))
    name = text(entry.get("name")).strip() or f"{subject}_to_{object_}"
    return dict(entry) | {
        "name": name,
        "displayName": text(entry.get("displayName")) or name,
        "shortDescription": text(entry.get("shortDescription")),
        "subject": subject,
        "subjectAttribute": text(entry.get("subjectAttribute")),
        "object": object_,
        "objectAttribute": text(entry.get("objectAttribute")),
    }


def authentications(value: Json) -> dict[str, Json]:
    """Return `{"auth": [...]}`."""
    return {"auth": [_authentication(each) for each in entries(value, "auth")]}


def _authentication(entry: Mapping[str, Json]) -> dict[str, Json]:
    return dict(entry) | {
        "name": text(entry.get("name")),
        "type": text(entry.get("type")).strip() or "other",
        "quirks": text(entry.get("quirks")),
        "relevantSequences": listed(entry.get("relevantSequences")),
    }


Form = Callable[[Json], dict[str, Json]]
