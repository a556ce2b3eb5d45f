"""The services of merges, each built once per process; they import what they need when they are first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.bootstrap.approvals import approvals
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import document_records
from shared.bootstrap.review import validators
from shared.bootstrap.states import checkpoints, states
from shared.bootstrap.workspaces import carrying, tokens, work

if TYPE_CHECKING:
    from shared.services.merge_attempts import MergeAttempts
    from shared.services.merge_keeping import Keeping
    from shared.services.merging import Merges


@once
def keeping() -> Keeping:
    """Return what remembers merges."""
    from shared.records.events import EventRecords
    from shared.records.merges import MergeRecords
    from shared.services.merge_keeping import Keeping

    items, blobs = engines().items, engines().blobs
    return Keeping(states=states(), records=MergeRecords(items, blobs), events=EventRecords(items, blobs))


@once
def merges() -> Merges:
    """Return what merges sessions into others."""
    from shared.records.companions import Companions
    from shared.records.content import ContentRecords
    from shared.services.merge_applying import Applying
    from shared.services.merge_imports import Imports
    from shared.services.merge_plans import Plans
    from shared.services.merge_sides import Sides
    from shared.services.merging import Merges

    items, blobs = engines().items, engines().blobs
    content = ContentRecords(items, blobs)
    applying = Applying(
        states=states(),
        checkpoints=checkpoints(),
        companions=Companions(items, blobs),
        keeping=keeping(),
        carrying=carrying(),
    )
    return Merges(
        states=states(),
        sides=Sides(states=states()),
        plans=Plans(content=content, documents=document_records()),
        imports=Imports(content),
        validators=validators(),
        approvals=approvals(),
        work=work(),
        applying=applying,
        keeping=keeping(),
    )


@once
def merge_attempts() -> MergeAttempts:
    """Return what is remembered of merges."""
    from shared.services.merge_attempts import MergeAttempts

    return MergeAttempts(states=states(), records=keeping().records, tokens=tokens())
