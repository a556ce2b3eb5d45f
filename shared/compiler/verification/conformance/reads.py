"""Trials that read: the whole list, one object, an unknown one, each filter, and no credentials at all."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Scalar
from shared.compiler.verification.conformance.bench import NUMBERS, UNKNOWN_NUMBER, Bench
from shared.compiler.verification.conformance.expectations import at, check_same, pairs, text, uid_of, undocumented
from shared.compiler.verification.conformance.trials import UNEXPLAINED, Explain, Failed, Trial, tried
from shared.compiler.verification.evaluation.json_nodes import Data, Node
from shared.compiler.verification.evaluation.values import Thrown
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.searches import FilterHandler, Search, SearchEndpoint
from shared.compiler.verification.runtime.conversions import read
from shared.compiler.verification.runtime.objects import ConnectorObject, Filter, ObjectReference
from shared.compiler.verification.target.population import Object

_EQUAL = "eq"


def read_trials(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> Iterator[Trial]:
    """Yield the trials of everything the class can be asked."""
    operations = bench.connector.operations.of(declared.name)
    search = operations.search if operations else None
    if search is None:
        return
    name, explain = documented.name, _of_list(bench, documented)
    if any(it.answers_everything for it in search.handlers):
        yield tried(name, "list", "", lambda: _list(bench, documented, declared), explain)
        if bench.model.authentications and not bench.target.open_to_all:
            yield tried(name, "list", "no credentials", lambda: _refused(bench, declared), bench.explain)
    identifier = declared.special("__UID__")
    if identifier is not None and search.handler(identifier.protocol_name, _EQUAL):
        own = isinstance(search.handler(identifier.protocol_name, _EQUAL), SearchEndpoint)
        found_by = bench.explain if own else explain
        yield tried(name, "get", "known", lambda: _get_known(bench, documented, declared), found_by)
        yield tried(name, "get", "unknown", lambda: _get_unknown(bench, documented, declared), bench.explain)
    for claim in _filters(search, documented, declared):
        detail = f"{claim.attribute} {claim.operator}"
        yield tried(name, "search", detail, lambda: _filter(bench, documented, declared, claim), bench.explain)  # noqa: B023 - called at once


def _of_list(bench: Bench, documented: ObjectClass) -> Explain:
    """Return what explains a failure of the list, or of what looks for an object in it."""
    listing = documented.operation("list")
    single = listing is not None and listing.collection == "object"

    def explain(reason: str) -> tuple[str, str]:
        code, refused = bench.explain(reason)
        return ("RUN007" if single and code == UNEXPLAINED and not refused else code), refused

    return explain


def _list(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> None:
    for attribute in undocumented(declared, documented):
        message = f"`{attribute.name}` reads a property that is not documented"
        raise Failed(message)
    found = bench.framework().search(declared.name)
    objects = bench.collection(documented).objects
    _check_complete(found, objects, declared)
    if _lists_identifiers(documented):
        return
    wires = {uid_of(declared, it): it for it in objects}
    known = tuple(pairs(declared, documented))
    for one in found:
        check_same(declared, known, one, wires[one.uid])


def _check_complete(found: list[ConnectorObject], objects: list[Object], declared: ClassSchema) -> None:
    uids = [it.uid for it in found]
    expected = {uid_of(declared, it) for it in objects}
    if len(set(uids)) != len(uids):
        message = f"{len(uids) - len(set(uids))} objects came twice"
        raise Failed(message)
    if set(uids) != expected:
        message = f"{len(set(uids) & expected)} of {len(expected)} objects came, and {len(set(uids) - expected)} others"
        raise Failed(message)


def _lists_identifiers(documented: ObjectClass) -> bool:
    listing = documented.operation("list")
    return listing is not None and listing.element == "identifier"


def _refused(bench: Bench, declared: ClassSchema) -> None:
    try:
        found = bench.framework(anonymous=True).search(declared.name)
    except Thrown:
        if any(it.startswith("401") for it in bench.target.refusals):
            return
        raise
    message = f"a list without credentials answered {len(found)} objects instead of an error"
    raise Failed(message)


def _get_known(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> None:
    for number in NUMBERS.values():
        wire = bench.collection(documented).objects[number]
        found = bench.framework().read(declared.name, uid_of(declared, wire))
        if found is None:
            message = f"the object {uid_of(declared, wire)} is not found"
            raise Failed(message)
        check_same(declared, pairs(declared, documented), found, wire)


def _get_unknown(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> None:
    known = uid_of(declared, bench.collection(documented).objects[0])
    unknown = str(UNKNOWN_NUMBER) if known.isdigit() else "nobody-knows-this"
    if bench.framework().read(declared.name, unknown) is not None:
        message = "an unknown identifier found an object"
        raise Failed(message)


def _filters(search: Search, documented: ObjectClass, declared: ClassSchema) -> Iterator[FilterHandler]:
    identifier = declared.special("__UID__")
    known = {it.protocol_name for it, _, _ in pairs(declared, documented)}
    for claim in (one for it in search.handlers for one in it.filters):
        by_identifier = identifier and claim.attribute == identifier.protocol_name and claim.operator == _EQUAL
        if claim.attribute in known and not by_identifier:
            yield claim


def _filter(bench: Bench, documented: ObjectClass, declared: ClassSchema, claim: FilterHandler) -> None:
    attribute, path, kind = next(it for it in pairs(declared, documented) if it[0].protocol_name == claim.attribute)
    objects = bench.collection(documented).objects
    sample = at(objects[NUMBERS["present"]], path)
    single = sample[0] if isinstance(sample, list) and sample else sample
    partial = isinstance(kind.type, Scalar) and isinstance(single, str) and claim.operator == "contains"
    asked = single[:-1] if partial and isinstance(single, str) else single
    values = read(bench.framework().interpreter, attribute, Node(asked)) or [asked]
    value = values[0]
    if isinstance(value, ObjectReference):
        asked = value.target.uid
    found = bench.framework().search(declared.name, Filter(claim.attribute, claim.operator, value))
    _check_complete(found, [it for it in objects if _matches(at(it, path), asked, claim.operator)], declared)


def _matches(value: Data, asked: Data, operator: str) -> bool:
    values = value if isinstance(value, list) else [value]
    texts = [text(_identifier(it)) for it in values if it is not None]
    if operator == _EQUAL:
        return text(asked) in texts
    return any(text(asked).lower() in it.lower() for it in texts)


def _identifier(value: Data) -> Data:
    if isinstance(value, dict):
        return next((it for it in value.values() if isinstance(it, str | int)), None)
    return value
