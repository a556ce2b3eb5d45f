"""What knows of sessions that are gone, and what makes them go; built once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import session_records
from shared.bootstrap.services import sessions
from shared.bootstrap.workspaces import collecting, work

if TYPE_CHECKING:
    from shared.services.departed import Departed
    from shared.services.housekeeping import Housekeeping


@once
def departed() -> Departed:
    """Return what tells owners of their sessions that are gone."""
    from shared.records.tombstones import TombstoneRecords
    from shared.services.departed import Departed

    return Departed(records=session_records(), tombstones=TombstoneRecords(engines().items), clock=SystemClock())


@once
def housekeeping() -> Housekeeping:
    """Return what is done once a day."""
    from shared.records.events import EventRecords
    from shared.records.tombstones import TombstoneRecords
    from shared.services.departed import Expiring
    from shared.services.housekeeping import Housekeeping

    events = EventRecords(engines().items, engines().blobs)
    return Housekeeping(
        collecting=collecting(),
        expiring=Expiring(sessions=sessions(), events=events, work=work(), clock=SystemClock()),
        tombstones=TombstoneRecords(engines().items),
    )
