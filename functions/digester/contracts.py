"""What the digester routes take and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Query
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator

from shared.api.contracts import Message
from shared.api.reuse import Reuse
from shared.api.words import ApiType, folded_or_nothing

Intent = Literal["management", "itsm", "management_itsm"]
IntentQuery = Annotated[Intent | None, BeforeValidator(folded_or_nothing), Query(alias="intent")]


class DigestRequest(Reuse):
    """A POST needs no body; what one says beside the switch is ignored."""


def classes_query(api_type: ApiType = None, intent: IntentQuery = None) -> Mapping[str, Any]:
    """Return the protocol and the purpose a client asks for, in any case."""
    return {"apiType": api_type, "intent": intent}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """Which part of the evidence is wanted: of one endpoint or of the whole class, from where on, how much of it."""

    endpoint: tuple[str, str] | None
    offset: int
    limit: int


def evidence_page(
    method: str | None = None,
    path: str | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> EvidencePage:
    """
    Return the part that is asked for.

    Raises:
        RequestValidationError: an endpoint has a method and a path, and only one of them is there.
    """
    if method is None and path is None:
        return EvidencePage(endpoint=None, offset=offset, limit=limit)
    if method is None or path is None:
        finding = {"type": "missing", "loc": ("query", "path" if method else "method"), "msg": "Field required"}
        raise RequestValidationError([finding])
    return EvidencePage(endpoint=(method.strip().upper(), path.strip()), offset=offset, limit=limit)


class ObjectClassAnswer(Message):
    """What was done to which class."""

    message: str
    session_id: str
    object_class: str


class EndpointName(Message):
    """An endpoint as it is asked for."""

    method: str
    path: str


class EvidenceItem(Message):
    """One chunk that says something about a class."""

    doc_id: str
    chunk_id: str
    content: str
    source: str
    url: str
    filename: str
    content_type: str
    chunk_number: int


class EvidenceAnswer(Message):
    """The chunks that say something about a class, or about one of its endpoints; `nextOffset` leads to the next."""

    object_class: str
    endpoint: EndpointName | None
    items: list[EvidenceItem]
    next_offset: int | None
