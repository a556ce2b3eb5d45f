"""Files in multipart forms (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData, UploadFile

from shared.api.principals import Caller

_PART: Final = "documentation"
_PARTS_LIMIT: Final = 20

FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {_PART: {"type": "string", "format": "binary"}},
                    "required": [_PART],
                }
            }
        },
    }
}
"""What the OpenAPI document says about a route that takes a file."""


ANYTHING: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
}
"""What the OpenAPI document says about a route that takes a document as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as the client names and types it."""

    filename: str
    media_type: str
    data: bytes


async def sent_file(request: Request, _caller: Caller) -> SentFile:
    """
    Return the file in the part `documentation`, or the only file of the form under whatever name.

    Raises:
        RequestValidationError: the form has no such part.
        HTTPException: 400, the form cannot be taken apart.
    """
    async with request.form(max_files=_PARTS_LIMIT, max_fields=_PARTS_LIMIT) as form:
        part = _file_of(form)
        return SentFile(filename=part.filename or "", media_type=part.content_type or "", data=await part.read())


def _file_of(form: FormData) -> UploadFile:
    files = [(name, part) for name, part in form.multi_items() if isinstance(part, UploadFile)]
    named = [part for name, part in files if name == _PART]
    chosen = named or [part for _name, part in files]
    if len(chosen) != 1:
        message = "Field required" if not chosen else "Send one file at a time"
        finding = {"type": "missing" if not chosen else "too_many_files", "loc": ("body", _PART), "msg": message}
        raise RequestValidationError([finding])
    return chosen[0]


Sent = Annotated[SentFile, Depends(sent_file)]


async def sent_body(request: Request, _caller: Caller) -> SentFile:
    """Return the whole body as a file without a name."""
    declared = request.headers.get("content-type", "")
    return SentFile(filename="", media_type=declared, data=await request.body())


Raw = Annotated[SentFile, Depends(sent_body)]
