"""What belongs together on a page: the heading that introduces requests, and all that is said about them below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.frontends.markup.calls import Call, calls, keyed, keyed_call
from shared.compiler.reading.inline_markup import plain
from shared.compiler.reading.path_templates import fits
from shared.compiler.reading.prose_elements import Element

_GENERIC: Final = re.compile(
    r"(?:(?:http|api|json|xml|sample|example|the|curl|possible|optional|required|available|url|uri|path|query"
    r"|header|body|request|response"
    r"|success(?:ful)?|error|input|output|data|form|post|get|put|delete|patch|additional|common|default) ?){0,8}"
    r"(?:requests?|responses?|param(?:eter)?s?|examples?|arguments?|bod(?:y|ies)|payloads?|headers?|returns?"
    r"|results?|errors?|url|uri"
    r"|endpoints?|definition|status codes?|codes?|syntax|usage|query|output|input|path|string|method|route"
    r"|notes?|description|permissions?"
    r"|attributes?|fields?|properties|return values?|format|schema|data|http|json|xml|curl|shell"
    r"|filters?)(?: \d+)?[:.]?",
    re.IGNORECASE,
)  # fmt: skip
_LEAD: Final = re.compile(r"[^.!?]{1,160}:$")
_BOLD: Final = re.compile(r"(?:\*\*|__)[^*_]{1,120}(?:\*\*|__)\s?:?$")
_LONGEST_LABEL: Final = 160
_STANDS_ALONE: Final = re.compile(
    r"(?:url |uri |query |path |body |request |response |http |example )*(?:parameters?|requests?|responses?"
    r"|examples?|returns?|arguments?|body|payload|query|headers?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An element with what leads to it: the headings inside the unit, nearest first, and the words right before it."""

    element: Element
    heading: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Requests that are shown together, and what is said about all of them."""

    calls: tuple[Call, ...]
    blocks: tuple[Block, ...]


@dataclass(slots=True, kw_only=True)
class Unit:
    """A heading with everything below it that introduces no request of its own; `titles` are the headings above."""

    title: str
    titles: tuple[str, ...]
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list)
    heads: list[Call] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    title: str
    level: int
    line: int
    elements: tuple[Element, ...]


def units(found: Iterable[Element]) -> tuple[Unit, ...]:
    """Return the units of a page, in order."""
    made: list[Unit] = []
    above: list[tuple[int, str, Unit]] = []
    for section in _sections(found):
        above = [each for each in above if each[0] < section.level]
        shown = list(_calls(section))
        host = _host(section, shown, above, made)
        if host is None:
            titles = tuple(title for _, title, _ in above)
            host = Unit(title=section.title, titles=titles, level=section.level, line=section.line)
            made.append(host)
        host.heads += shown
        within = (title for _, title, unit in reversed(above) if unit is host and title != host.title)
        host.blocks += _blocks(section, " ".join((section.title, *within)) if host.line != section.line else "")
        above.append((section.level, section.title, host))
    return tuple(made)


def _sections(found: Iterable[Element]) -> Iterator[_Section]:
    title, level, line, kept = "", 0, 0, list[Element]()
    for element in found:
        if element.kind != "heading":
            kept.append(element)
            continue
        yield _Section(title=title, level=level, line=line, elements=tuple(kept))
        title, level, line, kept = element.text, element.level, element.line, []
    yield _Section(title=title, level=level, line=line, elements=tuple(kept))


def _calls(section: _Section) -> Iterator[Call]:
    yield from calls(Element(kind="heading", line=section.line, text=section.title))
    told: dict[str, tuple[str, int]] = {}
    for element in section.elements:
        yield from calls(element)
        for key, value, line in keyed(element):
            told.setdefault(key, (value, line))
    if found := keyed_call(told):
        yield found


def _host(section: _Section, shown: list[Call], above: list[tuple[int, str, Unit]], made: list[Unit]) -> Unit | None:
    """Return the unit that `section` only adds to, or None when it is one of its own."""
    generic = bool(_GENERIC.fullmatch(section.title.strip())) and section.level > 0
    parent = above[-1][2] if above else None
    if generic and parent is not None and parent.level > 0:
        return parent
    if generic and made and made[-1].heads and _STANDS_ALONE.fullmatch(section.title.strip()):
        return made[-1]
    if parent is None or not parent.heads or parent.level == 0:
        return None
    if shown and not all(_is_sample_of(call, parent.heads) for call in shown):
        return None
    return parent if all(not call.sample for call in parent.heads[:1]) else None


def _is_sample_of(call: Call, heads: Sequence[Call]) -> bool:
    """Return whether `call` only shows one of `heads` with values, behind whatever address."""
    if call.procedure:
        return any(call.procedure == head.procedure for head in heads)
    given = call.template.segments
    return any(
        call.method == head.method and fits(given[-len(head.template.segments) :], head.template.segments)
        for head in heads
        if head.template.segments
    )


def _blocks(section: _Section, heading: str) -> Iterator[Block]:
    """Yield the section's elements under `heading`; a label is about what follows it, up to where that changes."""
    label, served = "", ""
    parent = (0, "")
    for element in section.elements:
        if element.kind in {"table", "code", "item"}:
            label = label if served in {"", element.kind} else ""
            served = element.kind
        lead = _lead(element)
        if element.kind == "item":
            if lead and not element.text.startswith("`"):
                parent = (element.level, lead)
            elif element.level > parent[0] and parent[1]:
                yield Block(element=element, heading=heading, label=parent[1])
                continue
            else:
                parent = (0, "")
        yield Block(element=element, heading=heading, label=label)
        if element.kind == "text":
            label, served = (lead, "") if lead or len(element.text) > _LONGEST_LABEL else (label, served)
        elif element.kind == "item" and lead:
            label, served = lead, ""


