"""Which version of the compiler this process runs: results of another one do not count."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import shared.compiler


@cache
def engine_version() -> str:
    """Return the hash of the compiler's own source, so that nobody has to remember to count a number up."""
    folder = Path(shared.compiler.__path__[0])
    whole = sha256()
    for file in sorted(folder.rglob("*.py")):
        whole.update(file.relative_to(folder).as_posix().encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()
