"""The plain PUT that upload links of an embedded host point to: what a presigned address is in the cloud."""

from __future__ import annotations

import asyncio
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.domain.upload_place import UploadPlace, place_of
from shared.kernel.errors import Invalid
from shared.services.intake import UPLOAD_LIMIT_BYTES


class SignedUploads(Protocol):
    """Uploads that know the links they gave out."""

    def verify(self, place: UploadPlace, expires: str, signature: str) -> bool:
        """Return whether the link is one of theirs and has not expired."""
        ...

    def put(self, place: UploadPlace, data: bytes) -> None:
        """Keep the upload durably."""
        ...


class UploadDoor:
    """Takes what is PUT to a link the uploads gave out, until it expires."""

    def __init__(self, uploads: SignedUploads) -> None:
        self._uploads = uploads

    async def answer(self, request: Request) -> Response:
        """Keep the body durably and answer 200, or say in one sentence why not."""
        if request.method != "PUT":
            return _refused(405, "method_not_allowed", "an upload link takes a PUT")
        try:
            place = place_of(request.scope["path"].lstrip("/"))
        except Invalid as error:
            return _refused(404, error.code, str(error))
        given = request.query_params
        if not self._uploads.verify(place, given.get("expires", ""), given.get("signature", "")):
            return _refused(403, "link_not_valid", "the upload link has expired or is not ours")
        data = await _body(request)
        if data is None:
            return _refused(413, "upload_too_large", f"a document has at most {UPLOAD_LIMIT_BYTES} bytes")
        await asyncio.to_thread(self._uploads.put, place, data)
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > UPLOAD_LIMIT_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _refused(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}, "detail": message}, status_code=status)
