"""
Errors raised on purpose.

    ApplicationError
      · Unauthenticated  nobody we know is asking                  401
      · Forbidden        known, but not allowed                    403
      · NotFound         the thing named does not exist            404
      · Conflict         it exists, but not in a fitting state     409
      · Stale            it changed since the caller looked        412
      · TooLarge         the request carries too much              413
      · Unsupported      we cannot read that kind of content       415
      · Invalid          the request can never succeed as sent     422
      · Unavailable      something we depend on failed; retry      503

The status codes are decided in `shared.api.problems`; the state machines match
on the class names in `Retry` and `Catch`, so renaming a class is an API change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class ApplicationError(Exception):
    """
    Base of every error this application raises on purpose.

    `code` is the stable machine word of the error (`session_not_found`); the message is one sentence for a person;
    `facts` are what a program needs to go on.
    """

    default_code: ClassVar[str] = "internal_error"

    def __init__(self, message: str, *, code: str | None = None, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.code = code or self.default_code
        self.facts = facts or {}


class Unauthenticated(ApplicationError):  # noqa: N818 - reads as a sentence where it is caught
    """Nobody we know is asking."""

    default_code = "unauthenticated"


class Forbidden(ApplicationError):  # noqa: N818
    """The principal is known and may see the thing, but not do this to it."""

    default_code = "forbidden"


class NotFound(ApplicationError):  # noqa: N818
    """The thing named does not exist, or the principal may not see it."""

    default_code = "not_found"


class Conflict(ApplicationError):  # noqa: N818
    """The thing exists, but not in a state that allows the request."""

    default_code = "conflict"


class Stale(ApplicationError):  # noqa: N818
    """The thing changed since the caller looked at it."""

    default_code = "precondition_failed"


class TooLarge(ApplicationError):  # noqa: N818
    """The request carries more than we accept."""

    default_code = "payload_too_large"


class Unsupported(ApplicationError):  # noqa: N818
    """The content is of a kind we cannot read."""

    default_code = "unsupported_media_type"


class Invalid(ApplicationError):  # noqa: N818
    """The request can never succeed as sent."""

    default_code = "invalid_request"


class Unavailable(ApplicationError):  # noqa: N818
    """Something we depend on failed; the same request may succeed after `retry_after` seconds."""

    default_code = "unavailable"

    def __init__(self, message: str, *, code: str | None = None, retry_after: int = 1) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
