"""Routes of a session's documentation, chunk by chunk, and of bytes by their hash."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import ChunkWish, DocumentWish
from functions.workspaces.exchange import Asked
from shared.api.json_text import JsonAnswer
from shared.bootstrap.workspaces import chunks, manifests, reachable, workspaces
from shared.kernel.errors import Invalid
from shared.services.chunks import Chunks, ChunkText, NewDocument
from shared.services.manifests import Manifests
from shared.services.reachable import Reachable
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["content"])

Service = Annotated[Workspaces, Depends(workspaces)]
Writer = Annotated[Chunks, Depends(chunks)]
Lists = Annotated[Manifests, Depends(manifests)]


@routes.get("/{session_id}/docs")
def list_chunks(session_id: str, asked: Asked, lists: Lists) -> Response:
    """Return the chunks of all documents, without their text."""
    session, found = lists.chunks(asked.caller, session_id)
    return JsonAnswer({"chunks": [answers.chunk(each) for each in found]}, headers=answers.tag_of(session))


@routes.post("/{session_id}/docs", status_code=201)
def add_document(session_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Add a document that comes cut into chunks."""
    session = service.see(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        wish = asked.read(DocumentWish)
        new = NewDocument(
            filename=wish.filename,
            url=wish.url,
            media_type=wish.media_type,
            chunks=tuple(_text(each) for each in wish.chunks),
        )
        added = writer.add(asked.caller, session_id, new)
        return JsonAnswer({"chunks": [answers.chunk(each) for each in added]}, 201)

    return asked.effect(session, work)


@routes.get("/{session_id}/docs/{chunk_id}")
def read_chunk(session_id: str, chunk_id: str, asked: Asked, lists: Lists) -> Response:
    """Return one chunk with its text; the ETag is its hash."""
    found, text = lists.chunk(asked.caller, session_id, chunk_id)
    tag = answers.item_tag(found.hash)
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return JsonAnswer(answers.chunk(found) | {"content": text}, headers=tag)


@routes.put("/{session_id}/docs/{chunk_id}")
def replace_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Replace what a chunk holds, from the state that was seen."""
    service.see(asked.caller, session_id, "session.write")
    wish = asked.read(ChunkWish)
    if wish.content is None:
        message = "content is needed; PATCH changes a chunk in part"
        raise Invalid(message, code="validation_failed")
    text = ChunkText(content=wish.content, summary=wish.summary or "", metadata=wish.metadata or {})
    written = writer.write(asked.caller, session_id, chunk_id, text, asked.seen())
    return Response(status_code=204, headers=answers.item_tag(written.hash))


@routes.patch("/{session_id}/docs/{chunk_id}")
def change_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Change a chunk in part, from the state that was seen."""
    service.see(asked.caller, session_id, "session.write")
    text = _text(asked.read(ChunkWish))
    written = writer.write(asked.caller, session_id, chunk_id, text, asked.seen())
    return Response(status_code=204, headers=answers.item_tag(written.hash))


@routes.delete("/{session_id}/docs/{chunk_id}", status_code=204)
def delete_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Take a chunk out of its document, from the state that was seen."""
    service.see(asked.caller, session_id, "session.write")
    writer.remove(asked.caller, session_id, chunk_id, asked.seen())
    return Response(status_code=204)


@routes.get("/{session_id}/blobs/{digest}")
def read_blob(session_id: str, digest: str, asked: Asked, reader: Annotated[Reachable, Depends(reachable)]) -> Response:
    """Return bytes by their hash, where the head or a checkpoint of the session holds them."""
    found = reader.read(asked.caller, session_id, digest.removeprefix("sha256:"))
    tag = answers.item_tag(digest.removeprefix("sha256:"))
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    # The bytes are somebody's: nothing is to take them for a page.
    headers = {**tag, "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
    return Response(found, media_type="application/octet-stream", headers=headers)


def _text(wish: ChunkWish) -> ChunkText:
    return ChunkText(content=wish.content, summary=wish.summary, metadata=wish.metadata)
