"""Routes of a session's documentation, chunk by chunk, and of bytes by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.doc_contracts import ChunkWish, DocumentsWish, DocumentWish, WholeChunk
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import PageFilters, described
from shared.api.json_text import JsonAnswer, validated
from shared.bootstrap.workspaces import chunks, manifests, reachable, workspaces
from shared.domain.session import Session
from shared.services.chunks import Chunks
from shared.services.manifests import FoundChunk, Manifests
from shared.services.new_chunks import ChunkText, NewChunk, NewDocument, check_chunk_id
from shared.services.once import Receipt
from shared.services.reachable import Reachable
from shared.services.workspaces import Workspaces

routes = APIRouter(prefix="/v1/sessions", tags=["content"])

Service = Annotated[Workspaces, Depends(workspaces)]
Writer = Annotated[Chunks, Depends(chunks)]
Lists = Annotated[Manifests, Depends(manifests)]


@routes.get("/{session_id}/docs", openapi_extra=described(PageFilters))
def list_chunks(session_id: str, asked: Asked, service: Service, lists: Lists) -> Response:
    """Return the chunks of all documents, without their text."""
    with asked.judged(lambda: service.see(asked.caller, session_id)):
        session, found, token = lists.chunks(asked.caller, session_id, asked.query(PageFilters).wish())
    rows = [answers.chunk(each) for each in found]
    return asked.told({"chunks": rows, **answers.onwards(token)}, answers.tag_of(session))


@routes.post("/{session_id}/docs", status_code=201)
def add_documents(session_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Add documents that come cut into chunks, all of them or none, to the revision that was seen."""
    session = service.see(asked.caller, session_id, "session.write")

    def work() -> JsonAnswer:
        new = tuple(_document(each) for each in _documents(asked))
        return _added(*writer.add(asked.caller, session_id, new, asked.revision()))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        [done] = receipts
        after, found = writer.added(asked.caller, session_id, done.facts["docIds"])
        return _added(replace(after, revision=done.revision), found)

    return asked.effect(session, work, again=again)


@routes.get("/{session_id}/docs/{chunk_id}")
def read_chunk(session_id: str, chunk_id: str, asked: Asked, lists: Lists) -> Response:
    """Return one chunk with its text; the ETag is its hash."""
    found, text = lists.chunk(asked.caller, session_id, chunk_id)
    tag = answers.item_tag(found.hash)
    if asked.is_known(tag["ETag"]):
        return Response(status_code=304, headers=tag)
    return JsonAnswer(answers.chunk(found) | {"content": text}, headers=tag)


@routes.put("/{session_id}/docs/{chunk_id}")
def write_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Replace what a chunk holds, or make one: at the end of the document `docId`, or as a document of its own."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        wish = asked.read(WholeChunk)
        check_chunk_id(chunk_id)
        written = writer.put(asked.caller, session_id, chunk_id, _whole(wish), asked.seen())
    return Response(status_code=201 if written.created else 204, headers=answers.item_tag(written.hash))


@routes.patch("/{session_id}/docs/{chunk_id}")
def change_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Change a chunk in part, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
        text = _text(asked.read(ChunkWish))
        written = writer.write(asked.caller, session_id, chunk_id, text, asked.seen())
    return Response(status_code=204, headers=answers.item_tag(written.hash))


@routes.delete("/{session_id}/docs/{chunk_id}", status_code=204)
def delete_chunk(session_id: str, chunk_id: str, asked: Asked, service: Service, writer: Writer) -> Response:
    """Take a chunk out of its document, from the state that was seen."""
    with asked.judged(lambda: service.see(asked.caller, session_id, "session.write")):
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


def _documents(asked: Exchange) -> list[DocumentWish]:
    """Return the documents of a body: several, or one that is the whole body."""
    body = asked.json()
    if isinstance(body, dict) and "documents" in body:
        return validated(DocumentsWish, body).documents
    return [validated(DocumentWish, body)]


def _document(wish: DocumentWish) -> NewDocument:
    chunks = tuple(NewChunk(_text(each), each.chunk_id) for each in wish.chunks)
    return NewDocument(filename=wish.filename, url=wish.url, media_type=wish.media_type, chunks=chunks)


def _whole(wish: WholeChunk) -> ChunkText:
    metadata = wish.metadata or {}
    return ChunkText(content=wish.content, summary=wish.summary or "", metadata=metadata, doc_id=wish.doc_id)


def _added(session: Session, found: Sequence[FoundChunk]) -> JsonAnswer:
    return JsonAnswer({"chunks": [answers.chunk(each) for each in found]}, 201, answers.tag_of(session))
