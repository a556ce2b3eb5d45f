"""Compare the model with what the scripts declare: classes, attributes, operations, filters, relations, credentials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Filter
from shared.compiler.model.types import Attribute, Complex
from shared.compiler.verification.completeness.reasons import Reason, Reasons
from shared.compiler.verification.conformance.bench import Bench
from shared.compiler.verification.conformance.expectations import write_pairs
from shared.compiler.verification.conformance.run import accepted
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.target.bodies import Write
from shared.compiler.verification.target.population import wire_paths
from shared.compiler.verification.target.selection import folded
from shared.compiler.verification.target.server import Target

Kind = Literal["class", "attribute", "creatable", "updatable", "operation", "filter", "relation", "authentication"]
_Claim = tuple[str, str]
_LEFT_OUT: Final = frozenset({"GRV003", "GRV051", "GRV060"})
_UNREAD: Final = frozenset({"GRV004"})
_CUT: Final = frozenset({"GRV036"})
_UNWRITTEN: Final = frozenset({"GRV052"})
"""The findings that tell of something missing where the framework makes the class; it has no list to compare with."""
_OPERATORS: Final = {"equals": "eq", "contains": "contains"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One documented thing that did not make it: `creatable` and `updatable` are attributes that cannot be sent."""

    kind: Kind
    owner: str
    name: str
    reason: Reason


def missing(model: ConnectorModel, connector: LoadedConnector, files: Mapping[str, str]) -> tuple[Missing, ...]:
    """Return everything that `model` documents and `connector`, made of `files`, does not offer, with the reasons."""
    reasons = Reasons(files)
    bench = Bench(model, connector, Target(model))
    return (
        *(it for documented in model.object_classes for it in _of_class(bench, documented, reasons)),
        *_relations(model, connector, reasons),
        *_authentications(bench, reasons),
    )


def _of_class(bench: Bench, documented: ObjectClass, reasons: Reasons) -> Iterator[Missing]:
    if documented.embedded or documented.abstract:
        return
    if documented.protocol != "rest":
        yield from _of_made_class(documented, reasons)
        return
    declared, name = bench.declared(documented), documented.name
    if declared is None:
        yield Missing(kind="class", owner=name, name=name, reason=reasons.of(name, ("class",)))
        return
    yield from _attributes(documented, declared, reasons)
    yield from _operations(bench, documented, declared, reasons)


def _of_made_class(documented: ObjectClass, reasons: Reasons) -> Iterator[Missing]:
    """Yield what is missing of a class that the framework makes by itself, of a SCIM resource or a table."""
    name = documented.name
    for reason in reasons.about(name, "class", _LEFT_OUT):
        yield Missing(kind="class", owner=name, name=name, reason=reason)
        return
    for attribute in documented.attributes:
        for reason in reasons.about(name, attribute.name, _UNREAD):
            yield Missing(kind="attribute", owner=name, name=attribute.name, reason=reason)
    for operation in documented.operations:
        if operation.kind in {"create", "update"}:
            for reason in reasons.about(name, "create, update", _UNWRITTEN):
                yield Missing(kind="operation", owner=name, name=operation.kind, reason=reason)


def _attributes(documented: ObjectClass, declared: ClassSchema, reasons: Reasons) -> Iterator[Missing]:
    wires = [tuple(str(step) for step in it.wire) for it, _ in declared.attributes.values() if it.resolver is None]
    for path, attribute in wire_paths(documented.attributes):
        covered = any(wire[: len(path)] == path or path[: len(wire)] == wire for wire in wires)
        renamed = {(name,) for name in (attribute.create_name, attribute.update_name) if name} & set(wires)
        if not covered and not renamed and not _is_empty(attribute):
            parts = ["_".join(path), *("_".join(path[:depth]) for depth in range(len(path) - 1, 0, -1))]
            only_sent = ("create", "update") if attribute.readable is False else ()
            reason = reasons.of(documented.name, (attribute.name, *parts, *only_sent))
            yield Missing(kind="attribute", owner=documented.name, name=".".join(path), reason=reason)


def _is_empty(attribute: Attribute) -> bool:
    """Return True for what neither comes nor goes: there is nothing to miss."""
    nothing = attribute.readable is False and not attribute.creatable and not attribute.updatable
    return nothing or (isinstance(attribute.type, Complex) and bool(attribute.type.attributes))


