"""Parameters and attributes that documentation lists in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from shared.compiler.model.operation import Placement
from shared.compiler.reading.field_marks import (
    HEADED_BY,
    Field,
    leading_statement,
    placement,
    says_read_only,
    split_name,
    stated,
)
from shared.compiler.reading.inline_markup import plain
from shared.compiler.reading.written_types import is_type, written_type

_COLUMNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("placement", re.compile(r"in|(?:parameter|param)[ _-]?type|location|where|passed (?:in|as)|sent (?:in|as)"
        r"|place|position|param(?:eter)? in")),
    ("required", re.compile(r"required\??|req\.?|mandatory\??|require|presence|necessity|must|needed|obligatory"
        r"|is required\??")),
    ("optional", re.compile(r"optional\??|opt\.?|nullable")),
    ("read_only", re.compile(r"read[ -]?only\??")),
    ("type", re.compile(r"(?:data|field|value|json)?[ -]?types?|format|schema|kind")),
    ("default", re.compile(r"defaults?(?: value)?")),
    ("values", re.compile(r"(?:possible|allowed|valid|accepted)?[ ]?(?:values?|options)|enum")),
    ("description", re.compile(r"desc(?:ription|\.)?|details?|meaning|notes?|comments?|explanation|purpose"
        r"|info(?:rmation)?|usage|remarks?|definition|summary")),
    ("name", re.compile(r"(?:(?:query|path|url|uri|body|form|header|request|response|json|api|input|optional"
        r"|required|post|get|field|object|data)[ -]?)?"
                        r"(?:string )?(?:names?|parameters?|params?|attributes?|fields?|propert(?:y|ies)|keys?"
                        r"|arguments?|args?|options?|variables?|elements?|members?)(?:[ -]names?)?")),
)  # fmt: skip
_YES: Final = re.compile(
    r"yes|y|true|required|mandatory|must|always|1|x|\u2713|\u2714|\u2705|\u221a|\*|m|r", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
_NEEDED: Final = re.compile(r"required|mandatory", re.IGNORECASE)
_STATEMENT: Final = re.compile(r"required|mandatory|optional|not required", re.IGNORECASE)


def table_fields(rows: Sequence[Sequence[str]], line: int) -> tuple[Field, ...]:
    """Return the fields that the table `rows` (its head first) lists; nothing when it lists something else."""
    columns = _columns(rows[0]) if rows else {}
    if "name" not in columns or (len(columns) < 2 and len(rows[0]) > 1):  # noqa: PLR2004 - a name alone says nothing
        return ()
    found = (_row(row, columns, rows[0], line + 1 + number) for number, row in enumerate(rows[1:], start=1))
    return tuple(field for field in found if field is not None)


def role_of_column(heading: str) -> str:
    """Return what the cells under `heading` say: `name`, `type`, `required` and the like, or "" for anything else."""
    label = heading.strip().rstrip(":").lower()
    return next((role for role, pattern in _COLUMNS if pattern.fullmatch(label)), "")


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return which column of a table says what."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(head):
        role = role_of_column(cell)
        if role and role not in columns:
            columns[role] = at
    if (
        "name" not in columns
        and len(head) > 1
        and columns.keys() & {"type", "required", "description", "optional"}
        and 0 not in columns.values()
    ):
        columns["name"] = 0
    if "name" not in columns and "type" in columns and columns["type"] != 0 and columns.get("values") == 0:
        columns["name"] = columns.pop("values")
    return columns


def _row(row: Sequence[str], columns: dict[str, int], head: Sequence[str], line: int) -> Field | None:
    cells = {role: row[at].strip() for role, at in columns.items() if at < len(row)}
    name, marks = split_name(cells.get("name", ""))
    if not name:
        return None
    described = cells.get("description", "") or _untitled(row, columns)
    said = f"{marks} {cells.get('type', '')}"
    return Field(
        name=name,
        type=written_type(cells.get("type", "") or _type_in(marks), described, cells.get("values", "")),
        required=_required(cells, row, head, (said, marks)),
        read_only=_is_yes(cells.get("read_only", "")) or says_read_only(f"{said} {described}"),
        description=described,
        default=_default(cells.get("default", "")),
        placement=placement(cells.get("placement", "")) or _placement_of_head(head[columns["name"]]),
        line=line,
    )


def _untitled(row: Sequence[str], columns: dict[str, int]) -> str:
    """Return the cell under no known heading that says most."""
    rest = [cell for at, cell in enumerate(row) if at not in columns.values()]
    return max(rest, key=len, default="")


def _type_in(marks: str) -> str:
    parts = [part.strip() for found in _BRACKETS.findall(marks) for part in found.split(",")] or marks.split()
    return next((part for part in parts if is_type(part)), "")


def _required(cells: dict[str, str], row: Sequence[str], head: Sequence[str], beside: tuple[str, str]) -> bool | None:
    """Return what the columns say, else a cell without a heading, else what stands `beside` the name."""
    if cells.get("required"):
        return _is_yes(cells["required"])
    if cells.get("optional"):
        return bool(_NEEDED.fullmatch(cells["optional"])) or not _is_yes(cells["optional"])
    loose = (row[at].strip(" .`") for at, label in enumerate(head) if at < len(row) and not label.strip())
    told = next((stated(cell, "") for cell in loose if _STATEMENT.fullmatch(cell)), None)
    if told is not None or "required" in cells:
        return told
    beside_name = stated(*beside)
    return beside_name if beside_name is not None else leading_statement(cells.get("description", ""))


def _is_yes(cell: str) -> bool:
    return bool(_YES.fullmatch(cell.strip(" .`")))


def _default(cell: str) -> str:
    text = plain(cell).strip("\"'")
    return "" if text.lower() in {"none", "-", "n/a", "null", "\u2014"} or len(text) > 60 else text  # noqa: PLR2004 - no default is a sentence


def _placement_of_head(cell: str) -> Placement | None:
    found = HEADED_BY.match(cell.strip())
    return placement(found[0]) if found else None
