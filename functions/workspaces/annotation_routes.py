"""Routes of a session's annotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints, model_validator
from starlette.responses import Response

from functions.workspaces import answers
from functions.workspaces.contracts import Asking
from functions.workspaces.exchange import Asked, Exchange
from functions.workspaces.filters import AnnotationFilters, described
from shared.api.json_text import JsonAnswer
from shared.bootstrap.workspaces import notes
from shared.domain.annotation import AnnotationKind, AnnotationStatus, Lines
from shared.kernel.errors import Invalid, Stale
from shared.services.annotations import Annotations, Note, Rewording, Seen, Wanted
from shared.services.once import Receipt
from shared.services.units import PATH_LIMIT

routes = APIRouter(prefix="/v1/sessions/{session_id}/annotations", tags=["annotations"])

Service = Annotated[Annotations, Depends(notes)]
Hash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Path = Annotated[str, StringConstraints(min_length=1, max_length=PATH_LIMIT)]
Body = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Line = Annotated[int, Field(ge=1, le=10_000_000)]

_TAG: Final = re.compile(r'"v([0-9]{1,18})"')


class LineRange(Asking):
    """Lines of a text, the last one included."""

    start_line: Line
    end_line: Line

    @model_validator(mode="after")
    def _forward(self) -> LineRange:
        if self.end_line < self.start_line:
            message = "endLine is before startLine"
            raise ValueError(message)
        return self


class NewAnnotation(Asking):
    """A note: about a unit as it was seen, or about the whole session."""

    path: Path | None = None
    range: LineRange | None = None
    body: Body
    kind: AnnotationKind = "comment"
    expected_content_hash: Hash | None = None

    @model_validator(mode="after")
    def _of_a_unit(self) -> NewAnnotation:
        if (self.path is None) != (self.expected_content_hash is None):
            message = "path and expectedContentHash belong together"
            raise ValueError(message)
        if self.path is None and self.range is not None:
            message = "a range needs a path"
            raise ValueError(message)
        return self


class AnnotationChange(Asking):
    """What is to become of an annotation."""

    status: AnnotationStatus | None = None
    body: Body | None = None


@routes.post("", status_code=201)
def add_annotation(session_id: str, asked: Asked, service: Service) -> Response:
    """Say something about a unit, or about the session."""
    session = service.annotable(asked.caller, session_id)

    def answer(seen: Seen) -> JsonAnswer:
        location = f"/v1/sessions/{session_id}/annotations/{seen.annotation.id}"
        return JsonAnswer(_annotation(seen), 201, {"Location": location, **_tag(seen)})

    def work() -> JsonAnswer:
        return answer(service.add(asked.caller, session_id, _note(asked.read(NewAnnotation))))

    def again(receipts: Sequence[Receipt]) -> JsonAnswer:
        return answer(service.get(asked.caller, session_id, str(receipts[0].facts["annotationId"])))

    return asked.effect(session, work, again=again)


@routes.get("", openapi_extra=described(AnnotationFilters))
def list_annotations(session_id: str, asked: Asked, service: Service) -> Response:
    """Return annotations, oldest first."""
    with asked.judged(lambda: service.readable(asked.caller, session_id)):
        filters = asked.query(AnnotationFilters)
        wanted = Wanted(
            path=filters.path,
            path_prefix=filters.path_prefix,
            status=filters.status,
            outdated=None if filters.outdated is None else filters.outdated == "true",
        )
        found, token = service.page(asked.caller, session_id, wanted, filters.page_size, filters.next_token)
    return JsonAnswer({"annotations": [_annotation(seen) for seen in found], **answers.onwards(token)})


@routes.get("/{annotation_id}")
def read_annotation(session_id: str, annotation_id: str, asked: Asked, service: Service) -> Response:
    """Return one annotation; the ETag names its version, not whether it is outdated."""
    seen = service.get(asked.caller, session_id, annotation_id)
    return JsonAnswer(_annotation(seen), headers=_tag(seen))


@routes.patch("/{annotation_id}")
def change_annotation(session_id: str, annotation_id: str, asked: Asked, service: Service) -> Response:
    """Resolve an annotation, open it again, or, as its author, say something else."""
    with asked.judged(lambda: service.annotable(asked.caller, session_id)):
        wish = asked.read(AnnotationChange)
        rewording = Rewording(status=wish.status, body=wish.body)
        seen = service.change(asked.caller, session_id, annotation_id, rewording, _version(asked))
    return JsonAnswer(_annotation(seen), headers=_tag(seen))


@routes.delete("/{annotation_id}", status_code=204)
def delete_annotation(session_id: str, annotation_id: str, asked: Asked, service: Service) -> Response:
    """Remove an annotation."""
    with asked.judged(lambda: service.annotable(asked.caller, session_id)):
        service.remove(asked.caller, session_id, annotation_id, _version(asked))
    return Response(status_code=204)


def _note(wish: NewAnnotation) -> Note:
    return Note(
        body=wish.body,
        path=wish.path or "",
        expected=(wish.expected_content_hash or "").removeprefix("sha256:"),
        lines=None if wish.range is None else Lines(wish.range.start_line, wish.range.end_line),
        kind=wish.kind,
    )


def _version(asked: Exchange) -> int | None:
    given = (asked.header("if-match") or "").strip()
    if not given:
        message = "this needs If-Match with the ETag of the annotation"
        raise Invalid(message, code="precondition_required")
    if given == "*":
        return None
    found = _TAG.fullmatch(given)
    if found is None:
        message = f"no annotation has the entity tag {given}"
        raise Stale(message)
    return int(found[1])


def _annotation(seen: Seen) -> dict[str, Any]:
    note = seen.annotation
    lines = note.lines
    return {
        "annotationId": note.id,
        "path": note.path or None,
        "range": None if lines is None else {"startLine": lines.start, "endLine": lines.end},
        "body": note.body,
        "kind": note.kind,
        "status": note.status,
        "outdated": seen.outdated,
        "author": note.author,
        "contentHash": answers.hashed(note.content_hash) if note.content_hash else None,
        "createdAt": answers.instant(note.created),
        "updatedAt": answers.instant(note.updated),
    }


def _tag(seen: Seen) -> dict[str, str]:
    return {"ETag": f'"v{seen.annotation.version}"'}
