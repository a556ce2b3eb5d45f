"""Trials that change objects: create, update of values that are present, absent and null, delete."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.verification.conformance.bench import DELETED, NUMBERS, Bench
from shared.compiler.verification.conformance.expectations import Pair, text, uid_of, write_pairs
from shared.compiler.verification.conformance.trials import UNEXPLAINED, Explain, Failed, Trial, tried
from shared.compiler.verification.evaluation.json_nodes import Data, Node
from shared.compiler.verification.evaluation.values import Secret
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.runtime.conversions import read
from shared.compiler.verification.runtime.framework import Framework
from shared.compiler.verification.target.population import OBJECTS, Object
from shared.compiler.verification.target.samples import value_of

_NEW = 70


def write_trials(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> Iterator[Trial]:
    """Yield the trials of every change the connector offers for the class."""
    operations = bench.connector.operations.of(declared.name)
    offered = operations.writes if operations else {}
    name = documented.name
    if "create" in offered:
        yield tried(name, "create", "", lambda: _create(bench, documented, declared), _explained(bench))
    if "update" in offered:
        for state, number in NUMBERS.items():
            sent = _updated(bench, documented, declared, state, number)
            if sent:
                explain = _explained(bench, put=_is_put(declared, bench))
                act = lambda: _update(bench, documented, declared, number, sent)  # noqa: B023, E731 - called at once
                yield tried(name, "update", state, act, explain)
    if "delete" in offered:
        yield tried(name, "delete", "", lambda: _delete(bench, documented, declared), _explained(bench))


def _is_put(declared: ClassSchema, bench: Bench) -> bool:
    operations = bench.connector.operations.of(declared.name)
    write = operations.writes.get("update") if operations else None
    return write is not None and any(it.method == "PUT" for it in write[0].endpoints.values())


def _explained(bench: Bench, *, put: bool = False) -> Explain:
    def explain(reason: str) -> tuple[str, str]:
        code, refused = bench.explain(reason)
        if put and (code == "RUN005" or "was lost" in reason or "must contain" in reason):
            return "RUN002", refused
        answered = "HTTP status code: 2" in reason or "answer to a create is empty" in reason
        return ("RUN004" if code == UNEXPLAINED and answered else code), refused

    return explain


def _sent_value(bench: Bench, framework: Framework, pair: Pair, number: int) -> list[object]:
    """Return what midPoint would send for the value of the object `number`, as the connector's own reading gives it."""
    attribute, _, documented = pair
    wire = value_of(documented, number, bench.target.population)
    if attribute.connid.value("type") == "GuardedString":
        return [Secret(text(wire))]
    found = read(framework.interpreter, attribute, Node(wire))
    return found if found is not None else []


def _create(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> None:
    collection = bench.collection(documented, fresh=True)
    framework = bench.framework()
    chosen = list(write_pairs(declared, documented, "create"))
    values = {pair[0]: _sent_value(bench, framework, pair, _NEW) for pair in chosen}
    made = framework.create(declared.name, {key: it for key, it in values.items() if it})
    if len(collection.objects) != OBJECTS + 1:
        message = "the application has no new object"
        raise Failed(message)
    new = collection.objects[-1]
    if made.uid != uid_of(declared, new):
        message = f"the new object is {uid_of(declared, new)}, and the connector says {made.uid}"
        raise Failed(message)
    for pair in chosen:
        _check_stored(bench, pair, new)


def _check_stored(bench: Bench, pair: Pair, stored: Object, number: int = _NEW) -> None:
    attribute, path, documented = pair
    wanted = value_of(documented, number, bench.target.population)
    found = stored.get(path[0])
    if _same(found, wanted) or _means_the_same(bench, attribute, found, wanted):
        return
    message = f"`{attribute.name}` is stored as {text(found)}, not {text(wanted)}"
    raise Failed(message)


def _means_the_same(bench: Bench, attribute: AttributeSchema, found: Data, wanted: Data) -> bool:
    """Return True when both read the same, where the connector knows fewer values than the application has words."""
    if attribute.connid.value("type") != "Boolean" or isinstance(wanted, bool):
        return False
    interpreter = bench.framework().interpreter
    return read(interpreter, attribute, Node(found)) == read(interpreter, attribute, Node(wanted))


def _same(found: Data, wanted: Data) -> bool:
    return found == wanted and isinstance(found, bool) is isinstance(wanted, bool)


def _updated(bench: Bench, documented: ObjectClass, declared: ClassSchema, state: str, number: int) -> list[Pair]:
    """Return the attributes that are present, absent or null in the object `number`, and can be updated."""
    stored = bench.collection(documented, fresh=True).objects[number]
    identifier = declared.special("__UID__")
    chosen = [it for it in write_pairs(declared, documented, "update") if it[0] is not identifier]
    states = {"present": _is_present, "absent": _is_absent, "null": _is_null}
    return [it for it in chosen if states[state](stored, it[1][0])]


def _is_present(stored: Object, name: str) -> bool:
    return stored.get(name) is not None


def _is_absent(stored: Object, name: str) -> bool:
    return name not in stored


def _is_null(stored: Object, name: str) -> bool:
    return name in stored and stored[name] is None


def _update(bench: Bench, documented: ObjectClass, declared: ClassSchema, number: int, chosen: list[Pair]) -> None:
    stored = bench.collection(documented, fresh=True).objects[number]
    before = dict(stored)
    framework = bench.framework()
    values = {pair[0]: _sent_value(bench, framework, pair, _NEW) for pair in chosen}
    framework.update(declared.name, uid_of(declared, stored), {key: it for key, it in values.items() if it})
    for pair in chosen:
        _check_stored(bench, pair, stored)
    changed = {pair[1][0] for pair in chosen}
    lost = [name for name, value in before.items() if name not in changed and stored.get(name) != value]
    if lost:
        message = f"`{lost[0]}` was lost, though it was not to change"
        raise Failed(message)


def _delete(bench: Bench, documented: ObjectClass, declared: ClassSchema) -> None:
    collection = bench.collection(documented, fresh=True)
    wire = collection.objects[DELETED]
    bench.framework().delete(declared.name, uid_of(declared, wire))
    if wire in collection.objects or len(collection.objects) != OBJECTS - 1:
        message = "the application still has the object, or lost another"
        raise Failed(message)
