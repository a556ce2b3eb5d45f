"""The services of workspaces, each built once per process; they import what they need when they are first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.bootstrap.approvals import approvals
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.records import PATIENCE, document_records, session_records
from shared.bootstrap.services import sessions
from shared.bootstrap.states import checkpoints, states

if TYPE_CHECKING:
    from shared.services.annotations import Annotations
    from shared.services.caches import Caches
    from shared.services.carrying import Carrying
    from shared.services.chunks import Chunks
    from shared.services.collecting import Collecting
    from shared.services.comparison import Comparison
    from shared.services.differences import Differences
    from shared.services.environments import Environments
    from shared.services.forks import Forks
    from shared.services.listing import Listing
    from shared.services.logs import Logs
    from shared.services.manifests import Manifests
    from shared.services.once import Once
    from shared.services.paged import Paged
    from shared.services.reachable import Reachable
    from shared.services.restoring import Restores
    from shared.services.tokens import Tokens
    from shared.services.work import Work
    from shared.services.workspaces import Workspaces
    from shared.services.zones import Zones


@once
def forks() -> Forks:
    """Return what makes sessions from others."""
    from shared.services.forks import Forks

    return Forks(states=states())


@once
def comparison() -> Comparison:
    """Return what compares contents."""
    from shared.records.content import ContentRecords
    from shared.services.comparison import Comparison

    return Comparison(ContentRecords(engines().items, engines().blobs), document_records())


@once
def work() -> Work:
    """Return what knows the jobs that are at work."""
    from shared.records.jobs import JobRecords
    from shared.services.work import Work

    return Work(JobRecords(engines().items, engines().blobs), SystemClock())


@once
def restores() -> Restores:
    """Return what brings sessions back to saved states."""
    from shared.services.restoring import Restores

    return Restores(
        states=states(), checkpoints=checkpoints(), comparison=comparison(), work=work(), approvals=approvals()
    )


@once
def workspaces() -> Workspaces:
    """Return the sessions as those who work in them see them."""
    from shared.services.workspaces import Workspaces

    return Workspaces(states=states(), sessions=sessions(), work=work(), uploads=engines().uploads)


@once
def zones() -> Zones:
    """Return the content of sessions item by item."""
    from shared.services.zones import Zones

    return Zones(states=states())


@once
def differences() -> Differences:
    """Return what compares states."""
    from shared.services.differences import Differences

    return Differences(states=states(), comparison=comparison())


@once
def tokens() -> Tokens:
    """Return what makes and reads the tokens of pages."""
    from shared.records.signing import SigningRecords
    from shared.services.tokens import Tokens

    return Tokens(signing=SigningRecords(engines().items, Uuid7Identifiers()), clock=SystemClock())


@once
def paged() -> Paged:
    """Return what cuts lists into pages."""
    from shared.services.paged import Paged

    return Paged(tokens=tokens())


@once
def listing() -> Listing:
    """Return the lists of sessions."""
    from shared.records.events import EventRecords
    from shared.records.index import SessionIndex
    from shared.services.listing import Listing

    records = session_records()
    return Listing(
        records=records,
        index=SessionIndex(engines().items),
        families=records.families,
        events=EventRecords(engines().items, engines().blobs),
        tokens=tokens(),
    )


@once
def once_only() -> Once:
    """Return what lets a request have one effect."""
    from shared.records.idempotency import IdempotencyRecords
    from shared.services.once import Once

    return Once(records=IdempotencyRecords(engines().items), clock=SystemClock(), identifiers=Uuid7Identifiers())


@once
def manifests() -> Manifests:
    """Return what lists contents."""
    from shared.services.manifests import Manifests

    return Manifests(states=states(), documents=document_records(), paged=paged())


@once
def logs() -> Logs:
    """Return the logs of sessions."""
    from shared.records.events import EventRecords
    from shared.services.logs import Logs

    return Logs(states=states(), events=EventRecords(engines().items, engines().blobs), tokens=tokens())


@once
def caches() -> Caches:
    """Return the caches of sessions."""
    from shared.records.cache import CacheRecords
    from shared.services.caches import Caches

    records = CacheRecords(engines().items, PATIENCE)
    return Caches(sessions=session_records(), records=records, tokens=tokens(), clock=SystemClock())


@once
def notes() -> Annotations:
    """Return what reviewers say about sessions."""
    from shared.records.annotations import AnnotationRecords
    from shared.services.annotations import Annotations

    records = AnnotationRecords(engines().items)
    return Annotations(states=states(), documents=document_records(), records=records, tokens=tokens())


@once
def chunks() -> Chunks:
    """Return what writes documentation chunk by chunk."""
    from shared.services.chunks import Chunks

    return Chunks(states=states(), documents=document_records())


@once
def reachable() -> Reachable:
    """Return what reads bytes by their hash."""
    from shared.records.merges import MergeRecords
    from shared.services.reachable import Reachable

    merges = MergeRecords(engines().items, engines().blobs)
    return Reachable(states=states(), documents=document_records(), merges=merges)


@once
def collecting() -> Collecting:
    """Return what removes blobs that nobody holds."""
    from shared.records.holdings import Holdings
    from shared.services.collecting import Collecting

    return Collecting(
        records=session_records(),
        holdings=Holdings(engines().items, engines().blobs),
        blobs=engines().blobs,
        clock=SystemClock(),
    )


@once
def environments() -> Environments:
    """Return the environment specs of sessions."""
    from shared.adapters.codec import JsonModels
    from shared.services.environments import Environments

    return Environments(states=states(), documents=document_records(), models=JsonModels())


@once
def carrying() -> Carrying:
    """Return what gives forks what is no content."""
    from shared.records.annotations import AnnotationRecords
    from shared.services.carrying import Carrying

    annotations = AnnotationRecords(engines().items)
    return Carrying(states=states(), documents=document_records(), annotations=annotations, caches=caches().records)
