"""The names under which a session's data keeps the stages' inputs, jobs and outputs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Triple:
    """The three data keys of one resource: what was asked, which job does it, what came out."""

    prefix: str

    @property
    def input(self) -> str:
        """The key of the request."""
        return f"{self.prefix}Input"

    @property
    def job(self) -> str:
        """The key of the job's id."""
        return f"{self.prefix}JobId"

    @property
    def output(self) -> str:
        """The key of the result."""
        return f"{self.prefix}Output"


def of_class(object_class: str, resource: str) -> Triple:
    """Return the keys of one class's resource: `of_class("User", "Attributes")` is `userAttributes…`."""
    return Triple(f"{object_class.strip().lower()}{resource}")
