"""Which script an operation comes from."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.verification.conformance.trials import Trial
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.loading import Place
from shared.compiler.verification.framework.operations import ClassOperations
from shared.compiler.verification.target.selection import folded

_NOWHERE = ""


def script_of(connector: LoadedConnector, trial: Trial) -> str:
    """Return the path of the script that declares what `trial` tried; "" where there is none."""
    if trial.operation == "relation":
        return next(_of_relation(connector, trial), _NOWHERE)
    wanted = folded(trial.owner)
    operations = next((it for it in connector.operations.classes.values() if folded(it.name) == wanted), None)
    declared = connector.schema.find(operations.name) if operations else None
    if operations is None or declared is None:
        return _NOWHERE
    return next((it.script for it in _places(operations, declared, trial)), _NOWHERE)


def _places(operations: ClassOperations, declared: ClassSchema, trial: Trial) -> Iterator[Place]:
    match trial.operation:
        case "list":
            for handler in operations.search.handlers:
                if handler.answers_everything:
                    setting = handler.settings.get("emptyFilterSupported")
                    yield setting.place if setting else handler.place
        case "get":
            uid = declared.special("__UID__")
            found = operations.search.handler(uid.protocol_name, "eq") if uid else None
            if found is not None:
                yield found[1].place
        case "search":
            attribute, _, operator = trial.detail.rpartition(" ")
            found = operations.search.handler(attribute, operator)
            if found is not None:
                yield found[1].place
        case "create" | "update" | "delete" as kind if kind in operations.writes:
            yield operations.writes[kind][1]


def _of_relation(connector: LoadedConnector, trial: Trial) -> Iterator[str]:
    """Yield the script with the search of the other side, then the one that declares the attribute."""
    name, _, attribute_name = trial.detail.partition(".")
    declared = connector.schema.classes.get(name)
    found = declared.attributes.get(attribute_name) if declared else None
    if found is None:
        return
    attribute, place = found
    other = connector.operations.of(str(attribute.value("objectClass") or ""))
    for handler in other.search.handlers if other else ():
        for claim in handler.filters:
            if claim.place.script.startswith(place.script.split(".", 1)[0]):
                yield claim.place.script
    yield place.script
