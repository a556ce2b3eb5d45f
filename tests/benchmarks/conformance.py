"""
Whether connectors of real specifications load and work, as far as that can be told without the framework.

The specifications are third parties' and lie beside the repository, in `../shared/evaluation/specs`; where they do not,
there is nothing to try. `python -m tests.benchmarks.conformance [APPLICATION...]` prints one line per application:
broken rules of the load check, operations that passed of those tried, seconds for reading, generating and verifying,
and whether two runs gave the same bytes; then every failure, with the limit that explains it.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.passes.selection import selected
from shared.compiler.pipeline import Document, digest, generate
from shared.compiler.verification.conformance.run import conformance
from shared.compiler.verification.conformance.trials import RUN_CODES, UNEXPLAINED, Trial
from shared.compiler.verification.load.check import check_files
from shared.compiler.writing.archive import zip_bytes
from tests.benchmarks.evaluate import EVALUATION

SPECIFICATIONS: Final = EVALUATION / "specs"
NEGATIVE: Final = frozenset({"pokeapi", "telegram"})
"""Applications without anything to manage; they are read, and hold no connector."""


@dataclass(slots=True)
class Result:
    """What one application gave."""

    name: str
    classes: int = 0
    scripts: int = 0
    broken: list[str] = field(default_factory=list)
    trials: tuple[Trial, ...] = ()
    seconds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    stable: bool = False

    @property
    def passed(self) -> int:
        """How many operations passed."""
        return sum(it.passed for it in self.trials)


def main(wanted: Sequence[str]) -> int:
    """Print the figures of the applications `wanted`, or of all; return the exit code."""
    if not SPECIFICATIONS.is_dir():
        sys.stdout.write(f"Skipped: the specifications are not at {SPECIFICATIONS}.\n")
        return 0
    names = wanted or sorted(it.name for it in SPECIFICATIONS.iterdir() if it.name not in NEGATIVE)
    head = ("classes", "scripts", "broken", "passed", "tried", "read s", "print s", "verify s", "stable")
    sys.stdout.write(_row("", head))
    results = [_shown(measured(name)) for name in names]
    _total(results)
    _failures(results)
    return 0 if all(not it.broken and it.stable for it in results) else 1


def measured(name: str) -> Result:
    """Return what the specification of one application gives, generated and verified."""
    folder = SPECIFICATIONS / name
    documents = [Document(name=it.name, data=it.read_bytes()) for it in sorted(folder.iterdir()) if it.is_file()]
    started = time.perf_counter()
    model = digest(documents).model
    was_read = time.perf_counter()
    chosen = selected(model, "high")
    made = generate(chosen, name)
    printed = time.perf_counter()
    connector, found = check_files(made.files)
    trials = conformance(chosen, connector)
    verified = time.perf_counter()
    again = generate(selected(digest(documents).model, "high"), name)
    return Result(
        name=name,
        classes=len(connector.schema.classes),
        scripts=len(made.scripts),
        broken=[str(it) for it in found],
        trials=trials,
        seconds=(was_read - started, printed - was_read, verified - printed),
        stable=_digest(made.files) == _digest(again.files) and trials == conformance(chosen, connector),
    )


def _digest(files: object) -> str:
    return hashlib.sha256(zip_bytes(files)).hexdigest()  # type: ignore[arg-type]


def _shown(result: Result) -> Result:
    figures = (result.classes, result.scripts, len(result.broken), result.passed, len(result.trials))
    cells = (*map(str, figures), *(f"{it:.2f}" for it in result.seconds), "yes" if result.stable else "NO")
    sys.stdout.write(_row(result.name, cells))
    sys.stdout.flush()
    return result


def _total(results: list[Result]) -> None:
    tried, passed = sum(len(it.trials) for it in results), sum(it.passed for it in results)
    loading = sum(not it.broken for it in results)
    share = f"{100 * passed / tried:.1f} %" if tried else "-"
    sys.stdout.write(
        f"\nload check passed: {loading} of {len(results)}; operations passed: {passed} of {tried} ({share})\n"
    )


def _failures(results: list[Result]) -> None:
    failed = [(it.name, trial) for it in results for trial in it.trials if not trial.passed]
    unexplained = sum(trial.code == UNEXPLAINED for _, trial in failed)
    sys.stdout.write(f"failures: {len(failed)}, not explained by a limit: {unexplained}\n")
    for code, count in sorted(Counter(trial.code for _, trial in failed).items()):
        sys.stdout.write(f"\n{code} ({count}): {RUN_CODES[code][1]}\n")
        for name, trial in failed:
            if trial.code == code:
                what = " ".join(filter(None, (trial.operation, trial.detail)))
                sys.stdout.write(f"  {code} {name}: {trial.owner} {what}: {trial.reason}\n")
    for it in results:
        for line in it.broken:
            sys.stdout.write(f"  {it.name}: {line}\n")


def _row(name: str, cells: Sequence[str]) -> str:
    return name.ljust(16) + " ".join(cell.rjust(9) for cell in cells) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
