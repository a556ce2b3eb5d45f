"""Whether what the server depends on answers."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

from shared.kernel.errors import ApplicationError, Unavailable
from shared.ports.clock import Clock
from shared.ports.items import Items
from shared.ports.language_model import LanguageModel
from shared.records import keys

OK: Final = "ok"
UNAVAILABLE: Final = "unavailable"
NOT_REQUIRED: Final = "not_required"
VERSION: Final = "0.1.0"
_FRESH: Final = timedelta(seconds=30)


class Readiness:
    """
    Looks at the item store, and at the language model if there is one.

    Anybody may ask how we are, so the model's provider is asked every half minute at most.
    """

    def __init__(self, items: Items, clock: Clock, language_model: LanguageModel | None) -> None:
        self._items, self._clock, self._language_model = items, clock, language_model
        self._seen: tuple[datetime, str] | None = None
        self._lock = threading.Lock()

    def checks(self) -> dict[str, str]:
        """Return `ok`, `unavailable` or `not_required` for each thing the server could depend on; never raises."""
        return {"database": self._database(), "llm": self._model()}

    def _database(self) -> str:
        try:
            self._items.get(keys.head("ready"))
        except Unavailable:
            return UNAVAILABLE
        return OK

    def _model(self) -> str:
        if self._language_model is None:
            return NOT_REQUIRED
        with self._lock:
            now = self._clock.now()
            if self._seen is None or not self._seen[0] <= now < self._seen[0] + _FRESH:
                self._seen = now, _reached(self._language_model)
            return self._seen[1]


def is_ready(checks: dict[str, str]) -> bool:
    """Return whether the server can work: it can without a language model, which no stage waits for."""
    return checks["database"] == OK


def _reached(language_model: LanguageModel) -> str:
    try:
        language_model.reach()
    except ApplicationError:
        return UNAVAILABLE
    return OK
