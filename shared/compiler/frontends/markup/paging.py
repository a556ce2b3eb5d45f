"""The parameters that a page says every list takes."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.frontends.markup.calls import Call
from shared.compiler.frontends.markup.endpoints import parameter
from shared.compiler.frontends.markup.fields import listings
from shared.compiler.frontends.markup.units import Unit
from shared.compiler.model.operation import Parameter
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.inline_markup import code_spans

_TITLE: Final = re.compile(r"\bpag(?:ination|ing|inated|es)\b", re.IGNORECASE)
_NAME: Final = re.compile(
    r"page|pagenumber|page_?(?:no|num|number|index)|per_?page|page_?size|size|limit|offset|cursor|start"
    r"|start_?at|start_?index|count|skip|take|top"
    r"|after|page_?token|max_?results|first|marker",
    re.IGNORECASE,
)


def list_parameters(found: tuple[Unit, ...], document: str) -> tuple[Parameter, ...]:
    """Return the paging parameters of the sections about paging, each once."""
    fields: dict[str, Field] = {}
    for unit in found:
        about = _TITLE.search(f"{unit.title} {' '.join(unit.titles[-1:])}")
        if not about or not all(map(_shows_paging, unit.heads)):
            continue
        for listing in listings(unit.blocks):
            for each in listing.fields:
                if _NAME.fullmatch(each.name):
                    fields.setdefault(each.name, each)
        for block in unit.blocks:
            for name in _spoken(block.element.text):
                fields.setdefault(name, Field(name=name, line=block.element.line))
    return tuple(parameter(each, "query", document) for each in fields.values())


def _shows_paging(call: Call) -> bool:
    """Return whether a request below a heading about paging is an example of it, and not defined there."""
    paged = any(_NAME.fullmatch(name) for name, _ in call.template.query)
    return call.sample or bool(call.template.base) or paged


def _spoken(text: str) -> list[str]:
    """Return the parameters that a sentence marks as code or as strong, or that an address shows."""
    strong = re.findall(r"\*\*(\w{1,30})\*\*", text)
    spans = [span.split("=")[0].strip("?&") for span in (*code_spans(text), *strong)]
    return [name for name in (*spans, *re.findall(r"[?&](\w{1,30})=", text)) if _NAME.fullmatch(name)]
