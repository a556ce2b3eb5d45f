"""The things a page speaks of: what they are called, and everything it shows or lists about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.compiler.frontends.markup.answers import of_the_thing
from shared.compiler.frontends.markup.descriptions import Thing, is_like
from shared.compiler.frontends.markup.examples import examples
from shared.compiler.frontends.markup.fields import listings
from shared.compiler.frontends.markup.notes import Note
from shared.compiler.frontends.markup.things import LEAST_TELLING, alike, name_of, spoken_noun, thing_path, things_at
from shared.compiler.frontends.markup.units import Unit
from shared.compiler.reading.ladders import stem
from shared.compiler.reading.words import folded, is_plural, noun, words

_ABOUT: Final = frozenset(
    [
        "the", "a", "an", "object", "resource", "attribute", "property", "field", "model", "schema", "type", "data",
        "entity", "structure", "definition", "representation", "format", "response", "reference", "json", "details",
        "api", "properties", "attributes", "fields", "of", "and", "its",
    ]
)  # fmt: skip
_MAX_WORDS: Final = 3
_MOST_MENTIONS: Final = 30
_SENT_VIEW: Final = re.compile(r"(?:Input|Request|Create|Update|Payload|Form|Params|Options?)$")
_AWAY: Final = 2
_READING: Final = frozenset(["get", "list", "find", "search", "show", "read", "fetch", "retrieve", "query"])


@dataclass(slots=True)
class Vocabulary:
    """The things of a page by name."""

    things: dict[str, Thing] = field(default_factory=dict)

    def thing(self, name: str, line: int) -> Thing:
        """Return the thing called `name`, new when nobody spoke of it before."""
        return self.things.setdefault(name, Thing(name=name, line=line))

    def spelled(self, name: str) -> str:
        """Return `name` as the page spells it already, which may differ in case."""
        return next((known for known in self.things if known.lower() == name.lower()), name)

    @property
    def wraps(self) -> bool:
        """Return whether lists that the page shows are members of an object, called what they list."""
        return any(is_plural(known.carrier) for known in self.things.values() if known.carrier)

    def view_of(self, spoken_of: tuple[str, ...], *, is_sent: bool = False) -> str:
        """Return the declared thing that shows what these words mean, `UserInfo` for users; `UserInput` when sent."""
        views = (known.name for known in self.things.values() if known.declared and stem(known.name) == spoken_of)
        return next((name for name in views if bool(_SENT_VIEW.search(name)) is is_sent), "")

    def mentioned(self, text: str) -> tuple[str, bool]:
        """Return the declared thing that `text` names, and whether it speaks of several; ("", False) for none."""
        for word in re.findall(r"[A-Za-z][\w]*(?: [a-z]\w*)?", text)[:_MOST_MENTIONS]:
            for spelled in (word, word.partition(" ")[0]):
                name = name_of(noun(spelled.replace(" ", "_")))
                for known in self.things.values():
                    if known.declared and known.name.lower() == name.lower():
                        return known.name, is_plural(spelled) or bool(re.search(r"\b(?:list|array) of\b", text))
        return "", False


def vocabulary(found: Sequence[Unit], told: Sequence[Note]) -> tuple[Vocabulary, Mapping[int, str]]:
    """Return the things of a page, and what each note (by its place) is about."""
    known = Vocabulary()
    _declare(known, found)
    at_home: dict[tuple[str, ...], int] = {}
    for note in told:
        if note.procedure or (note.method != "POST" and note.path.endswith("}")):
            at_home[spoken(note)] = min(at_home.get(spoken(note), _depth(note)), _depth(note))
    names: dict[int, str] = {}
    order = sorted(range(len(told)), key=lambda at: _remoteness(told[at], at_home))
    for at in order:
        names[at] = _name(known, told[at], settled=spoken(told[at]) in at_home)
        _learn(known, told[at], names[at], at_home=_remoteness(told[at], at_home) < _AWAY)
    for at, name in names.items():
        _count(known, told[at], name)
    return known, names


def _depth(note: Note) -> int:
    """Return how many other things the path goes through."""
    path = note.path.rstrip("/")
    return path[: path.rindex("{")].count("{") if path.endswith("}") else path.count("{")


def _remoteness(note: Note, at_home: Mapping[tuple[str, ...], int]) -> int:
    """Return 0 for paths on which single things are addressed and listed, 2 through other things, 3 for others."""
    last = note.path.rstrip("/").rpartition("/")[2]
    if spoken(note) not in at_home:
        return 3
    if _depth(note) > at_home[spoken(note)]:
        return 2
    if not reads(note):
        return 1
    return 0 if note.procedure or "{" in last or is_plural(last.partition(".")[0]) else 2


def reads(note: Note) -> bool:
    """Return whether the request only shows something; of a procedure, its name tells."""
    return bool(_READING & {*words(note.procedure)}) if note.procedure else not note.writes


def spoken(note: Note) -> tuple[str, ...]:
    """Return the words of what the request's path names."""
    name = note.procedure.rsplit(".", 1)[0] if "." in note.procedure else note.procedure
    return _of_procedure(name) if name else spoken_noun(note.path.split("/"))


