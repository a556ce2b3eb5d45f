"""Schedule event: remove what nobody holds or uses any more; `{"dryRun": true}` only says how much that is."""

from __future__ import annotations

from typing import Any, Final

from shared.bootstrap.housekeeping import housekeeping
from shared.observability.logging import logger

_SPARE_MILLISECONDS: Final = 120_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int | bool]:  # noqa: ANN401 - Lambda's own type
    """
    Return how many spaces were looked through, and how many blobs and sessions were removed, or would be.

    The sessions are those that broke off, and those that nobody has changed for as long as their policy gives them.
    Every day begins with other families, so that what there is no time for today comes first on another day.
    """
    dry_run = event.get("dryRun") is True
    spaces = removed = sessions = 0
    for done in housekeeping().tidy(dry_run=dry_run):
        blobs = done.collected
        spaces, removed, sessions = spaces + 1, removed + len(blobs.removed), sessions + len(done.sessions)
        logger.info(
            "space collected",
            extra={
                "space": blobs.space,
                "removed": len(blobs.removed),
                "brokenOff": len(blobs.broken_off),
                "expired": len(done.expired),
                "gaveUp": blobs.gave_up,
            },
        )
        if context.get_remaining_time_in_millis() < _SPARE_MILLISECONDS:
            logger.warning("collection cut short")
            return {"spaces": spaces, "removed": removed, "sessions": sessions, "complete": False}
    return {"spaces": spaces, "removed": removed, "sessions": sessions, "complete": True}
