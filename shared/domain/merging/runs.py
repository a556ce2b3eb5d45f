"""
What a session's data remembers of its runs: what a job was asked for, its id, and what a whole stage reported.

Whoever makes a connector anew on both sides of a merge has runs on both. Those of the source are none of the target's,
where its jobs do not resolve; so nobody need decide between them, and the target keeps its own.
"""

from __future__ import annotations

import re
from typing import Final

from shared.domain.artefact import ARTEFACTS, Artefact

_STAGES: Final = ("connector", "discovery", "scrape", "digester", "codegen")
_REPORTING: Final = ("digester", "codegen")
"""The stages whose output tells of the run; what they made lies under keys of its own, or in files."""


def _prefix(artefact: Artefact) -> str:
    return re.escape(artefact.key) if artefact.owner == "session" else f"[^/]+{re.escape(artefact.key)}"


_PREFIXES: Final = "|".join((*_STAGES, *map(_prefix, ARTEFACTS.values())))
_KEYS: Final = rf"(?:{_PREFIXES})(?:Input|JobId)|(?:{'|'.join(_REPORTING)})Output"
_OF_A_RUN: Final = re.compile(rf"data:/(?:{_KEYS})(?:/.*)?", re.DOTALL)


def is_of_a_run(path: str) -> bool:
    """Return whether what lies at a path tells of a run of the session that has it."""
    return _OF_A_RUN.fullmatch(path) is not None
