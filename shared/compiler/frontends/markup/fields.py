"""The parameters and attributes that a page lists for a request, and which of them travel where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.frontends.markup.examples import role_of
from shared.compiler.frontends.markup.units import Block
from shared.compiler.model.operation import Placement
from shared.compiler.reading.described_fields import table_fields
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.listed_fields import is_answered, item_field

_BY_LABEL: Final[tuple[tuple[Placement, re.Pattern[str]], ...]] = (
    ("header", re.compile(r"\bheaders?\b", re.IGNORECASE)),
    ("query", re.compile(r"\bquery\b|\bquerystring\b|\bfilter(?:s|ed|ing)?\b", re.IGNORECASE)),
    ("path", re.compile(r"\b(?:path|ur[il]|route)[ -](?:param|arg|var|seg)", re.IGNORECASE)),
    ("body", re.compile(r"\bbody\b|\bpayload\b|\bform\b|\bjson\b|\bpost (?:data|param)", re.IGNORECASE)),
)
_LISTS: Final = re.compile(
    r"param|attribute|field|propert|argument|option|body|payload|input|key|header|value|data|following"
    r"|returns?\b|where\b|object",
    re.IGNORECASE,
)
_MEMBERS: Final = re.compile(r"attribute|field|propert|member|element", re.IGNORECASE)
_PARAMETERS: Final = re.compile(r"\bparam(?:eter)?s?\b", re.IGNORECASE)
_FILTERED: Final = re.compile(r"\bfiltered\b", re.IGNORECASE)
_HOLDS: Final = re.compile(r"\b(?:hash|object|dictionary|including|containing|consists of)\b", re.IGNORECASE)
_FEW: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The fields of one table or list; `role` says whether they are sent or answered, where the page says so."""

    fields: tuple[Field, ...]
    role: str
    head: str = ""
    told: str = ""
    rated: bool = False


def listings(blocks: Iterable[Block]) -> tuple[Listing, ...]:
    """Return the tables and lists of fields in `blocks`."""
    found: list[Listing] = []
    run: list[tuple[Block, Field]] = []
    holder: tuple[int, str] = (0, "")
    for block in blocks:
        if run and (block.heading != run[-1][0].heading or _is_of_response(block) is not _is_of_response(run[-1][0])):
            found += _ended(run)
            run = []
        field = _item(block, run) or _inner(block, holder)
        if field is not None:
            holder = _holder(block, field) if not field.name.startswith(f"{holder[1]}.") else holder
            run.append((block, field))
            continue
        if block.element.kind == "item" and run:
            continue
        found += _ended(run)
        run = []
        found += _table(block)
    return (*found, *_ended(run))


def _is_of_response(block: Block) -> bool:
    return block.element.kind == "item" and is_answered(block.element.text)


def _item(block: Block, run: list[tuple[Block, Field]]) -> Field | None:
    """Return the field that a list item describes; what is indented below a field explains it."""
    if block.element.kind != "item" or (run and block.element.level > run[0][0].element.level):
        return None
    field = item_field(block.element.text, block.element.line)
    if field is None:
        return None
    told = bool(field.type.kind or field.type.many or field.required is not None)
    announced = _LISTS.search(f"{block.label} {block.heading}")
    return field if announced or told or run else None


def _holder(block: Block, field: Field) -> tuple[int, str]:
    """Return how far the members of `field` would be indented at least, and its name; "" when it has none."""
    holds = field.type.kind == "object" or field.type.many or _HOLDS.search(f"{field.description} {block.element.text}")
    return (block.element.level + 1, field.name) if holds else (0, "")


def _inner(block: Block, holder: tuple[int, str]) -> Field | None:
    """Return the member of a field that an item indented below it describes."""
    if block.element.kind != "item" or not holder[1] or block.element.level < holder[0]:
        return None
    field = item_field(block.element.text, block.element.line)
    return replace(field, name=f"{holder[1]}.{field.name}") if field else None


def _ended(run: list[tuple[Block, Field]]) -> Iterator[Listing]:
    if run:
        fields = tuple(field for _, field in run)
        yield _listing(fields, run[0][0], "")


def _table(block: Block) -> Iterator[Listing]:
    if block.element.kind == "table" and (fields := table_fields(block.element.rows, block.element.line)):
        yield _listing(fields, block, " ".join(block.element.rows[0]))


def _listing(fields: tuple[Field, ...], block: Block, head: str) -> Listing:
    """Return the listing with what its label says; the nearest words count before those of the heading."""
    said = (block.label, _PARAMETERS.sub("", block.heading), block.heading)
    role = next((role for words in said if (role := role_of(words)) != "open"), "open")
    label = f"{block.label} {block.heading}"
    placement = next((place for place, pattern in _BY_LABEL if pattern.search(label)), None)
    role = "answered" if _is_of_response(block) else role
    role = "sent" if role == "answered" and placement == "query" and _FILTERED.search(label) else role
    placed = tuple(field if field.placement else replace(field, placement=placement) for field in fields)
    rated = any(field.required is not None for field in fields)
    return Listing(fields=placed if role != "answered" else fields, role=role, head=head, told=label, rated=rated)


def is_of_answer(listing: Listing, *, reads: bool) -> bool:
    """Return whether the fields are those of answers; `reads` says that the request is a GET."""
    if listing.role in {"answered", "failed"}:
        return listing.role == "answered"
    if listing.role == "sent" or listing.rated or any(field.placement for field in listing.fields) or not reads:
        return False
    named = {field.name.lower() for field in listing.fields}
    members = _MEMBERS.search(f"{listing.told} {listing.head}") and not re.search("param", listing.told, re.IGNORECASE)
    return len(listing.fields) > _FEW and bool(members) and bool(named & {"id", "name", "uuid", "created_at", "email"})
