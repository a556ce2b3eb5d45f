"""
Events as JSON, on their way in.

What an event and its parts hold: https://google.github.io/adk-docs/events/ and google genai's `Content`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from fastapi.exceptions import RequestValidationError

from functions.agent_sessions.contracts import EventForm
from functions.agent_sessions.names import ACTIONS, EVENT, PART, named
from shared.api.json_text import validated
from shared.domain.agent import AgentEvent, nanoseconds

Place: TypeAlias = tuple[str | int, ...]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OURS: Final = frozenset({"id", "timestamp", "author", "partial"})
_URL_SAFE: Final = str.maketrans("-_", "+/")


def read_event(value: Mapping[str, Any], place: Place = ()) -> AgentEvent:
    """
    Return an event as a client sent it; fields nobody knows are kept.

    Raises:
        RequestValidationError: a field has not its form; `place` is where the event lies in the body.
    """
    fields = named(value, EVENT)
    if isinstance(fields.get("actions"), Mapping):
        fields["actions"] = named(fields["actions"], ACTIONS)
    form = _validated(fields, place)
    actions = dict(fields.get("actions") or {})
    delta = actions.pop("stateDelta", None) or {}
    body = {name: field for name, field in fields.items() if name not in _OURS}
    body["actions"] = {name: action for name, action in actions.items() if action is not None}
    if form.content is not None:
        body["content"] = _content(fields["content"], (*place, "content"))
    return AgentEvent(
        id=form.id or "",
        told=_told(form.timestamp, (*place, "timestamp")),
        author=form.author or "",
        partial=bool(form.partial),
        delta=delta,
        body=body,
    )


def _validated(fields: dict[str, Any], place: Place) -> EventForm:
    try:
        return validated(EventForm, fields)
    except RequestValidationError as error:
        found = [{**each, "loc": ("body", *place, *each["loc"][1:])} for each in error.errors()]
        raise RequestValidationError(found) from error


def _told(timestamp: float | str | None, place: Place) -> int | None:
    """Return seconds since 1970, or a time in RFC 3339, as nanoseconds since 1970 UTC."""
    if not isinstance(timestamp, str):
        return None if timestamp is None else nanoseconds(timestamp)
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError as error:
        raise _refusal(place, "the time is neither seconds nor in the form of RFC 3339") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1000


def _content(content: Mapping[str, Any], place: Place) -> dict[str, Any]:
    parts = content.get("parts") or ()
    read = [read_part(part, (*place, "parts", number)) for number, part in enumerate(parts)]
    return {**content, **({"parts": read} if "parts" in content else {})}


def read_part(value: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """
    Return a part of a conversation, its bytes in the standard alphabet.

    Raises:
        RequestValidationError: they are no base64.
    """
    part = named(value, PART)
    if isinstance(call := part.get("functionCall"), Mapping):
        part = {**part, "functionCall": {**call, "args": call.get("args") or {}}}
    if isinstance(data := part.get("inlineData"), Mapping) and "data" in data:
        data = named(data, PART)
        part = {**part, "inlineData": {**data, "data": standard_base64(data["data"], (*place, "inlineData", "data"))}}
    if part.get("thoughtSignature") is not None:
        signature = standard_base64(part["thoughtSignature"], (*place, "thoughtSignature"))
        part = {**part, "thoughtSignature": signature}
    return part


def standard_base64(text: object, place: Place) -> str:
    """
    Return base64 in the standard alphabet with its padding (RFC 4648, section 4), of either alphabet, padded or not.

    Raises:
        RequestValidationError: it is no base64.
    """
    try:
        plain = str(text).translate(_URL_SAFE).rstrip("=") if isinstance(text, str) else "*"
        return base64.b64encode(base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)).decode()
    except (binascii.Error, ValueError) as error:
        raise _refusal(place, "the bytes are not base64") from error


def _refusal(place: Place, reason: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body", *place), "msg": reason}])
