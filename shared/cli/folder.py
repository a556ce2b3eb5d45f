"""The folder an embedded host keeps everything in; one process at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.kernel.errors import Conflict


@contextmanager
def owned(folder: Path) -> Iterator[Path]:
    """
    Hold `folder`, made when missing, until the block ends; the system lets go of it even after a crash.

    Raises:
        Conflict: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{folder} is in use by another connectorsmith process"
            raise Conflict(message, code="folder_in_use") from error
        yield folder
