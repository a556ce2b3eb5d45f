"""Queries and mutations: what they do, and with which arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.frontends.graphql.definitions import Argument, Field, Schema
from shared.compiler.frontends.graphql.entities import carried
from shared.compiler.frontends.graphql.values import value_type
from shared.compiler.model.operation import Operation, OperationKind, Parameter
from shared.compiler.reading.words import singular, words

PATH: Final = "/graphql"
"""Where clients usually send queries; a schema does not say."""
_VERBS: Final[Mapping[str, OperationKind]] = {
    "create": "create", "register": "create", "insert": "create", "new": "create", "invite": "create",
    "update": "update", "edit": "update", "modify": "update", "change": "update", "set": "update", "patch": "update",
    "delete": "delete", "destroy": "delete",
    "activate": "activate", "enable": "activate", "unlock": "activate", "reactivate": "activate",
    "deactivate": "deactivate", "disable": "deactivate", "suspend": "deactivate", "lock": "deactivate",
}  # fmt: skip
_EITHER: Final[Mapping[str, tuple[OperationKind, OperationKind]]] = {
    "add": ("create", "add_member"), "assign": ("add_member", "add_member"), "join": ("add_member", "add_member"),
    "remove": ("delete", "remove_member"), "unassign": ("remove_member", "remove_member"),
}  # fmt: skip
_BETWEEN: Final = frozenset(["to", "from", "member", "members"])
_WHOLE: Final = frozenset(["add_member", "remove_member", "activate", "deactivate"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One query or mutation: the type it is about and what it does with it."""

    about: str
    kind: OperationKind
    field: Field


def requests(schema: Schema, known: frozenset[str]) -> tuple[Request, ...]:
    """Return the queries and mutations that are about one of the types called `known`, in order."""
    asked = (_query(schema, field, known) for field in schema.operations(schema.query))
    changed = (_mutation(schema, field, known) for field in schema.operations(schema.mutation))
    return tuple(found for found in (*asked, *changed) if found)


def _query(schema: Schema, field: Field, known: frozenset[str]) -> Request | None:
    found = carried(schema, field.type, known)
    if found is None:
        return None
    kind: OperationKind = "list" if found.several else "get"
    return Request(about=found.name, kind=kind, field=field)


def _mutation(schema: Schema, field: Field, known: frozenset[str]) -> Request | None:
    verb, kind = _verb(field.name)
    about = _spoken_of(field.name, known) or _carried_name(schema, field, known)
    return Request(about=about, kind=kind, field=field) if verb and kind and about else None


def _verb(name: str) -> tuple[str, OperationKind | None]:
    """
    Return the verb of a mutation and what it does: `createUser`, `userCreate`.

    Between other words (`teamAddMember`) only those verbs count that cannot be about a part of an object.
    """
    found = words(name)
    for verb in (found[0], found[-1]) if found else ():
        if kind := _done(verb, found):
            return verb, kind
    for verb in found[1:-1]:
        if (kind := _done(verb, found)) in _WHOLE:
            return verb, kind
    return "", None


def _done(verb: str, beside: tuple[str, ...]) -> OperationKind | None:
    return _EITHER[verb][bool(_BETWEEN & set(beside))] if verb in _EITHER else _VERBS.get(verb)


def _spoken_of(name: str, known: frozenset[str]) -> str:
    """Return the known type whose words stand in `name`, the one of most words."""
    found = tuple(map(singular, words(name)))
    spelled = {each: tuple(map(singular, words(each))) for each in sorted(known)}
    inside = [each for each, inner in spelled.items() if inner and _holds(found, inner)]
    return max(inside, key=lambda each: len(spelled[each]), default="")


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _carried_name(schema: Schema, field: Field, known: frozenset[str]) -> str:
    found = carried(schema, field.type, known)
    return found.name if found else ""


def inputs(schema: Schema, made: Iterable[Request]) -> tuple[Argument, ...]:
    """Return the values that `made` requests accept: the fields of their inputs, and plain arguments."""
    found: dict[str, Argument] = {}
    for request in made:
        for argument in request.field.arguments:
            definition = schema.types.get(argument.type.name)
            inner = definition.inputs if definition and definition.kind == "input" else (argument,)
            for each in inner:
                found.setdefault(each.name, each)
    return tuple(found.values())


def operation(schema: Schema, request: Request) -> Operation:
    """Return `request` as an operation; its arguments travel in the body."""
    return Operation(
        kind=request.kind,
        method="POST",
        path=PATH,
        description=request.field.description,
        operation_id=request.field.name,
        parameters=tuple(_parameter(schema, each, request) for each in request.field.arguments),
        request_content_type="application/json",
        response_content_type="application/json",
        answer_path=("data", request.field.name),
        collection="array" if request.kind == "list" and request.field.type.several else "object",
        deprecated=request.field.deprecated,
        source=(request.field.source,),
    )


def _parameter(schema: Schema, argument: Argument, request: Request) -> Parameter:
    return Parameter(
        name=argument.name,
        placement="body",
        required=argument.type.required and not argument.has_default,
        type=value_type(schema, argument.type.name),
        description=argument.description,
        source=(request.field.source,),
    )
