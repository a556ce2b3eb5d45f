"""Types as object classes, their fields as attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.compiler.frontends.graphql.definitions import Argument, Definition, Field, Schema
from shared.compiler.frontends.graphql.entities import held, identifier
from shared.compiler.frontends.graphql.requests import Request, inputs, operation
from shared.compiler.frontends.graphql.values import value_type
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute, AttributeType, Reference, Scalar
from shared.compiler.reading.words import folded, noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The types that are kinds of objects, by name, and what is asked and changed of each."""

    schema: Schema
    entities: Mapping[str, Definition]
    requests: Sequence[Request]

    def of(self, name: str, kind: str) -> tuple[Request, ...]:
        """Return the requests of that kind about the type called `name`."""
        return tuple(each for each in self.requests if each.about == name and each.kind == kind)


def object_class(kinds: Kinds, definition: Definition) -> ObjectClass:
    """Return the class of a type; no operation is chosen, for a REST connector can send none of them."""
    chosen = identifier(definition)
    parents = (name for name in definition.interfaces if name in kinds.entities)
    return ObjectClass(
        name=definition.name,
        schema_name=definition.name,
        description=definition.description,
        superclass=next(parents, ""),
        abstract=definition.kind == "interface",
        identifier=Choice(attribute=chosen, reason="It is the field that identifies objects.") if chosen else None,
        attributes=tuple(_attributes(kinds, definition, chosen)),
        other_operations=tuple(
            operation(kinds.schema, each) for each in kinds.requests if each.about == definition.name
        ),
        source=(definition.source,),
    )


def _attributes(kinds: Kinds, definition: Definition, chosen: str) -> Iterator[Attribute]:
    created = _sent(kinds, definition.name, "create", chosen)
    updated = _sent(kinds, definition.name, "update", chosen)
    shown = set()
    for field in definition.fields:
        names = _spellings(kinds, field)
        shown |= names
        create, update = (_first(sent, names) for sent in (created, updated))
        yield _shown(kinds, definition, field, create, update)
    for name, argument in {**updated, **created}.items():
        if name not in shown and not _is_wrapper(argument):
            yield _hidden(kinds, definition, argument, created=name in created, updated=name in updated)


def _sent(kinds: Kinds, name: str, kind: str, chosen: str) -> dict[str, Argument]:
    """Return what requests of that kind accept, by folded name; the identifier only says which object is meant."""
    found = {folded(each.name): each for each in inputs(kinds.schema, kinds.of(name, kind))}
    found.pop(folded(chosen), None)
    return found


def _is_wrapper(argument: Argument) -> bool:
    return argument.name in {"input", "clientMutationId", "data"} or folded(argument.name).endswith("id")


def _spellings(kinds: Kinds, field: Field) -> set[str]:
    """Return how requests may call what answers show as `field`: a reference is sent as the other's identifier."""
    name = folded(field.name)
    if held(kinds.schema, field.type).name not in kinds.entities:
        return {name}
    one = name.removesuffix("s")
    return {name, f"{name}id", f"{one}id", f"{one}ids", f"{name}ids"}


def _first(sent: Mapping[str, Argument], names: Iterable[str]) -> Argument | None:
    return next((sent[name] for name in sorted(names, key=len) if name in sent), None)


def _shown(
    kinds: Kinds, definition: Definition, field: Field, create: Argument | None, update: Argument | None
) -> Attribute:
    found = held(kinds.schema, field.type)
    asked = any(each.type.required and not each.has_default for each in field.arguments)
    return Attribute(
        name=field.name,
        type=_pointing(kinds, definition, field) or _type(kinds, found.name),
        description=field.description,
        multivalued=found.several,
        required=create is not None and create.type.required and not create.has_default,
        creatable=create is not None,
        updatable=update is not None,
        readable=True,
        returned_by_default=not asked and found.name not in kinds.entities,
        create_name=create.name if create and create.name != field.name else "",
        update_name=update.name if update and update.name != field.name else "",
        source=(field.source,),
    )


def _hidden(kinds: Kinds, definition: Definition, argument: Argument, *, created: bool, updated: bool) -> Attribute:
    """Return an attribute that requests accept and answers never show, a password for instance."""
    return Attribute(
        name=argument.name,
        type=value_type(kinds.schema, argument.type.name),
        description=argument.description,
        multivalued=argument.type.several,
        required=created and argument.type.required and not argument.has_default,
        creatable=created,
        updatable=updated,
        readable=False,
        returned_by_default=False,
        source=(definition.source,),
    )


def _type(kinds: Kinds, name: str) -> AttributeType:
    other = kinds.entities.get(name)
    member = identifier(other) if other else ""
    if other is None or not member:
        return value_type(kinds.schema, name)
    field = other.field(member)
    kind = value_type(kinds.schema, field.type.name) if field else None
    json_type = kind.json_type if isinstance(kind, Scalar) else "string"
    return Reference(object_class=name, carrier="object", member=member, json_type=json_type)


def _pointing(kinds: Kinds, definition: Definition, field: Field) -> Reference | None:
    """Return what a field holds identifiers of, when it is called after another type (`teamId`, `teamIds`)."""
    *spoken, last = noun(field.name) or ("",)
    kind = value_type(kinds.schema, field.type.name)
    if last != "id" or not spoken or not isinstance(kind, Scalar) or kind.json_type == "boolean":
        return None
    called = (name for name in kinds.entities if noun(name) == noun("_".join(spoken)) and name != definition.name)
    target = next(called, "")
    return Reference(object_class=target, json_type=kind.json_type) if target else None


def relations(kinds: Kinds, definition: Definition) -> Iterator[Relation]:
    """Yield one relation without a name for each field that leads to objects of another type, or identifies them."""
    led = {target for field in definition.fields if (target := held(kinds.schema, field.type).name) in kinds.entities}
    for field in definition.fields:
        pointing = _pointing(kinds, definition, field)
        target = pointing.object_class if pointing else held(kinds.schema, field.type).name
        if target in kinds.entities and not (pointing and target in led):
            yield Relation(
                name="", subject=definition.name, subject_attribute=field.name, object=target, source=(field.source,)
            )
