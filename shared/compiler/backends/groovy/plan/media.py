"""Which documented content types are the JSON the framework reads and writes."""

from __future__ import annotations

from typing import Final

_WRITTEN: Final = frozenset({"", "*/*", "application/*", "application/json", "text/json", "application/hal+json"})
_MERGE_PATCH: Final = "application/merge-patch+json"


def is_json_answer(content_type: str) -> bool:
    """Return True when an answer of `content_type` parses as JSON, as far as the documents say."""
    kind = _essence(content_type)
    return kind in _WRITTEN or kind.endswith(("+json", "/json"))


def is_plain_json(content_type: str) -> bool:
    """Return True when a server that documents `content_type` takes a body sent as `application/json`."""
    return _essence(content_type) in _WRITTEN


def is_merge_patch(content_type: str) -> bool:
    """Return True for RFC 7396 bodies: they are what the framework sends, under another name."""
    return _essence(content_type) == _MERGE_PATCH


def _essence(content_type: str) -> str:
    return content_type.split(";", maxsplit=1)[0].strip().lower()
