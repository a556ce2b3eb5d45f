"""What the connector routes take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from shared.api.contracts import JobProgress, JobStatus, Message
from shared.api.reuse import Reuse
from shared.api.words import folded_or_nothing

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
    failing: Literal["mark", "omit"] = Field(
        "mark", description="Whether a script whose operation fails its run is marked by a comment, or left out."
    )
    starter_links: list[Link] | None = Field(None, max_length=50, examples=[["https://acme.example/docs/api"]])
    search: bool | None = Field(
        None, description="Search by the application's name, where there are neither links nor documents."
    )
    application_url: str | None = Field(None, max_length=2048, description="The application's site, to search there.")


class PreferredEndpoint(Message):
    """An endpoint a client has chosen; what has no path chooses nothing, and without a method any will do."""

    method: str | None = None
    path: str | None = None


class PreferredAuthorization(Message):
    """A way to authenticate that a client has chosen."""

    name: str | None = None
    type: str | None = None
    quirks: str | None = None


def _listed(value: object) -> object:
    """Return one object as a list of it, and nothing as an empty list."""
    if isinstance(value, dict):
        return [value]
    return [] if value is None else value


def _texts(value: object) -> object:
    """Return a list without its blank texts, and one text as a list of it."""
    found = [value] if isinstance(value, str) else [] if value is None else value
    return [each for each in found if each is not None and each != ""] if isinstance(found, list) else found


def _told(value: list[str]) -> list[str]:
    return [each for each in value if each.strip()]


Messages = Annotated[list[str], BeforeValidator(_texts), AfterValidator(_told)]
ScriptText = Annotated[str, Field(max_length=1_000_000)]
FormatWord = Annotated[Literal["groovy", "yaml"] | None, BeforeValidator(folded_or_nothing)]


class ScriptRequest(Reuse):
    """
    What to write a script from beside the documents: the endpoints to prefer, and in which language.

    With `midpointErrors`, the current script is mended instead of written anew.
    """

    preferred_endpoints: Annotated[list[PreferredEndpoint], BeforeValidator(_listed)] = Field(
        default_factory=list, max_length=200
    )
    current_script: ScriptText | None = None
    midpoint_errors: Messages = Field(default_factory=list, max_length=200)
    format: FormatWord = None


class AuthorizationRequest(ScriptRequest):
    """What a script of authorization is written for: the ways to authenticate, best first."""

    preferred_authorizations: Annotated[
        list[PreferredAuthorization], BeforeValidator(_listed), Field(min_length=1, max_length=50)
    ]


class GivenScript(Message):
    """A script as the client has it, by the operation it is for: `userUpdate`."""

    operation_key: Annotated[str, Field(min_length=1, max_length=500)]
    code: ScriptText = ""


class FixRequest(Reuse):
    """What midPoint complained of, and the scripts of the class as the client has them; the others are as stored."""

    midpoint_errors: Annotated[Messages, Field(min_length=1, max_length=200)]
    scripts: Annotated[list[GivenScript], BeforeValidator(_listed)] = Field(default_factory=list, max_length=50)


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
