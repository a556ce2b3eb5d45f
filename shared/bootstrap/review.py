"""The services of reviews and commits, each built once per process; they import what they need when first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.bootstrap.approvals import approval_records, approvals
from shared.bootstrap.engines import engines
from shared.bootstrap.once import once
from shared.bootstrap.states import states
from shared.bootstrap.workspaces import differences, tokens, work

if TYPE_CHECKING:
    from shared.services.commits import Commits
    from shared.services.deciding import Decisions
    from shared.services.requesting import Requests
    from shared.services.summaries import Summaries
    from shared.services.validation import Validators


@once
def validators() -> Validators:
    """Return what says whether a content may be committed."""
    from shared.records.content import ContentRecords
    from shared.services.validation import Validators

    return Validators(ContentRecords(engines().items, engines().blobs))


@once
def summaries() -> Summaries:
    """Return what summarises what would be committed."""
    from shared.bootstrap.asking import hurried_wording
    from shared.records.code import CodeRecords
    from shared.records.summaries import SummaryRecords
    from shared.services.derivation import Derivations
    from shared.services.summaries import Summaries

    return Summaries(
        differences=differences(),
        validators=validators(),
        records=SummaryRecords(engines().items),
        wording=hurried_wording(),
        derivations=Derivations(CodeRecords(engines().blobs)),
    )


@once
def commits() -> Commits:
    """Return what commits sessions."""
    from shared.records.annotations import AnnotationRecords
    from shared.records.summaries import SummaryRecords
    from shared.services.commit_gate import Gate
    from shared.services.commits import Commits

    gate = Gate(
        states=states(),
        summaries=SummaryRecords(engines().items),
        annotations=AnnotationRecords(engines().items),
        approvals=approvals(),
        validators=validators(),
        work=work(),
    )
    return Commits(states=states(), gate=gate, tokens=tokens())


@once
def requests() -> Requests:
    """Return what asks for approvals."""
    from shared.services.requesting import Requests

    return Requests(states=states(), records=approval_records())


@once
def decisions() -> Decisions:
    """Return what decides approvals."""
    from shared.services.deciding import Decisions

    return Decisions(states=states(), records=approval_records(), tokens=tokens())
