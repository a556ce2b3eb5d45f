"""Finding links to the documentation of an application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shared.domain.web.candidates import Candidate, Wanted


class SearchProvider(Protocol):
    """One source of candidate links."""

    @property
    def name(self) -> str:
        """What candidates call their source, and what a failure is reported under."""
        ...

    def find(self, wanted: Wanted) -> Sequence[Candidate]:
        """
        Return candidates, best first as far as the source can tell; none if there is nothing to find.

        Raises:
            Unavailable: the source did not answer; later it may.
            Invalid: the source refuses us, or answers what it should not.
        """
        ...
