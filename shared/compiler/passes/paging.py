"""How lists continue."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, Paging, PagingStyle
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.one_answer import one_answer
from shared.compiler.passes.paging_parameters import (
    Position,
    body_size,
    first,
    next_header,
    onward,
    positions,
    size_parameter,
)
from shared.compiler.passes.sightings import Sighting
from shared.kernel.diagnostics import Diagnostic


def paging(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the paging of every chosen list."""
    return draft.with_classes(_paged(draft, each) for each in draft.model.object_classes), ()


def _paged(draft: Draft, each: ObjectClass) -> ObjectClass:
    return replace(each, operations=tuple(_operation(draft, each.name, operation) for operation in each.operations))


def _operation(draft: Draft, of: str, operation: Operation) -> Operation:
    sighting = draft.sighting(of, operation) if operation.kind == "list" else None
    return replace(operation, paging=paging_of(draft, sighting)) if sighting else operation


def paging_of(draft: Draft, sighting: Sighting) -> Paging:
    """Return how the list that `sighting` answers continues."""
    found = positions(sighting)
    to_next = onward(draft.fragment, sighting, found)
    header = "" if to_next else next_header(sighting)
    unanswered = found if found and found[0].placement == "header" and not (to_next or header) else ()
    found = () if unanswered else found
    if not found and _has_link(sighting) and (most := size_parameter(sighting, "")):
        return Paging(style="link_header", size=most.name, cap=most.maximum, source=(sighting.endpoint.source,))
    if not found:
        by_address = to_next and _plain_next(to_next[-1])
        return (
            Paging(style="next_url", next_path=to_next, source=(sighting.endpoint.source,))
            if by_address
            else one_answer(sighting, unanswered)
        )
    # A cursor is only of use when the answer says where to find the next one; a page number always works.
    position = (
        found[0]
        if len(found) == 1 or to_next or header or found[0].role != "cursor"
        else _best_without_cursor(found, sighting)
    )
    style = "cursor" if header and position.role == "cursor" else _style(position, to_next, sighting)
    size, cap = _size(sighting, position)
    return Paging(
        style=style,
        position=position.name,
        size=size,
        placement=position.placement,
        first=1 if style == "scim" else first(position),
        cap=cap,
        next_path=to_next if style in {"cursor", "next_url"} else (),
        next_header=header if style == "cursor" else "",
        source=(sighting.endpoint.source,),
    )


def _size(sighting: Sighting, position: Position) -> tuple[str, int | None]:
    """Return the name of what says how large a page is, and the largest number accepted."""
    if position.placement == "body":
        return body_size(sighting)
    found = size_parameter(sighting, position.name)
    return (found.name, found.maximum) if found else ("", None)


def _best_without_cursor(found: tuple[Position, ...], sighting: Sighting) -> Position:
    return found[0] if _has_link(sighting) else next((each for each in found if each.role != "cursor"), found[0])


def _has_link(sighting: Sighting) -> bool:
    """Return whether the answer is documented to hold a Link header (RFC 8288)."""
    return any(header.lower() == "link" for header in sighting.endpoint.answer_headers)


def _style(position: Position, to_next: tuple[str, ...], sighting: Sighting) -> PagingStyle:
    members = sighting.answer.envelope.members if sighting.answer and sighting.answer.envelope else ()
    named = {member.name for member in members}
    if position.name == "startIndex" and named & {"Resources", "schemas"} and named & {"totalResults", "itemsPerPage"}:
        return "scim"  # RFC 7644, section 3.4.2.4
    if position.role != "cursor":
        return position.role
    bare = sighting.answer is not None and sighting.answer.collection == "array" and not sighting.answer.path
    return "link_header" if bare and not to_next else "cursor"


def _plain_next(name: str) -> bool:
    """Return whether the member called `name` holds the address of the next part of a list."""
    return any(word in name.lower() for word in ("link", "url", "href")) or name.lower() == "next"
