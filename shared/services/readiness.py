"""Whether what the server depends on answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.kernel.errors import Unavailable
from shared.ports.items import Items
from shared.records import keys

OK: Final = "ok"
UNAVAILABLE: Final = "unavailable"
NOT_REQUIRED: Final = "not_required"
VERSION: Final = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Looks at the item store; nothing waits for a language model, so that none is asked."""

    items: Items

    def checks(self) -> dict[str, str]:
        """Return `ok`, `unavailable` or `not_required` for each thing the server could depend on; never raises."""
        try:
            self.items.get(keys.head("ready"))
        except Unavailable:
            return {"database": UNAVAILABLE, "llm": NOT_REQUIRED}
        return {"database": OK, "llm": NOT_REQUIRED}
