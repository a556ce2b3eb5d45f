"""What attributes are called that mean enabled, disabled or the password, best first, without case and separators."""

from __future__ import annotations

from typing import Final

ENABLED: Final = ("enabled", "active", "isenabled", "isactive", "accountenabled")
DISABLED: Final = (
    "disabled", "isdisabled", "suspended", "issuspended", "blocked", "isblocked", "deactivated", "isdeactivated",
    "inactive", "isinactive", "locked", "islocked",
)  # fmt: skip
PASSWORD: Final = ("password", "passwd", "userpassword", "accountpassword")
