"""Parameters and attributes that documentation lists in bullets."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.model.operation import Placement
from shared.compiler.reading.field_marks import HEADED_BY, Field, placement, says_read_only, split_name, stated
from shared.compiler.reading.inline_markup import code_spans, plain, unmarked
from shared.compiler.reading.written_types import is_type, written_type

_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
_ITEM_NAME: Final = re.compile(
    r"(?:\*\*|__)?(?:`{1,2}(?P<code>[^`]{1,80})`{1,2}|(?:\*\*|__|\*)(?P<bold>[^*]{1,80})(?:\*\*|__|\*)"
    r"|(?P<bare>[A-Za-z_@$][\w.\[\]-]{0,60})(?=\s*(?:[:(=\u2013\u2014-]|$)))"
    r"(?:\*\*|__)?(?P<rest>.*)$",
    re.DOTALL,
)
_ITEM_LEAD: Final = re.compile(
    r"(?:POST|PUT|PATCH|GET|DELETE|url|query|body|request|response|required|optional) "
    r"(?:arguments?|param(?:eter)?s?|fields?)\s*:\s*(?=\S)",
    re.IGNORECASE,
)


def is_answered(text: str) -> bool:
    """Return whether a list item says that it describes a field of the response."""
    lead = _ITEM_LEAD.match(text)
    return lead is not None and lead[0].lower().startswith("response")


def item_field(text: str, line: int) -> Field | None:
    """Return the field that one list item describes: `` `name` (string, required) - What it is``; None for others."""
    lead = _ITEM_LEAD.match(text)
    found = _ITEM_NAME.match(_unmarked_but_strong(text[lead.end() :] if lead else text))
    if not found:
        return None
    name, marks = split_name(found["code"] or found["bold"] or found["bare"] or "")
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
        read_only=says_read_only(rest),
        description=described[:2000],
        placement=placement(next((each for each in asides if HEADED_BY.fullmatch(each)), ""))
        or (_placement_of_lead(lead[0]) if lead else None),
        line=line,
    )


def _placement_of_lead(lead: str) -> Placement | None:
    word = lead.split(maxsplit=1)[0].lower()
    return "query" if word in {"get", "url", "query"} else "body" if word in {"post", "put", "patch", "body"} else None


def _unmarked_but_strong(text: str) -> str:
    """Return `text` without links and tags; what is strong or code stays marked, for that is how names are set off."""
    return re.sub(r"!?\[([^\[\]]{1,300})\]\([^()\s]{0,500}\)", r"\1", text[:4000])


def _looks_like_a_name(name: str, rest: str) -> bool:
    """Return whether a bare first word is a name: nothing else follows a colon, a type or a bracket so closely."""
    spelled = "_" in name or name[:1].islower()
    return spelled and bool(re.match(r"\s*(?:[:=(\u2013\u2014]|-\s)", rest))


def _item_required(asides: list[str], rest: str, marks: str) -> bool | None:
    for aside in asides:
        if (told := stated(aside, "")) is not None:
            return told
    lead = unmarked(rest[:60])
    return (
        stated(lead, marks)
        if re.match(r"[\s:,\u2013\u2014-]*(?:required|optional|mandatory)\b", lead, re.IGNORECASE)
        else stated("", marks)
    )
