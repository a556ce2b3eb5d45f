"""Parameters and attributes as documentation lists them: in tables, bullets and definition lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.model.operation import Placement
from shared.compiler.reading.inline_markup import code_spans, plain, unmarked
from shared.compiler.reading.written_types import UNTYPED, WrittenType, is_type, type_in_description, written_type

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
_NAME: Final = re.compile(r"[@$_]?[A-Za-z][\w.@$:-]{0,63}(?:\[[\w-]{0,60}\]){0,4}")
_NOT_NAMES: Final = frozenset(["none", "n/a", "na", "empty", "void", "yes", "no", "true", "false", "null", "note"])
_YES: Final = re.compile(
    r"yes|y|true|required|mandatory|must|always|1|x|\u2713|\u2714|\u2705|\u221a|\*|m|r", re.IGNORECASE
)
_HEADED_BY: Final = re.compile(
    r"(?P<kind>path|url|uri|query(?:[ -]?string)?|header|body|form(?:data)?|cookie|json)", re.IGNORECASE
)
_PLACEMENTS: Final[dict[str, Placement]] = {
    "path": "path", "url": "path", "uri": "path", "query": "query", "header": "header", "body": "body", "form": "body",
    "json": "body", "cookie": "cookie",
}  # fmt: skip
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
_ITEM_NAME: Final = re.compile(
    r"(?:\*\*|__)?(?:`{1,2}(?P<code>[^`]{1,80})`{1,2}|(?:\*\*|__|\*)(?P<bold>[^*]{1,80})(?:\*\*|__|\*)"
    r"|(?P<bare>[A-Za-z_@$][\w.\[\]-]{0,60})(?=\s*(?:[:(=\u2013\u2014-]|$)))"
    r"(?:\*\*|__)?(?P<rest>.*)$",
    re.DOTALL,
)
_ITEM_LEAD: Final = re.compile(
    r"(?:POST|PUT|PATCH|GET|DELETE|url|query|body|request|required|optional) "
    r"(?:arguments?|param(?:eter)?s?|fields?)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_STATED: Final = re.compile(r"\b(?:required|mandatory)\b", re.IGNORECASE)
_STATEMENT: Final = re.compile(r"required|mandatory|optional|not required", re.IGNORECASE)
_UNSTATED: Final = re.compile(r"\b(?:optional|not required|required (?:if|when|unless|for|only))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One described parameter or attribute; None and "" where nothing is said. `line` counts from 1."""

    name: str
    type: WrittenType = UNTYPED
    required: bool | None = None
    read_only: bool = False
    description: str = ""
    default: str = ""
    placement: Placement | None = None
    line: int = 0


def table_fields(rows: Sequence[Sequence[str]], line: int) -> tuple[Field, ...]:
    """Return the fields that the table `rows` (its head first) lists; nothing when it lists something else."""
    columns = _columns(rows[0]) if rows else {}
    if "name" not in columns or (len(columns) < 2 and len(rows[0]) > 1):  # noqa: PLR2004 - a name alone says nothing
        return ()
    found = (_row(row, columns, rows[0], line + 1 + number) for number, row in enumerate(rows[1:], start=1))
    return tuple(field for field in found if field is not None)


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return which column of a table says what."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(head):
        label = cell.strip().rstrip(":").lower()
        role = next((role for role, pattern in _COLUMNS if pattern.fullmatch(label)), "")
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
    name, marks = _split_name(cells.get("name", ""))
    if not name:
        return None
    described = cells.get("description", "") or _untitled(row, columns)
    stated = f"{marks} {cells.get('type', '')}"
    required = _required(cells)
    if required is None:
        beside = (row[at].strip(" .`") for at, label in enumerate(head) if at < len(row) and not label.strip())
        required = next((_stated(cell, "") for cell in beside if _STATEMENT.fullmatch(cell)), None)
    return Field(
        name=name,
        type=written_type(cells.get("type", "") or _type_in(marks), described, cells.get("values", "")),
        required=required if required is not None else _stated(stated, marks) if "required" not in cells else None,
        read_only=_is_yes(cells.get("read_only", "")) or _says_read_only(f"{stated} {described}"),
        description=described,
        default=_default(cells.get("default", "")),
        placement=_placement(cells.get("placement", "")) or _placement_of_head(head[columns["name"]]),
        line=line,
    )


def _untitled(row: Sequence[str], columns: dict[str, int]) -> str:
    """Return the cell under no known heading that says most."""
    rest = [cell for at, cell in enumerate(row) if at not in columns.values()]
    return max(rest, key=len, default="")


def _split_name(cell: str) -> tuple[str, str]:
    """Return the name in a cell, and what is said beside it: `name *`, `name (required)`, `name string`."""
    text = plain(cell).replace("\u200b", "")
    found = _NAME.match(text.lstrip(".\u21b3\u2514-> "))
    if not found or found[0].lower() in _NOT_NAMES:
        return "", ""
    rest = text.lstrip(".\u21b3\u2514-> ")[found.end() :].strip()
    words = rest.split()
    if len(words) > 6 or (words and not _is_aside(rest)):  # noqa: PLR2004 - a sentence, no name
        return "", ""
    return found[0].rstrip(".:-"), rest


