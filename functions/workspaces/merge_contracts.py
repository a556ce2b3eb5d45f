"""What the routes of merges take."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.workspaces.contracts import Asking, Note, Point, SessionName
from shared.domain.content import ZONES, Zone
from shared.domain.merging.rules import Strategy, Take

Path = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Hash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MergeSource(Asking):
    """What is merged: a state of a session, which must be at a revision if one is given."""

    session_id: SessionName
    at: Point = Point()
    expected_revision: Annotated[int, Field(ge=1)] | None = None


class PathRule(Asking):
    """Who decides conflicts whose path is like a pattern."""

    pattern: Path
    strategy: Strategy


class Answer(Asking):
    """What is to become of one conflict; a `value` is JSON, `content` the text of a file or a chunk."""

    path: Path
    take: Take
    value: Any = None
    content: str | None = None

    @model_validator(mode="after")
    def _given(self) -> Answer:
        given = {"value", "content"} & self.model_fields_set
        if self.take == "value" and len(given) != 1:
            message = "to take a value needs one of value and content"
            raise ValueError(message)
        if self.take != "value" and given:
            message = f"to take {self.take} needs no value"
            raise ValueError(message)
        return self


class Decided(Asking):
    """What the resolutions were decided by."""

    merge_base: Annotated[str, StringConstraints(max_length=200)]
    target_content_hash: Hash
    source_content_hash: Hash


class Grain(Asking):
    """What is one unit in each zone."""

    data: Literal["field", "key"] = "field"
    docs: Literal["chunk", "document"] = "chunk"
    code: Literal["file", "line"] = "file"


class ListKeyWish(Asking):
    """A list whose elements are told apart by a field, or by several."""

    path: Path
    key: Name | Annotated[list[Name], Field(min_length=1, max_length=10)]


class NoBase(Asking):
    """That the sessions need not have a state in common."""

    empty: Literal[True]


class MergeWish(Asking):
    """What is to be merged, and how."""

    source: MergeSource
    base: NoBase | None = None
    strategy: Strategy = "fail"
    path_strategies: list[PathRule] = Field(default=[], max_length=1_000)
    resolutions: list[Answer] = Field(default=[], max_length=20_000)
    expect: Decided | None = None
    zones: list[Zone] = Field(default=list(ZONES), min_length=1)
    granularity: Grain = Grain()
    list_keys: list[ListKeyWish] = Field(default=[], max_length=1_000)
    on_stale_derived: Literal["warn", "fail"] = "warn"
    carry_annotations: Literal["none", "open"] = "none"
    dry_run: bool = False
    on_conflict: Literal["reject", "hold"] = "reject"
    message: Note = ""
    close_source: bool = False

    @model_validator(mode="after")
    def _bound(self) -> MergeWish:
        if self.resolutions and self.expect is None:
            message = "resolutions need expect: what they were decided by"
            raise ValueError(message)
        return self
