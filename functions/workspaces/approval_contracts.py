"""What the routes of approvals take."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, field_validator, model_validator

from functions.workspaces.contracts import Asking, Point, PrincipalName, Saved, SessionName
from shared.domain.approval import ApprovalAction
from shared.domain.content import ZONES, Zone
from shared.kernel.hashing import canonical

DETAILS_LIMIT_BYTES: Final = 16_384

Hash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Reason = Annotated[str, StringConstraints(max_length=2000)]


class MergeSource(Asking):
    """What a merge is to take: a state of another session, as it was seen."""

    session_id: SessionName
    at: Point = Point()
    content_hash: Hash


class ApprovalWish(Asking):
    """Leave for one act on the content as it was seen; the act says what else it is about."""

    action: ApprovalAction
    reason: Reason = ""
    details: dict[str, Any] = Field(default={})
    content_hash: Hash
    reviewers: list[PrincipalName] = Field(default=[], max_length=20)
    expires_after_seconds: Annotated[int, Field(ge=1, le=30 * 24 * 3600)] = 24 * 3600
    source: MergeSource | None = None
    to: Saved | None = None
    zones: list[Zone] = Field(default=list(ZONES), min_length=1)

    @field_validator("details")
    @classmethod
    def _small(cls, details: dict[str, Any]) -> dict[str, Any]:
        if len(canonical(details)) > DETAILS_LIMIT_BYTES:
            message = f"details have {DETAILS_LIMIT_BYTES} bytes of JSON at most"
            raise ValueError(message)
        return details

    @model_validator(mode="after")
    def _of_the_act(self) -> ApprovalWish:
        if (self.source is not None) != (self.action == "merge"):
            message = "a merge names its source, and nothing else does"
            raise ValueError(message)
        if (self.to is not None) != (self.action == "restore"):
            message = "a restore names what it returns to, and nothing else does"
            raise ValueError(message)
        if self.to is None and "zones" in self.model_fields_set:
            message = "only a restore names zones"
            raise ValueError(message)
        return self


class DecisionWish(Asking):
    """What is to be said of a decision."""

    comment: Reason = ""
