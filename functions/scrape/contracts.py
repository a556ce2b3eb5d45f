"""What the scrape routes take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.api.reuse import Reuse

Link = Annotated[str, Field(max_length=4096)]


class ScrapeRequest(Reuse):
    """Which pages to begin with; what else clients send about how to scrape is decided by the deployment."""

    starter_links: list[Link] = Field(max_length=200, examples=[["https://acme.example/docs/api"]])
    application_name: str = Field(min_length=1, max_length=200, examples=["Acme Directory"])
    application_version: str | None = Field(None, max_length=100)
    enable_link_ranking: bool | None = Field(
        None, description="Let the language model, if one is configured, say which pages to fetch first."
    )
