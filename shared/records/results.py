"""
What deterministic work on some input gave, so that the same input need not be worked on again by the same tenant.

An entry only points into the space of the session that did the work; it may outlive what it points at.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.session import Session
from shared.ports.items import Items, Put
from shared.records import keys


@dataclass(frozen=True, slots=True)
class Result:
    """Where a result lies: the space, the digest of its bytes, and how many they are."""

    space: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class ResultRecords:
    """The results of every tenant, by the hash of their input."""

    items: Items

    def keep(self, session: Session, key: str, blob: str, size: int) -> None:
        """Remember, for the session's tenant, that the input with the hash `key` gave the session's blob."""
        attributes: dict[str, str | int | bytes] = {"space": session.space, "blob": blob, "size": size}
        self.items.transact([Put(key=keys.result(session.tenant, key), attributes=attributes, conditions=())])

    def find(self, tenant: str, key: str) -> Result | None:
        """Return where the result for that input lies, if the tenant has had it."""
        item = self.items.get(keys.result(tenant, key))
        if item is None:
            return None
        at = item.attributes
        return Result(space=str(at["space"]), blob=str(at["blob"]), size=int(at["size"]))
