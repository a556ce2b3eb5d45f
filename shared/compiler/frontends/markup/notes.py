"""What a page says about one request, put together from every place where it speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.compiler.frontends.markup.bases import relative
from shared.compiler.frontends.markup.calls import Call, sent_commands
from shared.compiler.frontends.markup.examples import Example, examples
from shared.compiler.frontends.markup.fields import Listing, is_of_answer, listings
from shared.compiler.frontends.markup.units import Block, Group, Unit, groups
from shared.compiler.model.fragment import Method
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.inline_markup import code_spans, plain, unmarked
from shared.compiler.reading.path_templates import fits, template
from shared.compiler.reading.words import folded

_WRITES: Final = frozenset(["POST", "PUT", "PATCH"])
_MENTION: Final = re.compile(
    r"^(?P<side>returns?(?: (?:value|type))?|response(?: body)?|result|produces|payload|(?:request )?body"
    r"|request|consumes|input)\s*:?\s+(?P<what>[^.]{1,80})",
    re.IGNORECASE,
)
_IN_BODY: Final = re.compile(r"\b(?:request|message) body\b(?P<what>.{1,200})", re.IGNORECASE)
_CREDENTIAL: Final = re.compile(r"token|secret|api_?key|^key$", re.IGNORECASE)
_PAGE_WORD: Final = re.compile(
    r"page|per_?page|page_?size|limit|offset|cursor|start|count|skip|page_?token|max_?results", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Note:
    """A request with all that is said about it; `path` is relative to the base address."""

    method: Method
    path: str
    line: int
    title: str
    description: str = ""
    procedure: str = ""
    queries: dict[str, Field] = field(default_factory=dict)
    headers: dict[str, Field] = field(default_factory=dict)
    paths: dict[str, Field] = field(default_factory=dict)
    sent: dict[str, Field] = field(default_factory=dict)
    answered: dict[str, Field] = field(default_factory=dict)
    shown: list[Example] = field(default_factory=list)
    mentions: dict[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Return whether the request has a body."""
        return self.method in _WRITES

    def values(self, role: str) -> list[Any]:
        """Return the bodies shown in that role; what a page leaves open is the answer, once fields are listed."""
        open_role = "answered" if not self.writes or self.sent or self._is_sent_shown() else "sent"
        return [each.value for each in self.shown if (each.role if each.role != "open" else open_role) == role]

    def _is_sent_shown(self) -> bool:
        return any(each.role == "sent" for each in self.shown)


def notes(found: Iterable[Unit], base: str) -> tuple[Note, ...]:
    """Return one note for each request, in the order of the page; a request told twice is one."""
    made: dict[tuple[str, str], Note] = {}
    for unit in found:
        for group in groups(unit):
            listed = listings(group.blocks)
            shown = [each for block in group.blocks for each in examples(block)]
            for call in group.calls:
                _tell(_note(made, call, unit, base), group, listed, shown)
        for call in unit.heads:
            _ask(made, call, base)
    return tuple(made.values())


def _note(made: dict[tuple[str, str], Note], call: Call, unit: Unit, base: str) -> Note:
    path = relative(call, base)
    key = (call.method, re.sub(r"\{[^{}]*\}", "{}", path))
    if key not in made:
        made[key] = Note(method=call.method, path=path, line=call.line, title=unit.title, procedure=call.procedure)
    return made[key]


def _ask(made: Mapping[tuple[str, str], Note], call: Call, base: str) -> None:
    """Add what the query of a shown request names, whether it defines the request or only is an example of it."""
    path = relative(call, base)
    given = template(path).segments
    exact = made.get((call.method, re.sub(r"\{[^{}]*\}", "{}", path)))
    note = exact or next(
        (n for n in made.values() if n.method == call.method and fits(given, template(n.path).segments)), None
    )
    for name, _ in call.template.query if note else ():
        if note and not _CREDENTIAL.search(name):
            note.queries.setdefault(name, Field(name=name, line=call.line))


def _tell(note: Note, group: Group, listed: Sequence[Listing], shown: Sequence[Example]) -> None:
    for listing in listed:
        _file(note, listing)
    _read_commands(note, group.blocks)
    note.shown += shown
    for block in group.blocks:
        if block.element.kind in {"text", "item"}:
            _read_text(note, block)


def _file(note: Note, listing: Listing) -> None:
    """Put each listed field where it travels."""
    if is_of_answer(listing, reads=note.method == "GET"):
        for each in listing.fields:
            note.answered.setdefault(each.name, each)
        return
    in_path = {folded(name): name for name in re.findall(r"\{([^{}]+)\}", note.path)}
    for each in listing.fields:
        if each.placement == "header":
            note.headers.setdefault(each.name, each)
        elif folded(each.name) in in_path and each.placement in {None, "path", "query", "body"}:
            note.paths.setdefault(in_path[folded(each.name)], each)
        elif each.placement == "query" or (not note.writes and each.placement != "path"):
            note.queries.setdefault(each.name, each)
        elif each.placement != "path":
            note.sent.setdefault(each.name, each)


def _read_commands(note: Note, blocks: Iterable[Block]) -> None:
    for block in blocks:
        for command in sent_commands(block.element):
            if command.method == note.method and note.writes:
                for name, _ in command.fields:
                    note.sent.setdefault(name, Field(name=name, line=block.element.line))


def _read_text(note: Note, block: Block) -> None:
    for number, line in enumerate(_sentences(block)):
        if found := _MENTION.match(line):
            answers = found["side"].lower().startswith(("return", "resp", "result", "prod"))
            note.mentions.setdefault("answered" if answers else "sent", found["what"])
        elif not note.description and not number and block.element.kind == "text" and " " in line:
            note.description = line[:500]
    if found := _IN_BODY.search(plain(block.element.text)):
        note.mentions.setdefault("sent", found["what"])
    if note.method == "GET" and "pag" in block.element.text.lower():
        for name in code_spans(block.element.text):
            if _PAGE_WORD.fullmatch(name):
                note.queries.setdefault(name, Field(name=name, line=block.element.line))


def _sentences(block: Block) -> Iterator[str]:
    yield from (plain(line) for line in unmarked(block.element.text).split("\n"))
