"""
What DynamoDB's errors mean for us.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html list them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's name

from shared.adapters.dynamodb_items import decode_item
from shared.ports.items import ConditionFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

_SERVER_ERROR: Final = 500
_CANCELLED: Final = "TransactionCanceledException"
_INVALID: Final = "ValidationException"
_TRANSIENT: Final = frozenset(
    {
        _CANCELLED,
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


def is_transient(error: Exception) -> bool:
    """Return whether the same call may succeed later: throttled, conflicting, failed on their side, or unreachable."""
    if not isinstance(error, ClientError):
        return isinstance(error, ConnectionError | HTTPClientError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return _code(error) in _TRANSIENT or status >= _SERVER_ERROR


def was_cancelled(error: ClientError) -> bool:
    """Return whether a transaction ended for certain without effect, as opposed to an error that leaves it open."""
    return _code(error) == _CANCELLED


def refuse_lost(error: ClientError) -> None:
    """
    Return when another try may win.

    Raises:
        ConditionFailed: an action's condition did not hold.
        ValueError: an action can never succeed, such as adding to text or letting an item grow over 400 KB.
    """
    reasons: Sequence[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]  # not in its type
    for index, reason in enumerate(reasons):
        if reason.get("Code") == "ConditionalCheckFailed":
            old = reason.get("Item")
            raise ConditionFailed(index, decode_item(old) if old else None) from error
    invalid = [reason.get("Message", "") for reason in reasons if reason.get("Code") == "ValidationError"]
    if invalid or _code(error) == _INVALID:
        message = f"the item store refuses: {(invalid or [str(error)])[0]}"
        raise ValueError(message) from error


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
