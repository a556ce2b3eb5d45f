"""The parameters with which lists are continued, by the names that are usual for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.operation import Parameter
from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import Scalar
from shared.compiler.passes.sightings import Sighting

Role = Literal["page", "offset", "cursor"]
_POSITIONS: Final[tuple[tuple[Role, frozenset[str]], ...]] = (
    ("cursor", frozenset(
        [
            "cursor", "after", "pagetoken", "nexttoken", "nextpagetoken", "startingafter", "marker",
            "continuationtoken", "continuation", "nextcursor", "pagecursor", "paginationtoken", "bookmark",
            "scrollid", "startkey", "skiptoken", "nextkey", "next", "pageafter", "pagestart", "iterator",
            "aftercursor", "endcursor", "lastid", "sinceid", "afterid", "startafter", "positiontoken", "$skiptoken",
            "exclusivestartkey", "continue", "continuetoken", "pagingtoken", "pagestate", "resumetoken", "starttoken",
            "paginationkey", "offsettoken", "startcursor", "cursorid", "pagingcursor", "paginationcursor",
        ])),
    ("page", frozenset(
        [
            "page", "pagenumber", "pageno", "pagenum", "currentpage", "pageindex", "p", "pageid", "pg",
            "paginationpage", "pagecurrent", "pgnum", "pagenr",
        ])),
    ("offset", frozenset(
        [
            "offset", "skip", "start", "startat", "from", "startindex", "first", "firstresult", "startrow",
            "startposition", "startoffset", "startfrom", "pageoffset", "$skip", "begin", "recordoffset",
            "resultoffset", "firstitem", "firstrecord", "paginationoffset", "skipcount", "startitem",
            "rowoffset", "skiprows",
        ])),
)  # fmt: skip
_SIZES: Final = frozenset(
    [
        "limit", "perpage", "pagesize", "size", "count", "maxresults", "max", "top", "$top", "rows",
        "numberofresults", "resultsperpage", "itemsperpage", "pagelimit", "rpp", "ps", "maxitems", "take", "length",
        "first", "numresults", "perpagecount", "maxcount", "pagecount", "maxrecords", "recordsperpage", "n",
        "paginationlimit", "paginationsize", "paginationpagesize", "pageperpage", "limitto", "maxsize", "results",
        "amount", "maxresultcount", "pagelength", "entriesperpage", "maxresult", "batchsize", "rowsperpage",
        "maxentries", "resultlimit", "numberofitems", "itemcount", "maxrows", "objectsperpage",
    ]
)  # fmt: skip
_TOKEN_WORDS: Final = ("token", "cursor", "opaque")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A parameter that says where the next part of a list starts; `name` as sent, dots for nesting in a body."""

    role: Role
    name: str
    placement: Literal["query", "body", "header"]
    default: str = ""
    description: str = ""
    minimum: int | None = None


def positions(sighting: Sighting) -> tuple[Position, ...]:
    """Return the parameters of the request that move through its list, the best first."""
    found = [*_in_query(sighting), *_in_body(sighting)] or _in_headers(sighting)
    order = {"cursor": 0, "page": 1, "offset": 2}
    return tuple(sorted(found, key=lambda each: order[each.role]))


def first(position: Position) -> int:
    """Return the number of the first page or object: as default, text or bounds say it, else as is usual."""
    if position.default in {"0", "1"}:
        return int(position.default)
    described = position.description[:_MAX_READ].lower()
    for number, pattern in _STARTS:
        if pattern.search(described):
            return number
    usual = 1 if position.role == "page" else 0
    return position.minimum if position.minimum in {0, 1} else usual


def next_header(sighting: Sighting) -> str:
    """Return the header of the answer that holds the next cursor (`X-Next-Cursor`), or ""."""
    named = (it for it in sighting.endpoint.answer_headers if _header(it) in _NEXT_HEADERS)
    return next(named, "")


def _header(name: str) -> str:
    return _plain(name).removeprefix("x")


_NEXT_HEADERS: Final = frozenset(
    [
        "nextcursor", "nexttoken", "nextpagetoken", "continuation", "continuationtoken", "nextmarker", "cursor",
        "mscontinuation", "mscontinuationtoken", "paginationtoken", "nextkey",
    ]
)  # fmt: skip


def _start(number: str) -> re.Pattern[str]:
    said = rf"{number}[- ]?(?:based|indexed)"
    starts = rf"(?:start|begin)\w*\s+(?:at|from|with)\s+(?:page\s+|index\s+)?{number}\b"
    is_first = rf"first (?:page|record|result|item|element|row|index)(?:\s+\w+)?\s+is\s+{number}\b"
    return re.compile(f"{said}|{starts}|{is_first}")


_MAX_READ: Final = 1000
_STARTS: Final = ((0, _start("(?:0|zero)")), (1, _start("(?:1|one)")))


def _in_query(sighting: Sighting) -> list[Position]:
    offered = [each for each in sighting.endpoint.parameters if each.placement == "query"]
    usual = [(role, each) for each in offered if (role := _role(each))]
    usual = usual or [("cursor", each) for each in offered if _is_echoed(sighting, each.name)]
    kept = [entry for entry in usual if not _is_deprecated(entry[1])] or usual
    return [
        Position(
            role=role,
            name=each.name,
            placement="query",
            default=each.default,
            description=each.description,
            minimum=each.minimum,
        )
        for role, each in kept
    ]


