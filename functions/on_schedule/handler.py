"""Schedule event: remove the blobs that nobody holds any more; `{"dryRun": true}` only says how many."""

from __future__ import annotations

from typing import Any, Final

from shared.bootstrap.workspaces import collecting
from shared.observability.logging import logger

_SPARE_MILLISECONDS: Final = 120_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int | bool]:  # noqa: ANN401 - Lambda's own type
    """
    Return how many spaces were looked through, and how many blobs and broken-off sessions were removed, or would be.

    Every day begins with other families, so that what there is no time for today comes first on another day.
    """
    dry_run = event.get("dryRun") is True
    spaces = removed = sessions = 0
    for done in collecting().collect(dry_run=dry_run):
        spaces, removed, sessions = spaces + 1, removed + len(done.removed), sessions + len(done.broken_off)
        logger.info(
            "space collected",
            extra={
                "space": done.space,
                "removed": len(done.removed),
                "brokenOff": len(done.broken_off),
                "gaveUp": done.gave_up,
            },
        )
        if context.get_remaining_time_in_millis() < _SPARE_MILLISECONDS:
            logger.warning("collection cut short")
            return {"spaces": spaces, "removed": removed, "sessions": sessions, "complete": False}
    return {"spaces": spaces, "removed": removed, "sessions": sessions, "complete": True}
