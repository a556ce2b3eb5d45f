"""Notes as endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shared.compiler.frontends.markup.descriptions import is_like
from shared.compiler.frontends.markup.notes import Note
from shared.compiler.frontends.markup.shapes import (
    field_schema,
    object_of,
    of_examples,
    plain_schema,
    united,
    with_required,
)
from shared.compiler.frontends.markup.things import thing_path, things_at
from shared.compiler.frontends.markup.vocabulary import Vocabulary, reads, spoken
from shared.compiler.model.fragment import Body, Endpoint
from shared.compiler.model.operation import Parameter, Placement
from shared.compiler.model.schema import Member, Schema
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.http_messages import parameter_type
from shared.compiler.reading.words import is_plural
from shared.kernel.diagnostics import Location

_JSON: Final = "application/json"
_NUMBER: Final = re.compile(r"\b([0-9]{1,6})\b")
_CAP: Final = re.compile(r"\bmax(?:imum)?\b[^0-9]{0,30}([0-9]{1,6})\b", re.IGNORECASE)
_STATED_DEFAULT: Final = re.compile(r"\bdefaults?\b[^0-9]{0,20}([0-9]{1,6})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page whose things are known."""

    document: str
    known: Vocabulary

    def at(self, line: int) -> Location:
        """Return a line of the page as a place."""
        return Location(self.document, f"line {line}")

    def named(self, name: str, line: int) -> Schema:
        """Return the schema that points at the thing called `name`."""
        return Schema(kind="named", name=name, target=key_of(self.document, name), source=self.at(line))


def key_of(document: str, name: str) -> str:
    """Return the key of the thing called `name` among the schemas of a fragment."""
    return f"{document}#{name}"


def endpoint(page: Page, note: Note, name: str) -> Endpoint:
    """Return the request that `note` tells of; `name` is what it is about."""
    answer = _answer(page, note, name)
    request = _request(page, note, name) if note.writes else None
    return Endpoint(
        method=note.method,
        path=note.path,
        operation_id=note.procedure,
        summary=note.title,
        description=note.description,
        parameters=tuple(_parameters(page, note)),
        request=Body(content_type=_JSON, schema=request) if request else None,
        answer=Body(content_type=_JSON, schema=answer) if answer else None,
        source=page.at(note.line),
    )


def _parameters(page: Page, note: Note) -> Iterator[Parameter]:
    for name in dict.fromkeys(re.findall(r"\{([^{}]+)\}", note.path)):
        yield parameter(note.paths.get(name) or Field(name=name, line=note.line), "path", page.document, name)
    for each in note.queries.values():
        yield parameter(each, "query", page.document)
    for each in note.headers.values():
        yield parameter(each, "header", page.document)


def parameter(each: Field, placement: Placement, document: str, name: str = "") -> Parameter:
    """Return the listed field as a parameter of a request."""
    at = Location(document, f"line {each.line}")
    cap, default = _CAP.search(each.description), _STATED_DEFAULT.search(each.description)
    return Parameter(
        name=name or each.name,
        placement=placement,
        required=placement == "path" or bool(each.required),
        type=parameter_type(field_schema(each, at)),
        default=each.default or (default[1] if default else ""),
        maximum=int(cap[1]) if cap else None,
        description=each.description,
        source=(at,),
    )


def _answer(page: Page, note: Note, name: str) -> Schema | None:
    for value in note.values("answered"):
        path = thing_path(value, spoken(note))
        if path is None:
            continue
        if reads(note) or is_like(page.known.thing(name, note.line), things_at(value, path)):
            return _pointing(plain_schema(value, page.at(note.line)), path, page.named(name, note.line))
    if note.values("answered"):
        return plain_schema(note.values("answered")[0], page.at(note.line))
    return _undisplayed(page, note, name)


def _pointing(shape: Schema, path: Sequence[str], target: Schema) -> Schema:
    """Return `shape` with what `path` leads to replaced by `target`."""
    if not path:
        return target
    if path[0] in {"[]", "{}"}:
        return replace(shape, element=_pointing(shape.element, path[1:], target)) if shape.element else shape
    members = tuple(
        replace(each, schema=_pointing(each.schema, path[1:], target)) if each.name == path[0] else each
        for each in shape.members
    )
    return replace(shape, members=members)


def _undisplayed(page: Page, note: Note, name: str) -> Schema | None:
    """Return the answer of a request that shows none: the thing it mentions, or the one its path names."""
    mentioned, many = page.known.mentioned(note.mentions.get("answered", ""))
    own = name in page.known.things and note.method == "GET" and bool(page.known.things[name].keys)
    if not mentioned and not own:
        return None
    known = page.known.things[mentioned or name]
    one = page.named(known.name, note.line)
    if note.path.endswith("}") or not (many or (not mentioned and is_plural(note.path.rsplit("/", 1)[-1]))):
        return one
    listed = Schema(kind="array", element=one, source=one.source)
    carrier = known.carrier or (note.path.rsplit("/", 1)[-1] if page.known.wraps and not note.procedure else "")
    if not carrier:
        return listed
    return Schema(kind="object", members=(Member(name=carrier, schema=listed),), source=one.source)


def _request(page: Page, note: Note, name: str) -> Schema | None:
    at = page.at(note.line)
    values = _flat(note.values("sent"), spoken(note))
    path = thing_path(values[0], spoken(note)) if values else ()
    inner = [each for value in values for each in things_at(value, path or ())]
    fields = tuple(each for each in note.sent.values() if each.name not in (path or ())[:1])
    fields = fields or _declared(page, note, name)
    shown = of_examples(inner, at, name) if inner else None
    if not fields:
        body = shown
    else:
        listed = object_of(fields, page.document, name)
        body = united(listed, shown) if shown else listed
    if body is None:
        return None
    body = with_required(body, _least(note, path or ()))
    return _wrapped(body, path or (), at) if "[]" not in (path or ()) else body


def _flat(values: list[Any], name: Sequence[str]) -> list[Any]:
    """Return the bodies that send one object; those that send many at once only where there are no others."""
    single = [value for value in values if "[]" not in (thing_path(value, name) or ())]
    return single or values


def _least(note: Note, path: Sequence[str]) -> Iterable[str]:
    return (key for each in note.shown if each.least for thing in things_at(each.value, path) for key in thing)


def _declared(page: Page, note: Note, name: str) -> tuple[Field, ...]:
    """Return the fields of the thing that the page says is sent, or that a path of its own lets expect."""
    mentioned, many = page.known.mentioned(note.mentions.get("sent", ""))
    if mentioned and not many:
        return tuple(page.known.things[mentioned].fields.values())
    own = page.known.things.get(page.known.view_of(spoken(note), is_sent=True) or name)
    expected = own is not None and own.declared and not note.values("sent") and "sent" not in note.mentions
    return tuple(own.fields.values()) if own is not None and expected else ()


def _wrapped(body: Schema, path: Sequence[str], at: Location) -> Schema:
    for part in reversed(path):
        body = Schema(kind="object", members=(Member(name=part, schema=body),), source=at)
    return body


def schemas(page: Page) -> Mapping[str, Schema]:
    """Return the things of the page as schemas, by key."""
    return {key_of(page.document, thing.name): thing.schema(page.document) for thing in page.known.things.values()}
