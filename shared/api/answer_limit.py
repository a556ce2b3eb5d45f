"""What Lambda cannot carry back is said in words, instead of failing the invocation."""

from __future__ import annotations

from typing import Any, Final

import orjson

from shared.api.dialects import Dialect
from shared.api.problems import of_application
from shared.kernel.errors import TooLarge

LAMBDA_ANSWER_LIMIT: Final = 6 * 1024 * 1024
"""Bytes of one answer (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""

_CERTAINLY_FITS: Final = LAMBDA_ANSWER_LIMIT // 6 - 65_536
"""Characters of a body whose JSON text cannot pass the limit, even if every one is written as `\\u0000`."""


def fitting(answer: dict[str, Any], dialect: Dialect, path: str) -> dict[str, Any]:
    """Return the answer of a Lambda function, or a 413 in its place when Lambda would not carry it."""
    if len(answer.get("body", "")) <= _CERTAINLY_FITS or len(orjson.dumps(answer)) <= LAMBDA_ANSWER_LIMIT:
        return answer
    message = (
        f"The answer has more than the {LAMBDA_ANSWER_LIMIT} bytes that can be sent at once; "
        "ask for a compressed one (Accept-Encoding: gzip), or for less."
    )
    response = dialect(of_application(TooLarge(message, code="answer_too_large"), path))
    return {
        "statusCode": response.status_code,
        "headers": dict(response.headers),
        "body": bytes(response.body).decode(),
        "isBase64Encoded": False,
    }
