"""
What the readers extract from real documentation, measured against labels made by hand.

The documentation is third parties' and lies beside the repository, in `../shared/evaluation`; where it does not, there
is nothing to measure. `python -m tests.benchmarks.evaluate [APPLICATION...]` prints one line per application, and the
mean of each column. A `-` is a column that an application has no labels for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import Document, digest

ROOT: Final = Path(__file__).parents[2]
EVALUATION: Final = ROOT.parent / "shared" / "evaluation"
PARTS: Final = (("gold", "specs"), ("gold-docs", "docs"))
COLUMNS: Final = (
    "class_recall", "class_extra", "attr_f1", "attr_type", "attr_required", "attr_readOnly", "attr_multivalued",
    "endpoints", "endpoints_extra", "id", "name", "paging_style", "paging_path", "rel_recall", "rel_extra", "auth",
    "base",
)  # fmt: skip
_WIDTH: Final = 9
_SCORING_SECONDS: Final = 60


def main(wanted: Sequence[str]) -> int:
    """Print the table of the applications `wanted`, or of all; return the exit code."""
    if not EVALUATION.is_dir():
        sys.stdout.write(f"Skipped: the development set is not at {EVALUATION}.\n")
        return 0
    sys.stdout.write(_row("", [column.removeprefix("attr_") for column in COLUMNS]))
    for labels, folder in PARTS:
        scores = [_shown(name, score) for name, score in _scores(labels, folder, wanted)]
        if scores:
            sys.stdout.write(_row(f"mean of {folder}", [_mean(scores, column) for column in COLUMNS]) + "\n")
    return 0


def _scores(labels: str, folder: str, wanted: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for gold in sorted((EVALUATION / labels).glob("*.json")):
        if not wanted or gold.stem in wanted:
            yield gold.stem, _score(gold, EVALUATION / folder / gold.stem)


def _score(gold: Path, folder: Path) -> Mapping[str, Any]:
    """Return the scores of what the documents in `folder` are read as, by the scorer that comes with the labels."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = digest([Document(name=str(path.relative_to(folder)), data=path.read_bytes()) for path in paths])
    command = [sys.executable, str(EVALUATION / "score.py"), str(gold), "/dev/stdin"]
    prediction = json.dumps(lower(found.model))
    scored = subprocess.run(  # noqa: S603 - our own interpreter, and the scorer
        command, input=prediction, capture_output=True, text=True, check=True, timeout=_SCORING_SECONDS
    )
    scores: Mapping[str, Any] = json.loads(scored.stdout)
    return scores


def _shown(name: str, score: Mapping[str, Any]) -> Mapping[str, Any]:
    sys.stdout.write(_row(name, [_cell(score.get(column)) for column in COLUMNS]))
    sys.stdout.flush()
    return score


def _mean(scores: Sequence[Mapping[str, Any]], column: str) -> str:
    values = [float(score[column]) for score in scores if score.get(column) is not None]
    return f"{sum(values) / len(values):.3f}" if values else "-"


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


def _row(name: str, cells: Sequence[str]) -> str:
    return name.ljust(14) + " ".join(cell[: _WIDTH - 1].rjust(_WIDTH) for cell in cells) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
