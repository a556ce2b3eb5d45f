"""Identifiers the events and the tests agree on."""

from __future__ import annotations

from typing import Final
from uuid import UUID

NAMESPACE: Final = UUID("9a4f6e7c-2f3b-5d1e-8a64-0c1d2e3f4a5b")
ABSENT: Final = "00000000-0000-4000-8000-000000000000"
"""What nothing has."""
