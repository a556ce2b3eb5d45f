"""The things a page speaks of: what they are called, and everything it shows or lists about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.compiler.frontends.markup.examples import examples
from shared.compiler.frontends.markup.fields import listings
from shared.compiler.frontends.markup.notes import Note
from shared.compiler.frontends.markup.shapes import object_of, of_examples, united
from shared.compiler.frontends.markup.things import alike, name_of, spoken_noun, thing_path, things_at
from shared.compiler.frontends.markup.units import Unit
from shared.compiler.model.schema import Schema
from shared.compiler.reading.described_fields import Field
from shared.compiler.reading.words import is_plural, noun, words
from shared.kernel.diagnostics import Location

_ABOUT: Final = frozenset(
    [
        "the", "a", "an", "object", "resource", "attribute", "property", "field", "model", "schema", "type", "data",
        "entity", "structure", "definition", "representation", "format", "response", "reference", "json", "details",
        "api", "properties", "attributes", "fields", "of", "and", "its",
    ]
)  # fmt: skip
_MAX_WORDS: Final = 3


@dataclass(slots=True, kw_only=True)
class Thing:
    """One kind of object: bodies that show it, fields listed for it, and the member that carries lists of it."""

    name: str
    line: int
    values: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    declared: bool = False
    carrier: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Return the names of all members that were seen."""
        return frozenset(key for value in self.values for key in value) | self.fields.keys()

    def schema(self, document: str) -> Schema:
        """Return what is known about such objects."""
        at = Location(document, f"line {self.line}")
        shown = of_examples(self.values, at, self.name)
        return united(object_of(tuple(self.fields.values()), document, self.name), shown) if self.fields else shown


@dataclass(slots=True)
class Vocabulary:
    """The things of a page by name."""

    things: dict[str, Thing] = field(default_factory=dict)

    def thing(self, name: str, line: int) -> Thing:
        """Return the thing called `name`, new when nobody spoke of it before."""
        return self.things.setdefault(name, Thing(name=name, line=line))

    def mentioned(self, text: str) -> tuple[str, bool]:
        """Return the declared thing that `text` names, and whether it speaks of several; ("", False) for none."""
        for word in re.findall(r"[A-Za-z][\w]*(?: [a-z]\w*)?", text)[:8]:
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
    at_home = {spoken(note) for note in told if note.method != "POST" and (note.path.endswith("}") or note.procedure)}
    names: dict[int, str] = {}
    order = sorted(range(len(told)), key=lambda at: spoken(told[at]) not in at_home)
    for at in order:
        names[at] = _name(known, told[at], settled=spoken(told[at]) in at_home)
        _learn(known, told[at], names[at])
    return known, names


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
    if settled or own in known.things:
        return own
    keys = frozenset(key for value in note.values("answered") for each in _found(value, spoken(note)) for key in each)
    return alike(keys, {name: thing.keys for name, thing in known.things.items()}) or own


def _found(value: Any, name: Sequence[str]) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    path = thing_path(value, name)
    return things_at(value, path) if path is not None else []


def _learn(known: Vocabulary, note: Note, name: str) -> None:
    for value in note.values("answered"):
        if found := _found(value, spoken(note)):
            known.thing(name, note.line).values += found
            _carried(known, value, note)
    for value in note.values("sent"):
        _carried(known, value, note)
    if note.answered:
        thing = known.thing(name, note.line)
        for each in note.answered.values():
            thing.fields.setdefault(each.name, each)


def _carried(known: Vocabulary, value: Any, note: Note) -> None:  # noqa: ANN401 - any JSON value
    path = thing_path(value, spoken(note))
    if path and path[-1] == "[]" and len(path) == 2 and is_plural(path[0]):  # noqa: PLR2004 - a member and its entries
        name = name_of(noun(path[0]))
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
