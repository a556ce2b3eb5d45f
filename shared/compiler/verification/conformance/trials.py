"""One operation tried: what was tried, whether it passed, and what explains a failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.compiler.verification.evaluation.values import Exhausted, NotSimulated, Thrown
from shared.kernel.diagnostics import Severity

RUN_CODES: Final[dict[str, tuple[Severity, str]]] = {
    "RUN001": (Severity.ERROR, "An operation does not do what the documents say; nothing explains it."),
    "RUN002": (Severity.ERROR, "A PUT replaces the object, and the framework sends only what changed."),
    "RUN003": (Severity.ERROR, "The request needs an input for which the documents give no value."),
    "RUN004": (Severity.ERROR, "The application did it, and the framework cannot read its answer."),
    "RUN005": (Severity.ERROR, "The application demands a property that the connector cannot send."),
    "RUN006": (Severity.ERROR, "The framework knows none of the documented ways to authenticate."),
    "RUN007": (
        Severity.ERROR,
        "The documents show one object for the list; nothing says where the others are.",
    ),
    "RUN008": (Severity.WARNING, "The operation could not be tried: its script uses what is not simulated."),
}
"""Why an operation fails: the first says that the connector is wrong, the others name a limit of the framework."""

UNEXPLAINED: Final = "RUN001"
NOT_TRIED: Final = "RUN008"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """
    One operation of one class or relation, tried once.

    `operation` is list, get, search, create, update, delete, relation or authentication; `detail` says which of them.
    A failure has a `code` of `RUN_CODES` and a `reason`.
    """

    owner: str
    operation: str
    detail: str = ""
    code: str = ""
    reason: str = ""

    @property
    def passed(self) -> bool:
        """True when the operation did what the documents say."""
        return not self.code


class Failed(Exception):  # noqa: N818 - the result of a trial
    """The operation went through, and did something else than it should."""


Explain = Callable[[str], tuple[str, str]]


def tried(owner: str, operation: str, detail: str, act: Callable[[], None], explain: Explain) -> Trial:
    """Return the trial of `act`, which raises where the operation fails; `explain` finds code and cause of a reason."""
    try:
        act()
    except NotSimulated as unknown:
        reason = f"not simulated: {unknown}"
        return Trial(owner=owner, operation=operation, detail=detail, code=NOT_TRIED, reason=reason)
    except Thrown as thrown:
        reason = f"{thrown.type}: {thrown.message}"
    except (Failed, Exhausted) as failed:
        reason = str(failed)
    except RecursionError:
        reason = "the scripts call each other without end"
    else:
        return Trial(owner=owner, operation=operation, detail=detail)
    code, refused = explain(reason)
    reason = f"{reason} ({refused})" if refused else reason
    return Trial(owner=owner, operation=operation, detail=detail, code=code, reason=reason)