def _in_headers(sighting: Sighting) -> list[Position]:
    """Return the header of the request that takes a cursor: headers are used for nothing else that moves through."""
    offered = (each for each in sighting.endpoint.parameters if each.placement == "header")
    cursors = (it for it in offered if _named(_header(it.name)) == "cursor" or _header(it.name) in _NEXT_HEADERS)
    return [Position(role="cursor", name=it.name, placement="header", description=it.description) for it in cursors]


def _is_echoed(sighting: Sighting, name: str) -> bool:
    """Return whether the answer gives back a token of the same name, to be sent when more is wanted."""
    envelope = sighting.answer.envelope if sighting.answer else None
    token = any(_plain(name).endswith(word) for word in ("token", "cursor", "marker"))
    return token and envelope is not None and envelope.member(name) is not None


def _is_deprecated(parameter: Parameter) -> bool:
    return "deprecated" in parameter.description[:200].lower()


def _role(parameter: Parameter) -> Role | None:
    role = _named(parameter.name)
    if role == "offset" and _is_text(parameter) and _speaks_of_tokens(parameter):
        return "cursor"
    return role


def _named(name: str) -> Role | None:
    plain = _plain(name)
    return next((role for role, names in _POSITIONS if plain in names), None)


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum() or char == "$")


def _is_text(parameter: Parameter) -> bool:
    return isinstance(parameter.type, Scalar) and parameter.type.json_type == "string"


def _speaks_of_tokens(parameter: Parameter) -> bool:
    described = parameter.description.lower()
    return any(word in described for word in _TOKEN_WORDS)


def is_size_name(name: str) -> bool:
    """Return whether inputs called `name` usually say how many objects an answer holds."""
    return _plain(name) in _SIZES


def size_parameter(sighting: Sighting, position: str) -> Parameter | None:
    """Return the query parameter that says how many objects an answer holds, `position` itself excepted."""
    usual = [
        each
        for each in sighting.endpoint.parameters
        if each.placement == "query" and each.name != position and is_size_name(each.name)
    ]
    return min(usual, key=_is_deprecated, default=None)


def _in_body(sighting: Sighting) -> list[Position]:
    if sighting.endpoint.method != "POST":
        return []
    return [_body_position(role, path, member) for path, member in sighting.asked if (role := _named(member.name))]


def _body_position(role: Role, path: tuple[str, ...], member: Member) -> Position:
    described = member.schema.description
    return Position(
        role=role,
        name=".".join(path),
        placement="body",
        default=member.schema.default,
        description=described,
        minimum=member.schema.minimum,
    )


def body_size(sighting: Sighting) -> tuple[str, int | None]:
    """Return the dotted name of the member of the body that says how many objects an answer holds, and the most."""
    named = ((".".join(path), m.schema.maximum) for path, m in sighting.asked if is_size_name(m.name))
    return next(named, ("", None))


_NEXT_NAMES: Final = frozenset(
    [
        "next", "nextcursor", "nextpagetoken", "nextpage", "nexttoken", "nextpageurl", "nexturl", "nextlink",
        "cursor", "after", "endcursor", "continuationtoken", "$odatanextlink", "odatanextlink", "nextmarker",
        "nextpagecursor", "nextkey", "marker", "nextoffset", "nexthref", "offset", "scrollid",
    ]
)  # fmt: skip
_NEXT_HOLDERS: Final = frozenset(
    [
        "pagination", "paging", "page", "meta", "links", "responsemetadata", "nextpage", "metadata", "pageinfo",
        "cursor", "cursors", "next", "navigation", "pager", "paginginfo", "info", "pagemeta", "listmetadata",
    ]
)  # fmt: skip


def onward(fragment: Fragment, sighting: Sighting, found: tuple[Position, ...]) -> tuple[str, ...]:
    """Return the path from the answer's body to where it says how to go on, or nothing."""
    envelope = sighting.answer.envelope if sighting.answer else None
    usual = next_path(fragment, envelope)
    echoed = (each.name for each in found if each.role == "cursor" and envelope and envelope.member(each.name))
    return usual or tuple(islice(echoed, 1))


def next_path(fragment: Fragment, envelope: Schema | None, level: int = 0) -> tuple[str, ...]:
    """Return the usual path in `envelope` to where it says how to go on, or nothing."""
    if envelope is None or level > 2:  # noqa: PLR2004 - `meta.cursors.after` is as deep as it gets
        return ()
    for member in envelope.members:
        inner = fragment.resolve(member.schema)
        plain = _plain(member.name)
        if (
            inner.kind in {"scalar", "anything"}
            and plain in _NEXT_NAMES
            and (level or plain not in {"offset", "after"})
        ):
            return (member.name,)
        if inner.kind == "object" and (plain in _NEXT_HOLDERS or (level and plain in _NEXT_NAMES)):
            if below := next_path(fragment, inner, level + 1):
                return (member.name, *below)
            if plain == "next" and inner.member("href"):
                return (member.name, "href")
    return ()
