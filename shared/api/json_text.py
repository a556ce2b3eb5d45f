"""JSON texts of requests and answers, with every digit of every number and the order of keys."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Final, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from shared.kernel.hashing import Json

DEPTH_LIMIT: Final = 200
"""How deep arrays and objects of a request may nest; every reader of the stored value can follow that far."""

_NOT_UNICODE: Final = "the text is not Unicode (UTF-8)"
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")

Model = TypeVar("Model", bound=BaseModel)


class JsonAnswer(Response):
    """An answer whose body is the JSON text (RFC 8259) of `content`, which is not converted in any way."""

    media_type = "application/json"

    def __init__(
        self,
        content: object,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
    ) -> None:
        super().__init__(content, status_code, headers, media_type)

    def render(self, content: object) -> bytes:
        """Return the text; a half of a surrogate pair, which UTF-8 cannot hold, is escaped."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()


def parse(body: bytes, *, first: bool = False) -> Json:
    """
    Return the value of a JSON text; of repeated keys the last one counts. With `first`, more may follow the value.

    Raises:
        RequestValidationError: it is no JSON text in UTF-8, nests deeper than `DEPTH_LIMIT`, or holds a number or a
            character that could not be given back: infinities, halves of surrogate pairs (RFC 7493, section 2).
    """
    try:
        text = body.decode("utf-8-sig")
        value: Json = _DECODER.raw_decode(text.lstrip())[0] if first else _DECODER.decode(text)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _refusal(error.msg, error.pos) from error
    except UnicodeError as error:
        raise _refusal(_NOT_UNICODE, 0) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise _refusal(str(error), 0) from error
    _check_depth(value)
    return value


def validated(model: type[Model], value: Json, part: str = "body") -> Model:
    """
    Return the value of a body, or of another part of a request, as `model`.

    Raises:
        RequestValidationError: it has not the model's form.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise RequestValidationError([{**each, "loc": (part, *each["loc"])} for each in found]) from error


def _check_depth(value: Json) -> None:
    level = _containers([value])
    for _ in range(DEPTH_LIMIT):
        level = _containers(chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level))
    if level:
        raise _too_deep()


def _containers(values: Iterable[Any]) -> list[dict[str, Any] | list[Any]]:
    return [value for value in values if isinstance(value, dict | list)]


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        message = f"{text[:40]} is out of the range of numbers"
        raise ValueError(message)
    return number


def _refused(constant: str) -> float:
    message = f"{constant} is not JSON"
    raise ValueError(message)


_DECODER: Final = json.JSONDecoder(parse_constant=_refused, parse_float=_finite)


def _too_deep() -> RequestValidationError:
    return _refusal(f"arrays and objects nest deeper than {DEPTH_LIMIT} levels", 0)


def _refusal(reason: str, position: int) -> RequestValidationError:
    finding = {"type": "json_invalid", "loc": ("body", position), "msg": "JSON decode error", "ctx": {"error": reason}}
    return RequestValidationError([finding])
