"""Schemas of answers, in few words."""

from __future__ import annotations

from collections.abc import Mapping

from shared.kernel.hashing import Json


def text(description: str, most: int = 300) -> dict[str, Json]:
    """Return the schema of a text of at most `most` characters."""
    return {"type": "string", "description": description, "maxLength": most}


def choice(description: str, values: list[Json]) -> dict[str, Json]:
    """Return the schema of one of several texts."""
    return {"type": "string", "description": description, "enum": values}


def record(properties: Mapping[str, Json]) -> dict[str, Json]:
    """Return the schema of an object with these members, all of which it must have."""
    required: list[Json] = list(properties)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def listing(items: dict[str, Json], most: int) -> dict[str, Json]:
    """Return the schema of a list of at most `most` elements."""
    return {"type": "array", "items": items, "maxItems": most}
