"""A bundle's files, out of the archive and into a folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from shared.compiler.verification.load.bundle import MANIFESTS
from shared.kernel.errors import Conflict, Invalid


def unpacked(bundle: bytes) -> dict[str, str]:
    """Return the files in the archive `bundle`, by path."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def refuse_second_manifest(folder: Path, manifest: str) -> None:
    """
    Raise where `folder` holds a manifest other than `manifest`: the framework loads no bundle with two.

    Raises:
        Conflict: there is another (`two_manifests`).
    """
    for name in MANIFESTS:
        if name != manifest and (folder / name).exists():
            message = f"{folder / name} is there already, and a bundle with two manifests does not load; remove it"
            raise Conflict(message, code="two_manifests")


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """
    Write `files` into `folder`, made where it is missing.

    Raises:
        Invalid: a path leads out of the folder (`bad_bundle`).
    """
    for path, text in files.items():
        target = folder / path
        if not target.resolve().is_relative_to(folder.resolve()):
            message = f"the bundle holds a file outside its folder: {path}"
            raise Invalid(message, code="bad_bundle")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