def _operations(bench: Bench, documented: ObjectClass, declared: ClassSchema, reasons: Reasons) -> Iterator[Missing]:
    found = bench.connector.operations.of(declared.name)
    handlers = found.search.handlers if found else ()
    uid = declared.special("__UID__")
    by_identifier = found is not None and uid is not None and found.search.handler(uid.protocol_name, "eq")
    writes = found.writes if found else {}
    there = {
        "list": any(it.answers_everything for it in handlers),
        "get": bool(by_identifier),
        **{kind: kind in writes for kind in ("create", "update", "delete")},
    }
    for operation in documented.operations:
        if there.get(operation.kind) is False:
            reason = reasons.of(documented.name, (operation.kind, "class"))
            yield Missing(kind="operation", owner=documented.name, name=operation.kind, reason=reason)
    for reason in reasons.about(documented.name, "list", _CUT):
        yield Missing(kind="operation", owner=documented.name, name="list (after the first page)", reason=reason)
    for write in ("create", "update"):
        if there[write] and documented.operation(write) is not None:
            yield from _unsent(documented, declared, write, reasons)
    offered = _offered(declared, bench)
    if there["list"]:
        yield from _filters(documented, declared, offered, reasons)
    yield from _searches(documented, declared, offered, reasons)


def _unsent(documented: ObjectClass, declared: ClassSchema, write: Write, reasons: Reasons) -> Iterator[Missing]:
    sent = {it.name for _, _, it in write_pairs(declared, documented, write)}
    uid = declared.value("UID")
    for attribute in documented.attributes:
        wanted = attribute.creatable if write == "create" else attribute.updatable
        if wanted and attribute.name not in sent and attribute.name != uid and not attribute.path:
            reason = reasons.of(documented.name, (attribute.name, write))
            kind: Kind = "creatable" if write == "create" else "updatable"
            yield Missing(kind=kind, owner=documented.name, name=attribute.name, reason=reason)


def _offered(declared: ClassSchema, bench: Bench) -> frozenset[_Claim]:
    """Return the filters that the connector takes, by the framework's name of the attribute."""
    found = bench.connector.operations.of(declared.name)
    handlers = found.search.handlers if found else ()
    return frozenset((it.attribute, it.operator) for handler in handlers for it in handler.filters)


def _claim(declared: ClassSchema, narrowing: Filter) -> _Claim:
    by_wire = {it.wire: it.protocol_name for it, _ in declared.attributes.values()}
    return by_wire.get((narrowing.attribute,), narrowing.attribute), _OPERATORS[narrowing.operator]


def _filters(
    documented: ObjectClass, declared: ClassSchema, offered: frozenset[_Claim], reasons: Reasons
) -> Iterator[Missing]:
    listing = documented.operation("list")
    for narrowing in listing.filters if listing else ():
        if _claim(declared, narrowing) not in offered:
            reason = reasons.of(documented.name, ("search",), f"`{narrowing.parameter}`")
            sentence = f"{narrowing.attribute} {narrowing.operator} ({narrowing.parameter})"
            yield Missing(kind="filter", owner=documented.name, name=sentence, reason=reason)


def _searches(
    documented: ObjectClass, declared: ClassSchema, offered: frozenset[_Claim], reasons: Reasons
) -> Iterator[Missing]:
    """Yield the searches beside the list that ask for something the connector cannot be asked for."""
    for operation in documented.other_operations:
        wanted = {_claim(declared, it) for it in operation.filters}
        if operation.kind == "search" and (not wanted or not wanted <= offered):
            request = f"{operation.method} {operation.path}"
            reason = reasons.of(documented.name, ("search",), f"{request}: ")
            yield Missing(kind="operation", owner=documented.name, name=f"search ({request})", reason=reason)


def _relations(model: ConnectorModel, connector: LoadedConnector, reasons: Reasons) -> Iterator[Missing]:
    named = {folded(name) for name in connector.schema.relationships}
    for declared in connector.schema.classes.values():
        named |= {folded(str(it.value("subtype"))) for it, _ in declared.attributes.values() if it.value("subtype")}
    for relation in model.relations:
        if folded(relation.name) not in named:
            reason = reasons.of(relation.name, ("relation",))
            yield Missing(kind="relation", owner=relation.name, name=relation.name, reason=reason)


def _authentications(bench: Bench, reasons: Reasons) -> Iterator[Missing]:
    for way in bench.model.authentications:
        if not accepted(bench, way):
            chosen = reasons.of("authentication", ("rest",))
            sentence = f"The connector cannot authenticate with {way.kind}, or uses another way."
            reason = chosen if chosen.code.startswith("GRV") else Reason("GRV040", sentence)
            yield Missing(kind="authentication", owner="authentication", name=way.name or way.kind, reason=reason)
