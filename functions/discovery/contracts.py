"""What the discovery routes take and answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.api.reuse import Reuse

_PROTOCOLS = {"scim": "scim", "rest": "rest"}


def _protocol(value: Any) -> Any:  # noqa: ANN401 - whatever was sent
    """Return the protocol in lower case; clients also send DUMMY for none in particular, or null."""
    return _PROTOCOLS.get(value.strip().lower(), "") if isinstance(value, str) else ""


class DiscoveryRequest(Reuse):
    """Which application's documentation to look for; counts outside their range are moved into it."""

    application_name: str = Field(min_length=1, max_length=200, examples=["Acme Directory"])
    application_version: str | None = Field("latest", max_length=100)
    application_url: str | None = Field(
        None, max_length=2048, description="The application's own site, to look at well-known places there."
    )
    integration_type: Annotated[str, BeforeValidator(_protocol)] = Field("", examples=["REST", "SCIM"])
    llm_generated_search_query: bool | None = Field(
        None, description="Let the language model, if one is configured, write the queries."
    )
    enable_link_filtering: bool | None = None
    enable_link_ranking: bool | None = Field(
        None, description="Let the language model, if one is configured, refine the ranking."
    )
    num_queries: int | None = None
    max_results_per_query: int | None = None
    max_candidate_links: int | None = None
