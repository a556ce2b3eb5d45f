"""The metadata of an application, which clients write in three shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.domain.forms.values import listed, text
from shared.kernel.hashing import Json

_PROTOCOLS: Final = ("rest", "scim", "sql")
_TEXTS: Final = ("name", "applicationVersion", "apiVersion")
_ADDRESS_TYPES: Final = frozenset({"constant", "dynamic"})


def information(value: Json) -> dict[str, Json]:
    """
    Return `{"infoMetadata": {...}}`, or null in it when nothing is known.

    The object may come as `infoMetadata` or `infoAboutSchema`, its addresses under each protocol or at its top.
    """
    given = value if isinstance(value, Mapping) else {}
    found = next((given[key] for key in ("infoMetadata", "infoAboutSchema") if given.get(key)), None)
    return {"infoMetadata": _information(found) if isinstance(found, Mapping) else None}


def _information(entry: Mapping[str, Json]) -> dict[str, Json]:
    known: dict[str, Json] = {key: each for key, each in entry.items() if each is not None and key != "baseApiEndpoint"}
    protocols = _protocols(entry)
    addresses = _addresses(entry.get("baseApiEndpoint"))
    for protocol in protocols:
        if protocol != "sql":
            known[f"{protocol}Availability"] = _availability(known.get(f"{protocol}Availability"), addresses)
    return known | {name: text(entry.get(name)) for name in _TEXTS} | {"apiType": list[Json](protocols)}


def _protocols(entry: Mapping[str, Json]) -> list[str]:
    words = {text(word).strip().lower() for word in listed(entry.get("apiType"))}
    named = {each for each in _PROTOCOLS if any(each in word for word in words) or entry.get(f"{each}Availability")}
    return [each for each in _PROTOCOLS if each in named]


def _availability(value: Json, addresses: list[Json]) -> Json:
    given = value if isinstance(value, Mapping) else {}
    usual: dict[str, Json] = {
        "status": "available",
        "requiredPlan": "",
        "sources": ["documentation"],
        "confidence": 1.0,
    }
    kept = {key: each for key, each in given.items() if each is not None}
    return usual | kept | {"baseApiEndpoint": _addresses(given.get("baseApiEndpoint")) or addresses}


def _addresses(value: Json) -> list[Json]:
    found = [each for each in listed(value) if isinstance(each, Mapping) and text(each.get("uri"))]
    return [{"uri": text(each.get("uri")), "type": _address_type(each)} for each in found]


def _address_type(entry: Mapping[str, Json]) -> str:
    word = text(entry.get("type")).strip().lower()
    return word if word in _ADDRESS_TYPES else ""
