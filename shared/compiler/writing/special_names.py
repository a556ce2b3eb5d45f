"""What attributes are called that mean enabled, disabled or the password, best first, without case and separators."""

from __future__ import annotations

from typing import Final

ENABLED: Final = ("enabled", "active", "isenabled", "isactive", "accountenabled")
DISABLED: Final = (
    "disabled", "isdisabled", "suspended", "issuspended", "blocked", "isblocked", "deactivated", "isdeactivated",
    "inactive", "isinactive", "locked", "islocked",
)  # fmt: skip
STATUS: Final = ("status", "state", "accountstatus", "userstatus", "lifecyclestatus", "lifecyclestate")
ON: Final = ("active", "enabled")
"""What a status is called in which an account can be used."""
OFF: Final = ("inactive", "disabled", "deactivated", "suspended", "blocked", "locked")
"""What a status is called in which an account cannot be used, best first for putting it there."""
NOT_YET_OR_NO_LONGER: Final = (
    "new", "pending", "invited", "staged", "provisioned", "registered", "unconfirmed", "recovery", "lockedout",
    "deprovisioned", "archived", "deleted",
)  # fmt: skip
"""Further words for a status in which an account cannot be used."""
PASSWORD: Final = ("password", "passwd", "userpassword", "accountpassword")
