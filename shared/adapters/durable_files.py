"""Writing files that are whole or absent, whatever happens in between."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

_TRIES: Final = 5
_SCRATCH: Final = "scratch"
# No write takes as long, not even another process's; so what is older was left by an interrupted one.
_LEFT_OVER_SECONDS: Final = 24 * 3600


def prepare(root: Path) -> None:
    """Create `root`, which `write` and `remove_tree` need, and clear away what interrupted ones left in it."""
    scratch = root / _SCRATCH
    create_folder(scratch)
    for left in scratch.iterdir():
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _LEFT_OVER_SECONDS:
                _remove(left)


def create_folder(folder: Path) -> None:
    """Create `folder` and those above it; their names are on the disk when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    if missing:
        _sync_folders(missing[-1].parent, folder)


def write_once(root: Path, path: Path, data: bytes, at: datetime) -> None:
    """Put `data` at `path` below `root`, as of `at`, unless something lies there, which then has the same bytes."""
    with suppress(FileNotFoundError):
        if path.exists():
            # Whoever wrote it may not have come so far yet.
            return _sync_folders(root, path.parent)
    return write(root, path, data, at)


def write(root: Path, path: Path, data: bytes, at: datetime | None = None) -> None:
    """
    Put `data` at `path` below `root`, replacing what lies there; on the disk when this returns.

    The file is as of `at`, or as of now.

    The bytes are written aside and moved, which POSIX makes atomic. Another thread may remove the folder between its
    creation and the move; then both are tried again.
    """
    partial = _scratch(root)
    try:
        write_synced(partial, data)
        if at is not None:
            stamp(partial, at)
        for _ in range(_TRIES - 1):
            with suppress(FileNotFoundError):
                return _move(root, partial, path)
        return _move(root, partial, path)
    finally:
        partial.unlink(missing_ok=True)


def stamp(path: Path, at: datetime) -> None:
    """Make a file one that was written at a moment."""
    nanoseconds = int(at.timestamp() * 1e9)
    os.utime(path, ns=(nanoseconds, nanoseconds))


def remove_tree(root: Path, folder: Path) -> None:
    """Remove `folder` below `root` and all it holds; a missing one is no error. It is out of sight at once."""
    removed = _scratch(root)
    with suppress(FileNotFoundError):
        folder.rename(removed)
        _sync_folders(root, folder.parent)
        _remove(removed)


def write_synced(path: Path, data: bytes) -> None:
    """Write `data` to a file nobody else looks at yet, down to the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _scratch(root: Path) -> Path:
    return root / _SCRATCH / secrets.token_hex(16)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _move(root: Path, source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source.replace(path)
    # Whoever removes the folder from here on removes what was put there.
    with suppress(FileNotFoundError):
        _sync_folders(root, path.parent)


def _sync_folders(root: Path, folder: Path) -> None:
    """Make the names on the way from `root` to `folder` durable: a name is when the folder holding it is."""
    # Windows has no descriptors of folders; it journals names itself.
    if os.name == "nt":
        return
    for each in (folder, *folder.parents):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if each == root:
            return
