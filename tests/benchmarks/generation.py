"""
What the generation of all scripts adds to reading a specification, in processor time.

`python -m tests.benchmarks.generation [--bytes N] [--runs N]` makes a document of that size, reads it, and generates
the connector of every class in it, whatever its confidence. Counted is all that `generate` does: planning, the scripts'
trees and the check of them, printing, the manifest, README and report; not the verification, whose time is printed
beside it. The least of the runs is taken, in processor time: another process on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from shared.compiler.pipeline import Document, digest, generate, verify
from tests.benchmarks.big_specification import big_specification

BYTES: Final = 13_000_000
RUNS: Final = 5
LIMIT: Final = 0.3
"""Seconds that the generation may add, for a document of the size above."""

Result = TypeVar("Result")


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 when the generation takes longer than its limit."""
    parser = argparse.ArgumentParser(prog="generation", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--bytes", type=int, default=BYTES)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(arguments)
    data = big_specification(options.bytes)
    read, model = _least(lambda: digest([Document(name="everything.json", data=data)]).model, 1)
    made, generated = _least(lambda: generate(model, "Everything"), options.runs)
    checked, verified = _least(lambda: verify(model, generated.files), 1)
    tried = len(verified.trials)
    sys.stdout.write(
        f"{len(data) / 1e6:.1f} MB, {len(model.object_classes)} classes, {len(generated.scripts)} scripts of "
        f"{sum(len(it.text) for it in generated.scripts) / 1e6:.1f} MB\n"
        f"read       {read:6.2f} s\n"
        f"generate   {made:6.2f} s of at most {LIMIT} s\n"
        f"verify     {checked:6.2f} s, {tried} operations tried, {sum(it.passed for it in verified.trials)} passed\n"
    )
    return 1 if made > LIMIT else 0


def _least(act: Callable[[], Result], runs: int) -> tuple[float, Result]:
    """Return the least processor time, in seconds, of `runs` times `act`, and what it gave."""
    found: list[float] = []
    for _ in range(runs):
        started = time.process_time()
        result = act()
        found.append(time.process_time() - started)
    return min(found), result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
