"""What happens to scripts whose operations fail their run: a mark at the head, or nothing of them in the bundle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from shared.compiler.reading.documents import Document, load
from shared.compiler.verification.conformance.trials import Trial
from shared.compiler.verification.load.bundle import MANIFESTS
from shared.compiler.verification.load.check import check_files
from shared.compiler.writing.yaml import Value, render
from shared.kernel.diagnostics import Severity

FAILED_HEADING: Final = "## What failed its run"
_ROUNDS: Final = 20
_PHASES: Final = ("schema", "authorization", "operation")


def marked(path: str, text: str, failures: tuple[Trial, ...]) -> str:
    """Return the script with one comment for each failure at its head."""
    sign = "#" if path.endswith((".yaml", ".yml")) else "//"
    marks = dict.fromkeys(f"{sign} {_ascii(_sentence(it))}" for it in failures)
    return "".join(f"{mark}\n" for mark in marks) + text


def _sentence(trial: Trial) -> str:
    what = " ".join(filter(None, (trial.operation, trial.detail)))
    return f"{trial.code}: {what} failed its run: {' '.join(trial.reason.split())}"


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def without(files: Mapping[str, str], paths: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """
    Return `files` without the scripts at `paths`, in the manifest neither, and all the paths that are gone.

    A script that the framework would then reject, such as an update without its search by identifier, goes as well.
    """
    kept, gone = dict(files), list[str]()
    leaving = list(paths)
    for _ in range(_ROUNDS):
        for path in leaving:
            if kept.pop(path, None) is not None:
                gone.append(path)
        kept = {path: _unlisted(path, text, gone) for path, text in kept.items()}
        _, found = check_files(kept)
        errors = dict.fromkeys(it.at.document for it in found if it.severity is Severity.ERROR)
        leaving = [path for path in errors if path in kept and path not in MANIFESTS]
        if not leaving:
            break
    return kept, tuple(gone)


def _unlisted(path: str, text: str, gone: list[str]) -> str:
    """Return a manifest that no longer lists what is gone; every other file as it is."""
    if path not in MANIFESTS or not gone:
        return text
    root: Any = load(Document(name=path, data=text.encode())).root
    connector = {
        key: [it for it in value if it.get("script", "").lstrip("/") not in gone] if key in _PHASES else value
        for key, value in root["connector"].items()
    }
    document = {**root, "connector": {key: value for key, value in connector.items() if value or key not in _PHASES}}
    if path.endswith(".json"):
        return f"{json.dumps(document, indent=2)}\n"
    return render(cast("dict[str, Value]", document))