def _lead(element: Element) -> str:
    """Return the words of a paragraph or item that announce what follows it, or ""."""
    if element.kind not in {"text", "item"}:
        return ""
    last = element.text.rsplit("\n", 1)[-1].strip()
    words = plain(last)
    return words if _LEAD.fullmatch(words) or _BOLD.fullmatch(last) else ""


def groups(unit: Unit) -> tuple[Group, ...]:
    """Return the requests of `unit`, those shown together in one group each, with what is said about them."""
    defined: dict[tuple[str, str], Call] = {}
    made: list[tuple[list[Call], list[Block]]] = []
    waiting: list[Block] = []
    fresh = False
    for call in (call for call in unit.heads if call.line == unit.line):
        defined[call.key] = call
        made, fresh = [([call], [])], False
    for block in unit.blocks:
        new = [call for call in _of(block, unit) if not _is_known(call, defined)]
        for call in new:
            defined[call.key] = call
        if new and fresh:
            made[-1][0].extend(new)
        elif new:
            made.append((new, [*waiting] if not made else []))
        (made[-1][1] if made else waiting).append(block)
        fresh = bool(new) or (fresh and block.element.kind == "text" and len(block.element.text) < 40)  # noqa: PLR2004 - `or`, `and also`
    return tuple(Group(calls=tuple(found), blocks=tuple(blocks)) for found, blocks in _shared(made))


def _shared(made: list[tuple[list[Call], list[Block]]]) -> Iterator[tuple[list[Call], list[Block]]]:
    """Yield the groups, those of which nothing is told together with the next one of the same method."""
    waiting: list[Call] = []
    for at, (found, blocks) in enumerate(made):
        following = made[at + 1][0] if at + 1 < len(made) else []
        bare = all(block.element.kind in {"text", "heading"} or _is_only_call(block) for block in blocks)
        if bare and following and {call.method for call in found} == {call.method for call in following}:
            waiting += found
            continue
        yield [*waiting, *found], blocks
        waiting = []


def _is_only_call(block: Block) -> bool:
    return block.element.kind == "code" and len(list(calls(block.element))) == len(
        block.element.text.strip().split("\n")
    )


def _of(block: Block, unit: Unit) -> Iterator[Call]:
    """Yield the requests of a block, once each; those told in pieces where the first piece stands."""
    seen: set[tuple[str, str]] = set()
    end = block.element.line + len(block.element.rows) + block.element.text.count("\n") + 2
    in_pieces = (call for call in unit.heads if block.element.line <= call.line < end)
    for call in (*calls(block.element), *in_pieces):
        if call.key not in seen:
            seen.add(call.key)
            yield call


def _is_known(call: Call, defined: dict[tuple[str, str], Call]) -> bool:
    if call.key in defined:
        return True
    heads = tuple(defined.values())
    return (
        (call.sample or bool(call.template.base) or bool(call.procedure)) and bool(heads) and _is_sample_of(call, heads)
    )
