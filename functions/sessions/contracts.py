"""What the session routes take and answer."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from shared.api.contracts import JobRow, Message


class Health(Message):
    """The server answers."""

    message: str


class Readiness(Message):
    """Whether what the server depends on answers: `ok` or `unavailable`, and the same for each of it."""

    status: str
    version: str
    checks: dict[str, str]


class SessionAccepted(Message):
    """What was done, and to which session."""

    session_id: str
    message: str


class SessionData(Message):
    """A session with everything its stages keep in it."""

    session_id: str
    data: dict[str, Any]
    created_at: str
    updated_at: str
    message: str


class SessionChange(Message):
    """Values to put under top-level keys of the session's data; keys not named stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"data": {"discoveryInput": {"applicationName": "Acme"}}}]}
    )

    data: dict[str, Any] = Field(strict=True)


class SessionJobs(Message):
    """A session's jobs, oldest first."""

    session_id: str
    jobs: list[JobRow]
