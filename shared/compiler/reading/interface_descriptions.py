"""Which data describes an interface, beside the specifications that name themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal


def described_interface(root: object) -> Literal["", "postman", "graphql"]:
    """Return what the JSON or YAML value `root` is: a collection of requests, a schema's introspection, or neither."""
    if not isinstance(root, Mapping):
        return ""
    inner = next((found for key in ("collection", "data") if isinstance(found := root.get(key), Mapping)), root)
    if isinstance(inner.get("__schema"), Mapping):
        return "graphql"
    return "postman" if isinstance(inner.get("item"), list) and isinstance(inner.get("info"), Mapping) else ""