def _of_procedure(name: str) -> tuple[str, ...]:
    found = list(words(name))
    if len(found) > 1 and found[0] in {
        "get",
        "list",
        "create",
        "update",
        "delete",
        "add",
        "remove",
        "find",
        "set",
        "edit",
    }:
        found = found[1:]
    found = found[: found.index("by")] if "by" in found[1:] else found
    return noun("_".join(word for word in found if word != "all") or name)


def _name(known: Vocabulary, note: Note, *, settled: bool) -> str:
    own = name_of(spoken(note))
    view = "" if own in known.things else known.view_of(spoken(note))
    if view or settled or own in known.things:
        return view or own
    keys = frozenset(key for value in note.values("answered") for each in _found(value, spoken(note)) for key in each)
    if len(keys) < LEAST_TELLING:
        return own
    return alike(keys, {name: thing.keys for name, thing in known.things.items()}) or own


def _count(known: Vocabulary, note: Note, name: str) -> None:
    """Learn from a parameter that selects a thing by a number that its identifier is one, even if shown as text."""
    thing = known.things.get(name)
    usual = {"id", f"{folded(name)}id"}
    listed = (*note.sent.values(), *note.paths.values(), *note.queries.values())
    if thing and any(folded(each.name) in usual and each.type.kind == "integer" for each in listed):
        thing.counted = thing.counted or any(isinstance(value.get("id"), str) for value in thing.values)


def _found(value: Any, name: Sequence[str]) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    path = thing_path(value, name)
    return things_at(value, path) if path is not None else []


def _learn(known: Vocabulary, note: Note, name: str, *, at_home: bool) -> None:
    """Take over what a request shows of a thing; places that show one's own account and the like only if alone."""
    for value in note.values("answered"):
        if found := _found(value, spoken(note)):
            thing = known.thing(name, note.line)
            if (at_home and (reads(note) or is_like(thing, found))) or not thing.values:
                thing.values += found
            _carried(known, value, note)
    if name in known.things:
        for each in note.sent.values():
            known.things[name].hints.setdefault(each.name, each)
    for value in note.values("sent"):
        _carried(known, value, note)
    if note.answered:
        thing = known.thing(name, note.line)
        for each in of_the_thing(note.answered.values(), note.values("answered"), spoken(note)):
            thing.fields.setdefault(each.name, each)


def _carried(known: Vocabulary, value: Any, note: Note) -> None:  # noqa: ANN401 - any JSON value
    path = thing_path(value, spoken(note))
    if path and path[-1] == "[]" and len(path) == 2 and is_plural(path[0]):  # noqa: PLR2004 - a member and its entries
        name = known.spelled(name_of(noun(path[0])))
        known.thing(name, note.line).carrier = known.thing(name, note.line).carrier or path[0]


def _declare(known: Vocabulary, found: Iterable[Unit]) -> None:
    """Take over what sections without requests list or show about the thing they are named after."""
    for unit in found:
        name = "" if unit.heads else declared_name(unit)
        if not name:
            continue
        fields = [each for listing in listings(unit.blocks) for each in listing.fields if not each.placement]
        shown = [each.value for block in unit.blocks for each in examples(block) if each.role != "sent"]
        if fields or shown:
            thing = known.thing(name, unit.line)
            thing.declared = thing.declared or bool(fields) or bool(shown)
            for each in fields:
                thing.fields.setdefault(each.name, each)
            thing.values += [each for value in shown for each in _found(value, noun(name))]


def declared_name(unit: Unit) -> str:
    """Return the name of the thing that a section is called after, by its heading or the one above; or ""."""
    for title in (unit.title, *reversed(unit.titles[-1:])):
        if re.search(
            r"authenticat|pagina|error|status|header|rate limit|overview|introduction|permission level|access level",
            title,
            re.IGNORECASE,
        ):
            return ""
        said = [word for word in re.findall(r"[A-Za-z]\w*", title) if word.lower() not in _ABOUT]
        if said:
            return name_of(noun("_".join(said))) if len(said) <= _MAX_WORDS else ""
    return ""
