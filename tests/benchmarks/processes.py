"""What one process costs: processor time, elapsed time and peak memory, as the kernel counts them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_KIB: Final = 1024
_SWITCHES: Final = "PYTHON"
"""What the variables begin with that change how Python runs: a measured process keeps its bytecode, as for users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """`cpu` and `elapsed` in seconds, `peak` in bytes; `said` is the end of its standard error where it failed."""

    cpu: float
    elapsed: float
    peak: int
    output: bytes
    said: str = ""


def cost(command: Sequence[str], folder: Path) -> Cost:
    """
    Run `command` in `folder` and return what it cost.

    The kernel starts a child's peak at the memory of whoever started it, so the caller must be smaller than what it
    measures: nothing that is measured may be loaded here.
    """
    inherited = os.environ.items()  # noqa: TID251 - handed on, not read
    variables = {name: value for name, value in inherited if not name.startswith(_SWITCHES)}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 - commands that the benchmarks name
            command, cwd=folder, stdout=output, stderr=errors, env=variables
        )
        _, status, usage = os.wait4(child.pid, 0)
        elapsed = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Cost(
            cpu=usage.ru_utime + usage.ru_stime,
            elapsed=elapsed,
            peak=usage.ru_maxrss * _KIB,
            output=output.read(),
            said=_reason(child.returncode, errors.read()),
        )


def _reason(code: int, errors: bytes) -> str:
    if code == 0:
        return ""
    lines = errors.decode(errors="replace").split("\n")
    return f"exit code {code}: " + " ".join(" ".join(lines).split())[-200:]
