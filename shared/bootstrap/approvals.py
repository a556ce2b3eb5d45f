"""The gate before acts that need leave, built once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once

if TYPE_CHECKING:
    from shared.records.approvals import ApprovalRecords
    from shared.services.approvals import Approvals


@once
def approval_records() -> ApprovalRecords:
    """Return the records of approvals."""
    from shared.records.approvals import ApprovalRecords

    return ApprovalRecords(engines().items)


@once
def approvals() -> Approvals:
    """Return the approvals that acts need."""
    from shared.services.approvals import Approvals

    return Approvals(records=approval_records(), clock=SystemClock())
