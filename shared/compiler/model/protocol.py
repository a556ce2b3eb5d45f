"""The languages in which an application can be spoken to."""

from __future__ import annotations

from typing import Literal

Protocol = Literal["rest", "scim", "sql"]
