"""API keys: what is kept of a secret that is shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key by its public id, whose principal it is, and since when; the secret itself is kept nowhere."""

    id: str
    principal: Principal
    label: str
    created: datetime
    revoked: bool = False
