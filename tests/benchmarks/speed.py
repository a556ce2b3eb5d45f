"""
`connectorsmith digest` beside a peer and beside the bare parse of the same bytes: processor time and peak memory.

`python -m tests.benchmarks.speed [--runs N] [--peer COMMAND] [APPLICATION...]` prints one line per file or folder of
the development set. The peer is `connectorgen generate` (PyPI, 0.9.0), which gets the largest file of a folder; the
runs of the three are interleaved, and each figure is the median. What counts are the ratios: the machine may be busy,
and another one is faster. Whole processes are measured, in processor time; only the bare parse is the parse alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.benchmarks.processes import Cost, cost

ROOT: Final = Path(__file__).parents[2]
EVALUATION: Final = ROOT.parent / "shared" / "evaluation"
PEER: Final = "connectorgen"
RUNS: Final = 5
FACTOR: Final = 3.0
START_UP: Final = 0.3
"""Seconds that the whole process may take beyond `FACTOR` times the bare parse."""
_HEADS: Final = ("ours s", "peer s", "ratio", "ours MB", "peer MB", "ratio", "bare s", "limit s", "of limit")
_MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """The costs of each run on one file or folder, ours and the peer's, and the seconds of the bare parse."""

    ours: list[Cost] = field(default_factory=list)
    peers: list[Cost] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 when something is over its limit, and 0 also when there is nothing to measure."""
    options = _options(arguments)
    if not EVALUATION.is_dir():
        sys.stdout.write(f"Skipped: the development set is not at {EVALUATION}.\n")
        return 0
    peer = shutil.which(options.peer)
    if peer is None:
        sys.stdout.write(f"Not compared: the peer {options.peer!r} is not installed (connectorgen==0.9.0).\n")
    sys.stdout.write(_row("", _HEADS))
    found = [_told(name, _measured(path, peer, options.runs)) for name, path in _subjects(options.applications)]
    over = [sentence for sentences in found for sentence in sentences]
    sys.stdout.write("".join(f"{sentence}\n" for sentence in over))
    return 1 if any(": over " in sentence for sentence in over) else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="speed", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("applications", nargs="*", metavar="APPLICATION")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peer", default=PEER, metavar="COMMAND")
    return parser.parse_args(arguments)


def _subjects(wanted: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Yield each specification, and each folder of prose, which is read as a whole."""
    for folder in sorted((EVALUATION / "specs").iterdir()):
        for path in sorted(folder.iterdir()) if not wanted or folder.name in wanted else ():
            yield f"{folder.name}/{path.name}", path
    for folder in sorted((EVALUATION / "docs").iterdir()):
        if not wanted or folder.name in wanted:
            yield f"{folder.name}/", folder


def _measured(path: Path, peer: str | None, runs: int) -> Measured:
    found = Measured()
    largest = path if path.is_file() else max(path.rglob("*"), key=lambda file: file.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            found.ours.append(cost([sys.executable, "-m", "shared.cli.main", "digest", str(path)], ROOT))
            if peer:
                found.peers.append(cost([peer, "generate", str(largest), "-o", f"{folder}/c.json"], Path(folder)))
            if path.is_file():
                parse = [sys.executable, "-m", "tests.benchmarks.bare_parse", str(path)]
                found.bare.append(float(cost(parse, ROOT).output))
    return found


def _told(name: str, found: Measured) -> list[str]:
    """Print the row of `name`; return what is to be said below the table."""
    failed = found.peers and found.peers[0].said
    peers = [] if failed else found.peers
    ours, theirs = _median(each.cpu for each in found.ours), _median(each.cpu for each in peers)
    memory, other = _median(each.peak for each in found.ours), _median(each.peak for each in peers)
    bare = _median(found.bare)
    limit = FACTOR * bare + START_UP if bare is not None else None
    cells = (
        *(_shown(ours), _shown(theirs), _ratio(ours, theirs)),
        *(_shown(memory, _MB, 1), _shown(other, _MB, 1), _ratio(memory, other)),
        *(_shown(bare, 1, 4), _shown(limit), _ratio(ours, limit)),
    )
    sys.stdout.write(_row(name, cells))
    sys.stdout.flush()
    over = [
        f"{name}: over {what}"
        for what, mine, most in (
            ("the peer's time", ours, theirs),
            ("the peer's memory", memory, other),
            ("the limit", ours, limit),
        )
        if mine is not None and most is not None and mine > most
    ]
    return [*([f"{name}: the peer cannot take it ({failed})"] if failed else []), *over]


def _median(values: Iterable[float]) -> float | None:
    """Return the middle value; the module for it is larger than the smallest process measured here."""
    found = sorted(values)
    return found[len(found) // 2] if found else None


def _shown(value: float | None, unit: float = 1, digits: int = 2) -> str:
    return "-" if value is None else f"{value / unit:.{digits}f}"


def _ratio(mine: float | None, other: float | None) -> str:
    return f"{mine / other:.2f}" if mine is not None and other else "-"


def _row(name: str, cells: Sequence[str]) -> str:
    return name.ljust(40) + " ".join(cell.rjust(8) for cell in cells) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
