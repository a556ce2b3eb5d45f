"""The JSON of requests about agent sessions."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, FiniteFloat


class SessionStart(BaseModel):
    """What a new session starts from; unknown fields are ignored."""

    model_config = ConfigDict(frozen=True)

    state: dict[str, Any] | None = None
    events: list[dict[str, Any]] | None = None
    session_id: str | None = Field(default=None, validation_alias=AliasChoices("sessionId", "session_id"))


class StateChange(BaseModel):
    """A change of state that no agent made."""

    model_config = ConfigDict(frozen=True)

    state_delta: dict[str, Any] | None = Field(default=None, validation_alias=AliasChoices("stateDelta", "state_delta"))


class RequiredStateChange(StateChange):
    """A change of state in the Python dialect, which insists on it."""

    state_delta: dict[str, Any] = Field(validation_alias=AliasChoices("stateDelta", "state_delta"))


class ArtifactStart(BaseModel):
    """A part to be kept as a file's next version."""

    model_config = ConfigDict(frozen=True)

    filename: str
    artifact: dict[str, Any]
    custom_metadata: dict[str, Any] | None = Field(
        default=None, validation_alias=AliasChoices("customMetadata", "custom_metadata")
    )


class Content(BaseModel):
    """What was said: text, calls, data."""

    role: str | None = None
    parts: list[dict[str, Any]] | None = None


class Actions(BaseModel):
    """What an event does besides speaking."""

    stateDelta: dict[str, Any] | None = None  # noqa: N815 - the wire's name
    artifactDelta: dict[str, Any] | None = None  # noqa: N815


class EventForm(BaseModel):
    """The fields of an event that have to have a form; the others are kept as they come."""

    model_config = ConfigDict(strict=True)

    id: str | None = None
    invocationId: str | None = None  # noqa: N815
    author: str | None = None
    timestamp: FiniteFloat | str | None = None
    partial: bool | None = None
    content: Content | None = None
    actions: Actions | None = None