def _is_aside(rest: str) -> bool:
    return (
        rest.startswith(("(", "[", "*", "?", "=", ",", "/", "\u2020"))
        or is_type(rest.split(maxsplit=1)[0])
        or bool(_STATED.match(rest) or _UNSTATED.match(rest))
    )


def _type_in(marks: str) -> str:
    parts = [part.strip() for found in _BRACKETS.findall(marks) for part in found.split(",")] or marks.split()
    return next((part for part in parts if is_type(part)), "")


def _required(cells: dict[str, str]) -> bool | None:
    if cells.get("required"):
        return _is_yes(cells["required"])
    if cells.get("optional"):
        return not _is_yes(cells["optional"]) if not _STATED.fullmatch(cells["optional"]) else True
    return None


def _is_yes(cell: str) -> bool:
    return bool(_YES.fullmatch(cell.strip(" .`")))


def _stated(text: str, marks: str) -> bool | None:
    if _UNSTATED.search(text):
        return False
    if _STATED.search(text) or marks.startswith("*"):
        return True
    return False if marks.startswith("?") else None


def _says_read_only(text: str) -> bool:
    return bool(re.search(r"\bread[- ]?only\b", text[:400], re.IGNORECASE))


def _default(cell: str) -> str:
    text = plain(cell).strip("\"'")
    return "" if text.lower() in {"none", "-", "n/a", "null", "\u2014"} or len(text) > 60 else text  # noqa: PLR2004 - no default is a sentence


def _placement(cell: str) -> Placement | None:
    found = _HEADED_BY.search(cell.strip("@ ")[:40])
    return _PLACEMENTS.get(re.split(r"[ -]|string|data", found["kind"].lower())[0]) if found else None


def _placement_of_head(cell: str) -> Placement | None:
    found = _HEADED_BY.match(cell.strip())
    return _placement(found[0]) if found else None


def item_field(text: str, line: int) -> Field | None:
    """Return the field that one list item describes: `` `name` (string, required) - What it is``; None for others."""
    lead = _ITEM_LEAD.match(text)
    found = _ITEM_NAME.match(unmarked_but_strong(text[lead.end() :] if lead else text))
    if not found:
        return None
    name, marks = _split_name(found["code"] or found["bold"] or found["bare"] or "")
    if not name or (found["bare"] and not _looks_like_a_name(name, found["rest"])):
        return None
    rest = plain(found["rest"])
    asides = [part.strip() for group in _BRACKETS.findall(rest[:400]) for part in re.split(r"[,;|]", group)]
    leading = re.split(r"[\s,(:.-]+", rest.lstrip(" :\u2013\u2014-("), maxsplit=1)[0]
    kind = next((each for each in [*asides, leading, marks] if is_type(each)), "")
    described = _BRACKETS.sub("", rest, count=1).lstrip(" :\u2013\u2014-*.").strip()
    return Field(
        name=name,
        type=written_type(kind, described, ", ".join(code_spans(found["rest"])) if "one of" in rest.lower() else ""),
        required=_item_required(asides, rest, marks),
        read_only=_says_read_only(rest),
        description=described[:2000],
        placement=_placement(next((each for each in asides if _HEADED_BY.fullmatch(each)), ""))
        or (_placement_of_lead(lead[0]) if lead else None),
        line=line,
    )


def _placement_of_lead(lead: str) -> Placement | None:
    word = lead.split(maxsplit=1)[0].lower()
    return "query" if word in {"get", "url", "query"} else "body" if word in {"post", "put", "patch", "body"} else None


def unmarked_but_strong(text: str) -> str:
    """Return `text` without links and tags; what is strong or code stays marked, for that is how names are set off."""
    return re.sub(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,500}\)", r"\1", text[:4000])


def _looks_like_a_name(name: str, rest: str) -> bool:
    """Return whether a bare first word is a name: nothing else follows a colon, a type or a bracket so closely."""
    spelled = "_" in name or name[:1].islower()
    return spelled and bool(re.match(r"\s*(?:[:=(\u2013\u2014]|-\s)", rest))


def _item_required(asides: list[str], rest: str, marks: str) -> bool | None:
    for aside in asides:
        if (stated := _stated(aside, "")) is not None:
            return stated
    lead = unmarked(rest[:60])
    return (
        _stated(lead, marks)
        if re.match(r"[\s:,\u2013\u2014-]*(?:required|optional|mandatory)\b", lead, re.IGNORECASE)
        else _stated("", marks)
    )


def is_array_description(text: str) -> bool:
    """Return whether the description alone says that there are several values."""
    return type_in_description(text).many
