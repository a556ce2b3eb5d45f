"""Starting state machines and asking how an execution ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, Protocol

from shared.kernel.hashing import Json

Machine = Literal["connector", "discovery", "scrape", "digester", "codegen"]
Outcome = Literal["running", "succeeded", "failed", "absent"]

STATE_LIMIT_BYTES: Final = 262_144
"""UTF-8 JSON that may enter or leave a state (Step Functions' quota for every kind of workflow)."""


class Pipelines(Protocol):
    """The state machines, by their short names."""

    def start(self, machine: Machine, name: str, command: Mapping[str, Json]) -> None:
        """
        Start an execution called `name` (a job's id); starting the same name again changes nothing.

        Raises:
            Unavailable: the engine did not accept it; it may be tried again.
        """
        ...

    def outcome(self, machine: Machine, name: str) -> Outcome:
        """Return how the execution is doing."""
        ...
