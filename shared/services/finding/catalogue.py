"""A catalogue of public interface descriptions in the format of APIs.guru (https://apis.guru/api-doc/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from shared.domain.web.candidates import NEWEST, Candidate, Wanted
from shared.kernel.errors import Invalid
from shared.ports.web import Web

APIS_GURU: Final = "https://api.apis.guru/v2/list.json"
_LIMIT_BYTES: Final = 48 * 1024 * 1024
_MOST: Final = 10
_WORD: Final = re.compile(r"[a-z0-9]+")
_GENERIC: Final = frozenset({"api", "apis", "app", "the", "inc", "cloud", "com", "io", "net", "org", "server"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`SearchProvider` over one list of interfaces, fetched anew for every search: it changes daily."""

    web: Web
    address: str = APIS_GURU
    name: ClassVar[str] = "catalogue"

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        """
        Return the descriptions of the application's interfaces, best first, newest or fitting version first.

        Raises:
            Unavailable, Invalid: the list could not be fetched, or is none.
        """
        page = self.web.fetch(self.address, limit=_LIMIT_BYTES)
        return tuple(listed(_entries(self.address, page.body), wanted))[:_MOST]


def listed(entries: Mapping[str, Any], wanted: Wanted) -> Iterator[Candidate]:
    """Yield a candidate for every description of an entry that bears the application's name, the closest first."""
    scored = ((-_closeness(key, entry, wanted.application), key) for key, entry in entries.items())
    for _closest, key in sorted(pair for pair in scored if pair[0]):
        yield from _candidates(key, entries[key], wanted)


def _entries(address: str, body: bytes) -> Mapping[str, Any]:
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict):
        message = f"{address} is not a list of interfaces"
        raise Invalid(message, code="catalogue_unreadable")
    return entries


def _closeness(key: str, entry: object, application: str) -> int:
    """Return 3 for the provider or service of that name, 2 for a title of that name, 1 for one that holds it, or 0."""
    sought = [word for word in _words(application) if word not in _GENERIC]
    if not sought or not isinstance(entry, dict):
        return 0
    provider, _, service = key.partition(":")
    name = "".join(sought)
    if name in {"".join(_words(service)), *(label for label in provider.lower().split(".")[:-1])}:
        return 3
    title = _words(str(_info(entry).get("title", "")))
    meaningful = [word for word in title if word not in _GENERIC]
    if name == "".join(meaningful):
        return 2
    return 1 if any(title[at : at + len(sought)] == sought for at in range(len(title))) else 0


def _candidates(key: str, entry: Mapping[str, Any], wanted: Wanted) -> Iterator[Candidate]:
    versions = entry.get("versions")
    known = {name: each for name, each in versions.items() if isinstance(each, dict)} if versions else {}
    for version in _in_order(known, str(entry.get("preferred", "")), wanted.version):
        described = known[version]
        address = described.get("swaggerYamlUrl") or described.get("swaggerUrl")
        info = described.get("info")
        about = info if isinstance(info, dict) else {}
        if isinstance(address, str):
            yield Candidate(
                href=address,
                title=f"{about.get('title') or key} {version}",
                body=" ".join(str(about.get("description", "")).split())[:300],
                source=Catalogue.name,
                query=key,
                machine_readable=True,
            )


def _in_order(versions: Mapping[str, Any], preferred: str, sought: str) -> list[str]:
    """Return the version asked for, or else the preferred one, or else the last."""
    plain = sought.strip().lower().removeprefix("v")
    if plain not in NEWEST:
        fitting = [name for name in versions if name.lower().removeprefix("v").startswith(plain)]
        if fitting:
            return fitting[:1]
    return [preferred] if preferred in versions else sorted(versions)[-1:]


def _info(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    versions = entry.get("versions")
    known = versions.get(entry.get("preferred")) if isinstance(versions, dict) else None
    info = known.get("info") if isinstance(known, dict) else None
    return info if isinstance(info, dict) else {}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
