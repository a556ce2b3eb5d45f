"""What the connector routes take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.api.contracts import JobProgress, JobStatus, Message

Link = Annotated[str, Field(min_length=1, max_length=2048)]


class ConnectorRequest(Message):
    """What to make a connector for; without links it is made from the session's documents."""

    application_name: str | None = Field(None, max_length=200, examples=["Acme"])
    application_version: str | None = Field(None, max_length=100, examples=["latest"])
    confidence: Literal["high", "medium", "low"] = Field(
        "high", description="From which confidence on a class gets scripts."
    )
    format: Literal["groovy", "yaml"] = Field(
        "groovy", description="The language of the scripts; what YAML cannot say is written in Groovy all the same."
    )
    layout: Literal["separate", "merged"] = Field(
        "separate", description="Whether the ConnId mapping is a script of its own or part of the native schema."
    )
    manifest: Literal["yaml", "json"] = Field("yaml", description="The language of the manifest.")
    starter_links: list[Link] | None = Field(None, max_length=50, examples=[["https://acme.example/docs/api"]])


class StageStatus(Message):
    """
    How one stage of the chain is doing.

    A stage without a job of its own is `queued`, or `skipped` when the chain has ended without it.
    """

    stage: str
    job_id: str | None
    status: str
    progress: JobProgress | None
    errors: list[str] | None


class ConnectorStatus(JobStatus):
    """How the chain is doing, as a whole and stage by stage."""

    stages: list[StageStatus] = Field(default_factory=list)
