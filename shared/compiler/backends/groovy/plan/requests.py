"""Which of the documented requests the framework can make, and what is wrong with the others."""

from __future__ import annotations

from shared.compiler.backends.groovy.plan.checks import (
    Judgement,
    check_body,
    check_json_answer,
    check_method,
    check_paging,
    check_parent,
    check_path,
    check_replaced,
    check_searched,
    check_selection,
    check_unsendable,
    check_written_answer,
    warn_deletion_answer,
    warn_first_page,
    warn_unsent,
)
from shared.compiler.backends.groovy.plan.parents import Parents, parent_of
from shared.compiler.backends.groovy.plan.paths import selector
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.writing.findings import Findings


def usable_listing(object_class: ObjectClass, parents: Parents, findings: Findings) -> Operation | None:
    """Return the request that lists the objects, if the framework can make it and reach every page."""
    operation = object_class.operation("list")
    if operation is None:
        return None
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("GET", "POST"))
    check_parent(judgement, parent_of(operation, parents))
    check_json_answer(judgement, ("object", "array", "map"))
    if operation.collection == "object":
        remedy = "If it holds a list after all, name the path to the list and generate again."
        judgement.object_to("GRV028", "the documented answer is one object, the only one that is listed.", remedy)
    warn_unsent(judgement)
    check_paging(judgement)
    if operation.collection != "object":
        warn_first_page(judgement)
    return operation if judgement.usable else None


def usable_search(object_class: ObjectClass, operation: Operation, findings: Findings) -> bool:
    """Return True when `operation`, a search beside the list, can be made and read; record what is wrong with it."""
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("GET",))
    check_path(judgement, selecting="")
    check_json_answer(judgement, ("array",))
    check_searched(judgement)
    return judgement.usable


def usable_reading(object_class: ObjectClass, uid: str, findings: Findings) -> Operation | None:
    """Return the request that reads one object by the attribute `uid`, if the framework can make it."""
    operation = object_class.operation("get")
    if operation is None:
        return None
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("GET",))
    check_selection(judgement, object_class, uid)
    check_json_answer(judgement, ("object", "array"))
    if operation.element == "identifier":
        judgement.object_to("GRV012", "the documented answer holds identifiers, not the object.")
    warn_unsent(judgement)
    return operation if judgement.usable else None


def usable_creation(object_class: ObjectClass, findings: Findings) -> Operation | None:
    """Return the request that creates an object, if the framework can make it and understand the answer."""
    operation = object_class.operation("create")
    if operation is None:
        return None
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("POST", "PUT"))
    check_path(judgement, selecting="")
    check_body(judgement)
    check_written_answer(judgement)
    check_unsendable(judgement)
    return operation if judgement.usable else None


def usable_update(object_class: ObjectClass, uid: str, findings: Findings) -> Operation | None:
    """Return the request that changes an object, PATCH before others, if the framework can make it."""
    operation = _preferred_update(object_class)
    if operation is None:
        return None
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("PATCH", "PUT", "POST"))
    check_selection(judgement, object_class, uid)
    check_body(judgement)
    check_written_answer(judgement)
    check_unsendable(judgement)
    if operation.method == "PUT":
        check_replaced(judgement, object_class, uid)
    if judgement.usable and operation.method == "PUT":
        judgement.object_to(
            "GRV015",
            "only the attributes that changed are sent.",
            "Use it only if the server keeps what a PUT does not mention; otherwise remove the update script.",
        )
    return operation if judgement.usable else None


def usable_deletion(object_class: ObjectClass, uid: str, findings: Findings) -> Operation | None:
    """Return the request that deletes an object, if the framework can make it."""
    operation = object_class.operation("delete")
    if operation is None:
        return None
    judgement = Judgement(object_class.name, operation, findings)
    check_method(judgement, ("DELETE", "POST"))
    check_selection(judgement, object_class, uid)
    check_unsendable(judgement)
    warn_deletion_answer(judgement)
    return operation if judgement.usable else None


def _preferred_update(object_class: ObjectClass) -> Operation | None:
    chosen = object_class.operation("update")
    others = (it for it in object_class.other_operations if it.kind == "update" and it.method == "PATCH")
    if chosen is None or chosen.method == "PATCH":
        return chosen
    return next((it for it in others if selector(it) == selector(chosen)), chosen)
