"""What query strings of workspaces say, and how the description of a route tells of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from functions.workspaces.contracts import Filters
from shared.domain.annotation import AnnotationStatus
from shared.domain.content import Zone
from shared.domain.workspace import Status
from shared.services.listing import Sort
from shared.services.paged import PageWish

PageSize: TypeAlias = Annotated[int, Field(ge=1, le=200)]
Flag: TypeAlias = Literal["true", "false"]


class PageFilters(Filters):
    """Which page of a list."""

    page_size: PageSize = 50
    next_token: str | None = None

    def wish(self) -> PageWish:
        """Return which page that is."""
        return PageWish(self.page_size, self.next_token)


class SessionFilters(PageFilters):
    """Which sessions."""

    status: Status | None = None
    tag: list[str] = Field(default=[])
    owner: str | None = None
    parent_session_id: str | None = None
    root_session_id: str | None = None
    updated_after: str | None = None
    sort: Sort = "-createdAt"


class DeletionFilters(Filters):
    """Whether what was not committed may be lost."""

    discard: Flag = "false"


class DiffFilters(Filters):
    """Two states, and the zones to compare."""

    from_: str = Field(default="origin", alias="from")
    to: str = "head"
    zone: list[Zone] = Field(default=[])


class EventFilters(PageFilters):
    """Which events, and how long to wait for one."""

    after_seq: Annotated[int, Field(ge=0)] = 0
    type: str | None = None
    since: str | None = None
    until: str | None = None
    order: Literal["asc", "desc"] = "asc"
    wait_seconds: Annotated[int, Field(ge=0, le=20)] = 0


class ManifestFilters(PageFilters):
    """Which part of the content."""

    zone: list[Zone] = Field(default=[])
    prefix: str = ""


class AnnotationFilters(PageFilters):
    """Which annotations."""

    path: str | None = None
    path_prefix: str | None = None
    status: AnnotationStatus | None = None
    outdated: Flag | None = None


def described(model: type[Filters]) -> dict[str, Any]:
    """Return what an OpenAPI document says of a query: FastAPI is not to look at it before its turn comes."""
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return {
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "schema": described}
            for name, described in schema["properties"].items()
        ]
    }
