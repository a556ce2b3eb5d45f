"""The session a generator route is about: any session the caller sees; what is neither that nor a UUID is malformed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError

_UUID = TypeAdapter(UUID)


def session_path(session_id: str, request: Request) -> str:
    """Return the id of the session, a UUID in its canonical form."""
    try:
        return str(_UUID.validate_python(session_id))
    except ValidationError as error:
        request.state.malformed_session = error
        return session_id


def malformed(request: Request) -> RequestValidationError | None:
    """Return what is wrong with the session's id, when there can be no session of that id to begin with."""
    error: ValidationError | None = getattr(request.state, "malformed_session", None)
    if error is None:
        return None
    found = error.errors(include_url=False)
    return RequestValidationError([{**each, "loc": ("path", "session_id", *each["loc"])} for each in found])


SessionPath = Annotated[str, Depends(session_path)]
