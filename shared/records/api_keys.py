"""API keys: one item each, found by the hash of its secret."""

from __future__ import annotations

import json
from dataclasses import dataclass

from shared.domain.api_key import ApiKey
from shared.domain.principal import Principal
from shared.kernel.errors import NotFound
from shared.ports.items import Absent, Item, Items, Present, Put, Update
from shared.records import keys
from shared.records.headers import from_micros, to_micros
from shared.records.paging import every_item
from shared.records.values import to_text


@dataclass(frozen=True, slots=True)
class ApiKeyRecords:
    """The keys of every principal."""

    items: Items

    def add(self, digest: str, key: ApiKey) -> None:
        """Record a new key under the hash of its secret."""
        attributes: dict[str, str | int | bytes] = {
            "id": key.id,
            "tenant": key.principal.tenant,
            "subject": key.principal.subject,
            "scopes": to_text(sorted(key.principal.scopes)),
            "label": key.label,
            "created": to_micros(key.created),
            "revoked": int(key.revoked),
        }
        self.items.transact([Put(key=keys.api_key(digest), attributes=attributes, conditions=(Absent(),))])

    def find(self, digest: str) -> ApiKey | None:
        """Return the key whose secret has this hash."""
        item = self.items.get(keys.api_key(digest))
        return None if item is None else _key(item)

    def list(self) -> tuple[ApiKey, ...]:
        """Return every key, oldest first."""
        found = map(_key, every_item(self.items, keys.API_KEYS))
        return tuple(sorted(found, key=lambda key: (key.created, key.id)))

    def revoke(self, key_id: str) -> None:
        """
        Make the key useless, for good.

        Raises:
            NotFound: there is no such key (`key_not_found`).
        """
        for item in every_item(self.items, keys.API_KEYS):
            if item.attributes["id"] == key_id:
                self.items.transact([Update(key=item.key, conditions=(Present(),), set={"revoked": 1})])
                return
        message = f"there is no key {key_id}"
        raise NotFound(message, code="key_not_found")


def _key(item: Item) -> ApiKey:
    at = item.attributes
    principal = Principal(
        tenant=str(at["tenant"]), subject=str(at["subject"]), scopes=frozenset(json.loads(str(at["scopes"])))
    )
    return ApiKey(
        id=str(at["id"]),
        principal=principal,
        label=str(at["label"]),
        created=from_micros(int(at["created"])),
        revoked=bool(at["revoked"]),
    )
