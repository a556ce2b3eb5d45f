"""Which objects a documented request means: the one its path selects, those inside another, those filtered."""

from __future__ import annotations

from collections.abc import Mapping

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Filter, Operation
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import AttributeType, Scalar
from shared.compiler.verification.evaluation.json_nodes import Data
from shared.compiler.verification.http import Request
from shared.compiler.verification.target.population import Collection, Object, Population, related, text_of
from shared.compiler.verification.target.routes import Route, placeholders, template


def selecting(operation: Operation, documented: ObjectClass) -> tuple[str, str]:
    """
    Return the parameter of `operation` that selects one object, and the attribute that it means.

    The parameter is the one the documents name, or the last in the path; the attribute is called so, and else it is the
    one that identifies the objects.
    """
    names = placeholders(operation.path)
    name = operation.identifier or (names[-1] if names else _asked(operation))
    same = (it.name for it in documented.attributes if folded(it.name) == folded(name) and not it.path)
    chosen = documented.identifier.attribute if documented.identifier else ""
    naming = documented.naming.attribute if documented.naming else ""
    by_name = folded(name).endswith(("name", "login")) or (
        _is_text(next((it.type for it in operation.parameters if it.name == name), None))
        and not _is_text(_type(documented, chosen))
        and _is_text(_type(documented, naming))
    )
    return name, next(same, "") or (naming if by_name else "") or chosen


def _type(documented: ObjectClass, name: str) -> AttributeType | None:
    attribute = documented.attribute(name)
    return attribute.type if attribute else None


def _is_text(kind: AttributeType | None) -> bool:
    return isinstance(kind, Scalar) and kind.json_type == "string"


def _asked(operation: Operation) -> str:
    required = [it.name for it in operation.parameters if it.placement == "query" and it.required and not it.default]
    return required[0] if len(required) == 1 else ""


def selected(route: Route, collection: Collection, request: Request, values: Mapping[str, str]) -> Object | None:
    """Return the one object that `request` means, if it is there."""
    name, attribute = selecting(route.operation, collection.documented)
    given = values.get(name) if name in values else request.parameter(name)
    return collection.find(attribute, given) if given is not None else None


def listed(
    population: Population, route: Route, collection: Collection, values: Mapping[str, str]
) -> list[Object] | None:
    """Return the objects of a list, inside another object where its path says so; None for no such object."""
    names = placeholders(route.operation.path)
    open_names = [it for it in names if it not in {p.name for p in route.operation.parameters if p.default}]
    if not open_names:
        return list(collection.objects)
    before = route.operation.path.partition(f"{{{open_names[0]}}}")[0] + f"{{{open_names[0]}}}"
    around = container(population, before)
    if around is None:
        return list(collection.objects)
    number = position(around, values[open_names[0]])
    if number is None:
        return None
    return [it for at, it in enumerate(collection.objects) if related(number, at)]


def container(population: Population, path: str) -> Collection | None:
    """Return the class whose single objects are at `path`, or whose list is just before it."""
    wanted = template(path)
    for collection in population.collections.values():
        for operation in collection.documented.operations:
            if operation.kind in {"get", "update", "delete"} and template(operation.path) == wanted:
                return population.of(collection.documented.name)
    for collection in population.collections.values():
        listing = collection.documented.operation("list")
        if listing is not None and f"{template(listing.path)}/{{}}" == wanted:
            return population.of(collection.documented.name)
    return None


def position(collection: Collection, key: str) -> int | None:
    """Return the number of the object that `key` identifies, by any of the attributes that tell objects apart."""
    chosen = (collection.documented.identifier, collection.documented.naming)
    for attribute in (it.attribute for it in chosen if it):
        for number, found in enumerate(collection.objects):
            if text_of(found.get(attribute)) == key:
                return number
    return None


def members(
    population: Population, relation: Relation, operation: Operation, values: Mapping[str, str]
) -> tuple[Collection, list[Object]] | None:
    """Return the class and the objects that belong to the object a request is about; None for no such object."""
    names = placeholders(operation.path)
    subject, target = population.of(relation.subject), population.of(relation.object)
    if not names or subject is None or target is None:
        return None
    before = operation.path.partition(f"{{{names[0]}}}")[0] + f"{{{names[0]}}}"
    owner = container(population, before)
    if owner not in (subject, target):
        return None
    number = position(owner, values[names[0]]) if owner else None
    if number is None:
        return None
    if owner is subject:
        return target, [it for at, it in enumerate(target.objects) if related(number, at)]
    return subject, [it for at, it in enumerate(subject.objects) if related(at, number)]


def narrowed(objects: list[Object], filters: tuple[Filter, ...], request: Request) -> list[Object]:
    """Return the objects that every filter sent in `request` lets through."""
    for narrowing in filters:
        given = request.parameter(narrowing.parameter)
        if given is not None:
            objects = [it for it in objects if matches(it, narrowing, given)]
    return objects


def matches(found: Object, narrowing: Filter, given: str) -> bool:
    """Return True when the filtered attribute of an object equals or contains what was given."""
    value = found.get(narrowing.attribute)
    values = value if isinstance(value, list) else [value]
    texts = [_key_text(it) for it in values if it is not None]
    if narrowing.operator == "contains":
        return any(given.lower() in text.lower() for text in texts)
    return given in texts


def _key_text(value: Data) -> str:
    if isinstance(value, dict):
        return text_of(next((it for it in value.values() if isinstance(it, str | int)), ""))
    return text_of(value)


def folded(name: str) -> str:
    """Return a name in lower case and without separators."""
    return "".join(it for it in name.lower() if it.isalnum())
