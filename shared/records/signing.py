"""The secret that signs what clients carry from one request to the next."""

from __future__ import annotations

from dataclasses import dataclass

from shared.ports.clock import Identifiers
from shared.ports.items import Absent, ConditionFailed, Items, Key, Put

_PLACE = Key("SIGNING#PAGES", "SECRET")


@dataclass(frozen=True, slots=True)
class SigningRecords:
    """One secret per deployment, made when it is first needed."""

    items: Items
    identifiers: Identifiers

    def secret(self) -> str:
        """Return the secret."""
        found = self.items.get(_PLACE)
        if found is None:
            try:
                put = Put(key=_PLACE, attributes={"secret": self.identifiers.secret()}, conditions=(Absent(),))
                self.items.transact([put])
            except ConditionFailed as lost:
                found = lost.old
            else:
                return str(put.attributes["secret"])
        return str(found.attributes["secret"]) if found else self.secret()
