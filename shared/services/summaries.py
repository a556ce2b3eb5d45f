"""Summarise what would be committed, so that somebody can look at it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from shared.domain.commit import Summary
from shared.domain.content import ZONES, Roots, content_hash
from shared.domain.forms.holding import resource_under
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import ApplicationError, Conflict
from shared.records.content import View
from shared.records.summaries import SummaryRecords
from shared.records.values import leaf_size
from shared.services import summary_texts
from shared.services.comparison import Difference
from shared.services.derivation import Derivations, stale_detail
from shared.services.differences import Differences
from shared.services.units import parts
from shared.services.validation import Validation, Validators
from shared.services.visibility import visible

if TYPE_CHECKING:
    # Few requests put a summary into words, and only they load what asks a language model.
    from shared.services.wording import Wording

LIFETIME: Final = timedelta(hours=24)
LAST_COMMIT: Final = "lastCommit"
_LISTED: Final = 60
"""How many changes a text lists at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarising:
    """Since which state, how much of it is told in words, and how many changes are listed."""

    since: str = LAST_COMMIT
    full: bool = False
    most: int = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One change, and how many bytes the unit has now; None where it is gone, or no unit of one text."""

    difference: Difference
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What somebody should know before a commit, and which unit it is about."""

    code: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """A summary with all it was made of; `listed` are the first of the `differences`."""

    session: Session
    summary: Summary
    differences: tuple[Difference, ...]
    listed: tuple[Listed, ...]
    validations: tuple[Validation, ...]
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summaries:
    """The summaries of every session; the figures come from the comparison, only the words may be a model's."""

    differences: Differences
    validators: Validators
    records: SummaryRecords
    wording: Wording
    derivations: Derivations

    def summarise(self, principal: Principal, session_id: str, wish: Summarising) -> Summarised:
        """
        Return what changed since a state, and keep for a day that it was summarised.

        Raises:
            NotFound: as `visible`, or there is no such state (`ref_not_found`).
            Conflict: nothing has changed since (`nothing_to_commit`).
        """
        states = self.differences.states
        session = visible(states.records, principal, session_id)
        before = self.differences.roots(principal, session, wish.since)
        session = states.records.snapshots.take(session, states.clock.now())
        after = session.layers.roots
        check_changed(session, before)
        found = self.differences.comparison.differences(session, before, after)
        summary = self._worded(session, f"user:{principal.subject}", found, wish)
        self.records.keep(session, summary)
        view = self.differences.comparison.content.of(session, after)
        return Summarised(
            session=session,
            summary=summary,
            differences=found,
            listed=tuple(_listed(view, found[: wish.most])),
            validations=self.validators.check(session, states.committed(session), after),
            warnings=tuple(self._stale(session, view, found)),
        )

    def _stale(self, session: Session, view: View, found: Sequence[Difference]) -> Iterator[Warned]:
        """Yield the files that do not follow what changed, or changed and do not follow what there is."""
        names = {zone: [parts(each.path)[1] for each in found if each.zone == zone] for zone in ZONES}
        anything = any(resource_under(key) for key in names["data"])
        for each in self.derivations.stale(session, view, None if anything else names["code"]):
            yield Warned(code="stale-derived", path=each.path, detail=stale_detail(each))

    def _worded(self, session: Session, author: str, found: Sequence[Difference], wish: Summarising) -> Summary:
        states = self.differences.states
        summary_id, now = states.identifiers.new(), states.clock.now()
        draft, lines = summary_texts.title(found), summary_texts.lines(found)
        title = draft
        with suppress(ApplicationError):  # whoever words it better may fail
            title = self.wording.summary(session, f"summary {summary_id}", draft, lines)
        more = "".join(f"\n- {line}" for line in lines[:_LISTED]) if wish.full else ""
        return Summary(
            id=summary_id,
            content_hash=content_hash(session.layers.roots),
            revision=session.revision,
            base_commit_id=session.lineage.commit,
            title=title,
            text=summary_texts.counts(found) + more,
            generator="deterministic" if title == draft else "model",
            author=author,
            created=now,
            expires=now + LIFETIME,
        )


def _listed(view: View, found: Sequence[Difference]) -> Iterator[Listed]:
    for each in found:
        zone, name, _ = parts(each.path)
        leaf = None if zone == "docs" else view.find(zone, name)
        yield Listed(each, None if leaf is None else leaf_size(leaf))


def check_changed(session: Session, before: Roots) -> None:
    """
    Refuse to go on where a session's trees, all folded, are the same as before.

    Raises:
        Conflict: they are (`nothing_to_commit`).
    """
    if session.layers.roots == before:
        message = f"nothing has changed in session {session.id}"
        raise Conflict(message, code="nothing_to_commit")
