"""
Verify a connector: load it, run it, compare it with the documents; then mark or leave out what fails.

`verified` is the one function to call. It is pure: the same model and files give the same answer, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.verification.completeness.missing import Missing, missing
from shared.compiler.verification.conformance.run import conformance
from shared.compiler.verification.conformance.trials import NOT_TRIED, RUN_CODES, Trial
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.handover import FAILED_HEADING, marked, without
from shared.compiler.verification.load.check import check_files
from shared.compiler.verification.origins import script_of
from shared.compiler.writing.files import Files
from shared.kernel.diagnostics import Diagnostic, Severity

VERIFICATION_PATH: Final = "verification.json"
_README: Final = "README.md"
Failing = Literal["mark", "omit"]
_MOST_SHOWN: Final = 200
_ROUNDS: Final = 5
"""How often scripts are left out: each round takes what needs those of the round before, and chains are short."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """
    A connector after its verification.

    `files` are those to hand over, the report among them under `verification.json`; `omitted` the paths of scripts that
    were left out. `problems` are what the framework would reject, and has to be empty for what we generate.
    """

    files: Files
    report: Json
    omitted: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    trials: tuple[Trial, ...] = ()

    @property
    def summary(self) -> Json:
        """The report in short, for a job's result: the figures, and what failed, at most two hundred operations."""
        failed = [_trial(it) for it in self.trials if not it.passed]
        figures = {
            "tried": sum(it.code != NOT_TRIED for it in self.trials),
            "passed": sum(it.passed for it in self.trials),
            "failed": failed[:_MOST_SHOWN],
        }
        return {"load": self.report["load"], "conformance": figures, "failing": self.report["failing"]}


def verified(model: ConnectorModel, files: Mapping[str, str], failing: Failing = "mark") -> Verified:
    """
    Return what of `files`, a connector generated from `model`, is to be handed over, and the report on it.

    `failing` says what happens to a script with an operation that fails its run: `mark` puts a comment at its head,
    `omit` leaves it out, and with it what cannot do without it. Operations that could not be tried stay as they are.
    """
    connector, found = check_files(files)
    trials = conformance(model, connector)
    failures = _failures(connector, trials)
    kept = {path: text for path, text in files.items() if path != VERIFICATION_PATH}
    omitted: tuple[str, ...] = ()
    if failing == "omit":
        kept, omitted = _left_out(model, kept, failures)
    else:
        kept = {path: marked(path, text, failures.get(path, ())) for path, text in kept.items()}
    report = _report(found, trials, missing(model, connector, files), failing, (tuple(failures), omitted))
    if _README in kept:
        kept[_README] = _explained(kept[_README], trials)
    entries = (*kept.items(), (VERIFICATION_PATH, json.dumps(report, indent=2) + "\n"))
    problems = tuple(it for it in found if it.severity is Severity.ERROR)
    return Verified(files=Files(entries), report=report, omitted=omitted, problems=problems, trials=trials)


def _left_out(
    model: ConnectorModel, files: Mapping[str, str], failures: Mapping[str, tuple[Trial, ...]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """
    Return `files` without the scripts that fail, and the paths that are gone.

    What is left runs again: a filter may have relied on what the script of the list says about their request.
    """
    kept, gone = dict(files), tuple[str, ...]()
    for _ in range(_ROUNDS):
        if not failures:
            break
        kept, more = without(kept, tuple(failures))
        gone += more
        connector, _found = check_files(kept)
        failures = _failures(connector, conformance(model, connector))
    return kept, gone


def _failures(connector: LoadedConnector, trials: tuple[Trial, ...]) -> dict[str, tuple[Trial, ...]]:
    """Return the failed trials by the script that is to blame."""
    found: dict[str, tuple[Trial, ...]] = {}
    for trial in trials:
        path = "" if trial.passed or trial.code == NOT_TRIED else script_of(connector, trial)
        if path:
            found[path] = (*found.get(path, ()), trial)
    return found


def _report(
    found: tuple[Diagnostic, ...],
    trials: tuple[Trial, ...],
    lacking: tuple[Missing, ...],
    failing: Failing,
    scripts: tuple[tuple[str, ...], tuple[str, ...]],
) -> Json:
    failed, omitted = scripts
    return {
        "load": {
            "passed": not any(it.severity is Severity.ERROR for it in found),
            "findings": [_finding(it) for it in found],
        },
        "conformance": {
            "tried": sum(it.code != NOT_TRIED for it in trials),
            "passed": sum(it.passed for it in trials),
            "operations": [_trial(it) for it in trials],
        },
        "completeness": {"missing": [_lacking(it) for it in lacking]},
        "failing": {"option": failing, "scripts": list(failed), "omitted": list(omitted)},
    }


def _finding(found: Diagnostic) -> Json:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        "document": found.at.document,
        "pointer": found.at.pointer,
    }


def _trial(trial: Trial) -> Json:
    about: Json = {"owner": trial.owner, "operation": trial.operation, "detail": trial.detail, "passed": trial.passed}
    if trial.passed:
        return about
    return {**about, "code": trial.code, "limit": RUN_CODES[trial.code][1], "reason": trial.reason}


def _lacking(lacking: Missing) -> Json:
    return {
        "kind": lacking.kind,
        "owner": lacking.owner,
        "name": lacking.name,
        "code": lacking.reason.code,
        "reason": lacking.reason.message,
    }


def _explained(text: str, trials: tuple[Trial, ...]) -> str:
    """Return the README with what failed its run."""
    failed = [it for it in trials if not it.passed]
    if not failed:
        return text
    text = text.partition(f"\n{FAILED_HEADING}\n")[0]
    lines = [
        f"- {it.code} ({it.owner}, {' '.join(filter(None, (it.operation, it.detail)))}): {it.reason}" for it in failed
    ]
    return "\n".join((text.rstrip("\n"), "", FAILED_HEADING, "", *lines)) + "\n"
