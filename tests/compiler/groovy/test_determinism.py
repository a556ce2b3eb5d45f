"""The same model gives the same bytes, whatever the hash seed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_PROGRAM = """
import hashlib
from shared.compiler.pipeline import generate
from shared.compiler.writing.archive import zip_bytes
from tests.compiler.groovy.case_models import CASES
for name in sorted(CASES):
    print(name, hashlib.sha256(zip_bytes(generate(CASES[name](), 'Acme').files)).hexdigest())
"""


def _digests(seed: str) -> str:
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, env=environment, cwd=_ROOT, capture_output=True, check=True, text=True, timeout=60
    )
    return done.stdout


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    first = _digests("1")

    assert first.count("\n") > 1
    assert _digests("2") == first
