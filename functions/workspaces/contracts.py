"""What the routes of workspaces take; a field they do not know is refused, since a typing error may cost content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic.alias_generators import to_camel

from shared.domain.content import ZONES, Zone
from shared.domain.workspace import GRANTS, Purpose, Role
from shared.kernel.hashing import canonical

SessionName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$")]
Label = Annotated[str, StringConstraints(max_length=200)]
Note = Annotated[str, StringConstraints(max_length=2000)]
PrincipalName = Annotated[str, StringConstraints(pattern=r"^user:.{1,250}$")]
Lifetime = Annotated[int, Field(ge=60, le=10 * 366 * 24 * 3600)]

METADATA_LIMIT_BYTES: Final = 16_384


class Asking(BaseModel):
    """A request; camelCase outside."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="forbid", strict=True)


class Nothing(Asking):
    """An object without fields."""


class Grant(Asking):
    """A principal's role."""

    principal: PrincipalName
    role: Role


def _one_role_each(grants: Sequence[Grant]) -> Sequence[Grant]:
    if len({grant.principal for grant in grants}) < len(grants):
        message = "a principal has one role"
        raise ValueError(message)
    return grants


Grants = Annotated[list[Grant], Field(max_length=GRANTS), AfterValidator(_one_role_each)]


class CommitPolicy(Asking):
    """What a commit needs, and whether who asks for an approval may decide it."""

    require_summary: bool | None = None
    require_approval: bool | None = None
    allow_self_approval: bool | None = None


class PolicyWish(Asking):
    """The rules of a session; what is left out follows its purpose, or is inherited."""

    commit: CommitPolicy = CommitPolicy()
    expires_after_seconds: Lifetime | None = None


class Point(Asking):
    """A state of a session: its head, or one that was saved."""

    head: Literal[True] | None = None
    checkpoint_id: str | None = None
    commit_id: str | None = None
    revision: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Point:
        if len(self.model_dump(exclude_none=True)) > 1:
            message = "name one of head, checkpointId, commitId and revision"
            raise ValueError(message)
        return self


class FromSession(Asking):
    """A session to begin with a copy of."""

    session_id: SessionName
    at: Point = Point()


class FromCommit(Asking):
    """A commit to begin with, whose session may be gone."""

    commit_id: str


class Inline(Asking):
    """Content to begin with."""

    data: dict[str, Any] = {}
    code: dict[str, str] = {}


class Source(Asking):
    """What a session begins with: one of these."""

    empty: Nothing | None = None
    from_session: FromSession | None = None
    from_commit: FromCommit | None = None
    inline: Inline | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if len([each for each in (self.empty, self.from_session, self.from_commit, self.inline) if each]) != 1:
            message = "name one of empty, fromSession, fromCommit and inline"
            raise ValueError(message)
        return self


class Creation(Asking):
    """A new session."""

    session_id: SessionName | None = None
    name: Label = ""
    source: Source = Source(empty=Nothing())
    purpose: Purpose | None = None
    tags: dict[str, str] = {}
    metadata: dict[str, Any] = {}
    access: Grants = []
    policy: PolicyWish = PolicyWish()

    @field_validator("metadata")
    @classmethod
    def _small(cls, metadata: dict[str, Any]) -> dict[str, Any]:
        if len(canonical(metadata)) > METADATA_LIMIT_BYTES:
            message = f"metadata have {METADATA_LIMIT_BYTES} bytes of JSON at most"
            raise ValueError(message)
        return metadata


class Access(Asking):
    """Who has which role."""

    access: Grants


class Carry(Asking):
    """What a fork takes along beside the content: open annotations of what it holds, the cache."""

    annotations: Literal["open", "none"] = "open"
    cache: bool = False


class ForkWish(Asking):
    """Forks to make, and what is said of them."""

    session_id: SessionName | None = None
    name: Label = ""
    from_: Point = Field(default=Point(), alias="from")
    count: Annotated[int, Field(ge=1, le=4)] = 1
    tags: dict[str, str] = {}
    inherit_tags: bool = False
    carry: Carry = Carry()
    purpose: Purpose | None = None
    policy: PolicyWish = PolicyWish()

    @model_validator(mode="after")
    def _one_name(self) -> ForkWish:
        if self.session_id is not None and self.count > 1:
            message = "several forks cannot have one sessionId"
            raise ValueError(message)
        return self


class CheckpointWish(Asking):
    """A checkpoint to take."""

    name: Label = ""
    note: Note = ""
    expires_after_seconds: Annotated[int, Field(ge=1, le=10 * 366 * 24 * 3600)] | None = None


class Saved(Asking):
    """A state that was saved: one of these."""

    checkpoint_id: str | None = None
    commit_id: str | None = None
    revision: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Saved:
        if len(self.model_dump(exclude_none=True)) != 1:
            message = "name one of checkpointId, commitId and revision"
            raise ValueError(message)
        return self


class RestoreWish(Asking):
    """A return to a saved state."""

    to: Saved
    zones: list[Zone] = Field(default=list(ZONES), min_length=1)
    keep_current_as: Label = ""
    dry_run: bool = False
    reason: Note = ""


class Filters(BaseModel):
    """What a query string says."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="forbid")


class ClientEvent(Asking):
    """Progress, or an event of the client's own kind."""

    type: Annotated[str, StringConstraints(pattern=r"^(progress|custom\.[A-Za-z0-9_.-]{1,100})$")]
    data: dict[str, Any] = {}
