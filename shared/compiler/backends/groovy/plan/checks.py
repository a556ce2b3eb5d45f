"""What can be wrong with a request, one check each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.compiler.backends.groovy.plan.first_page import REMEDY, only_first_page, sent_to_page
from shared.compiler.backends.groovy.plan.identity import selected_attribute
from shared.compiler.backends.groovy.plan.media import is_json_answer, is_merge_patch, is_plain_json
from shared.compiler.backends.groovy.plan.paging import paging_mode
from shared.compiler.backends.groovy.plan.paths import asked_parameter, endpoint, selector
from shared.compiler.backends.groovy.plan.procedures import procedure_of
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation, Parameter
from shared.compiler.model.types import Complex, Reference
from shared.compiler.writing.findings import CODES, Findings
from shared.compiler.writing.names import folded
from shared.kernel.diagnostics import Severity

_WRITTEN: Final = frozenset({200, 201})
_DELETED_WITHOUT_BODY: Final = frozenset({202, 204})
_SHAPES: Final = {"object": "is one object", "array": "is a list", "map": "is a map", "nothing": "has no content"}
_SENT_ANYWAY: Final = frozenset({"accept", "authorization", "content-type"})


@dataclass(slots=True)
class Judgement:
    """Collects what is wrong with one request; it is usable while nothing recorded costs the operation."""

    owner: str
    operation: Operation
    findings: Findings
    usable: bool = True

    def object_to(self, code: str, sentence: str, remedy: str = "") -> None:
        """Record `code`; an error makes the request unusable."""
        self.usable = self.usable and CODES[code][0] is not Severity.ERROR
        message = f"{self.operation.method} {self.operation.path}: {sentence}"
        self.findings.add(code, self.owner, self.operation.kind, message, self.operation.source, remedy=remedy)


def check_method(judgement: Judgement, methods: tuple[str, ...]) -> None:
    """Object unless the method is one of `methods`, and to a call of a procedure."""
    protocol = procedure_of(judgement.operation)
    if protocol:
        sentence = f"{judgement.operation.operation_id or judgement.operation.path} is a {protocol} call."
        judgement.object_to("GRV017", sentence, "Use a REST or SCIM interface of the application, if it has one.")
    elif judgement.operation.method not in methods:
        judgement.object_to("GRV016", f"the framework uses {' or '.join(methods)} here.")


def check_path(judgement: Judgement, *, selecting: str) -> None:
    """Object when a placeholder other than `selecting` stays unfilled."""
    unfilled = endpoint(judgement.operation, selecting=selecting).unfilled
    if unfilled:
        names = ", ".join(f"{{{name}}}" for name in unfilled)
        several = judgement.operation.kind == "list" and len(unfilled) > 1
        by_hand = "Write a custom search that goes through the objects around the list, level by level."
        remedy = by_hand if several else "Use a request without further path parameters."
        judgement.object_to("GRV010", f"nothing supplies {names}.", remedy)


def check_parent(judgement: Judgement, parent: str) -> None:
    """Object when the list's path stays open, unless it is inside `parent`, whose objects can be gone through."""
    if not parent:
        check_path(judgement, selecting="")
    else:
        judgement.object_to("GRV034", f"the list is read inside every {parent}.")


def check_selection(judgement: Judgement, object_class: ObjectClass, uid: str) -> None:
    """Object unless the path, or for a read the query, selects by the attribute `uid` and needs nothing else."""
    placeholder = selector(judgement.operation)
    asked = asked_parameter(judgement.operation) if judgement.operation.kind == "get" else ""
    if not placeholder and not asked:
        judgement.object_to("GRV010", "the path does not say which object is meant.")
        return
    selected = selected_attribute(object_class, judgement.operation)
    if selected is not None and selected.name != uid:
        sentence = f"the request selects by `{selected.name}`, but only the identifier `{uid}` can be sent."
        judgement.object_to("GRV019", sentence)
    elif _selects_another(object_class, judgement.operation, placeholder):
        judgement.object_to("GRV019", f"`{placeholder}` is another object, which the list answered is inside of.")
    check_path(judgement, selecting=placeholder)


def _selects_another(object_class: ObjectClass, operation: Operation, placeholder: str) -> bool:
    """Return True for a list inside what an attribute holds (`/packages/{owner}`): its path names that attribute."""
    wanted = folded(placeholder)
    same = (it for it in object_class.attributes if wanted and folded(it.name) == wanted)
    return operation.collection == "array" and any(isinstance(it.type, Complex | Reference) for it in same)


def check_json_answer(judgement: Judgement, shapes: tuple[str, ...]) -> None:
    """Object unless the answer is JSON of one of `shapes`."""
    operation = judgement.operation
    if not is_json_answer(operation.response_content_type):
        judgement.object_to("GRV012", f"the answer is {operation.response_content_type}, not JSON.")
    elif operation.collection not in shapes:
        judgement.object_to("GRV012", f"the documented answer {_SHAPES[operation.collection]}.")


def check_paging(judgement: Judgement) -> None:
    """Object when the pages after the first cannot be reached."""
    if paging_mode(judgement.operation.paging) == "lost":
        sentence = (
            f"the pages are of style {judgement.operation.paging.style}, and nothing says how to ask for the next."
        )
        judgement.object_to("GRV021", sentence, "Document the parameter or the property that leads to the next page.")


def warn_first_page(judgement: Judgement) -> None:
    """Warn of a usable list that may have further pages, none of which can be asked for."""
    sentence = only_first_page(judgement.operation) if judgement.usable else ""
    if sentence:
        judgement.object_to("GRV036", sentence, REMEDY)


def check_searched(judgement: Judgement) -> None:
    """Object to a search that answers no objects, or more of them than one loop of the framework reaches."""
    operation = judgement.operation
    remedy = "Search through the list, or read the objects by their identifiers."
    if operation.element == "identifier":
        judgement.object_to("GRV029", "the documented answer holds identifiers, not the objects.", remedy)
    elif paging_mode(operation.paging) not in {"single", "declared"}:
        judgement.object_to("GRV029", "only the first page of what is found could be read.", remedy)
    elif not operation.filters:
        judgement.object_to("GRV029", "no parameter of it is known to ask for an attribute.", remedy)


def check_body(judgement: Judgement) -> None:
    """Object unless the body is one flat JSON object."""
    operation = judgement.operation
    if operation.body_path:
        sentence = f"the object has to be wrapped in `{'.'.join(operation.body_path)}`; the framework sends it flat."
        judgement.object_to("GRV011", sentence)
    kind = operation.request_content_type
    if is_merge_patch(kind):
        return
    if not is_plain_json(kind):
        judgement.object_to("GRV011", f"the body has to be {kind}; the framework sends application/json.")


def check_written_answer(judgement: Judgement) -> None:
    """Object unless the answer to a write is 200 or 201 and the object itself."""
    operation = judgement.operation
    remedy = "The write would succeed and be reported as failed; use a request that answers the object itself."
    if operation.success and not _WRITTEN & set(operation.success):
        answered = ", ".join(map(str, operation.success))
        judgement.object_to(
            "GRV012", f"the answer is {answered}; the framework wants 200 or 201 and the object.", remedy
        )
    elif operation.collection != "object" or operation.answer_path:
        inside = f" inside `{'.'.join(operation.answer_path)}`" if operation.answer_path else ""
        sentence = f"the answer {_SHAPES[operation.collection]}{inside}; the framework wants the object itself."
        judgement.object_to("GRV012", sentence, remedy)
    elif not is_json_answer(operation.response_content_type):
        judgement.object_to("GRV012", f"the answer is {operation.response_content_type}, not JSON.", remedy)


def check_unsendable(judgement: Judgement) -> None:
    """Object to every input a write cannot carry: only constant headers can be added, by authorization."""
    for parameter in filter(_is_missing, judgement.operation.parameters):
        if parameter.placement == "header" and parameter.default:
            continue
        judgement.object_to("GRV013", f"the {parameter.placement} parameter `{parameter.name}` is required.")


def check_replaced(judgement: Judgement, object_class: ObjectClass, uid: str) -> None:
    """Object to a PUT whose body must hold attributes that are only sent when they change."""
    sent = [it for it in object_class.attributes if it.updatable and it.name != uid]
    demanded = [it.name for it in sent if it.required]
    if demanded and len(sent) > 1:
        sentence = f"`{demanded[0]}` must be in every request, and only what changes is sent."
        judgement.object_to("GRV014", sentence, "Change such objects in the application.")


def _is_missing(parameter: Parameter) -> bool:
    if not parameter.required or parameter.placement not in {"query", "header", "cookie"}:
        return False
    return parameter.name.lower() not in _SENT_ANYWAY and not parameter.is_credential


def warn_unsent(judgement: Judgement) -> None:
    """Warn of required inputs of a read for which the documents give no value."""
    operation = judgement.operation
    asked = asked_parameter(operation) if operation.kind == "get" else ""
    known = {asked, *sent_to_page(operation.paging), *(it.parameter for it in operation.filters)}
    for it in filter(_is_missing, operation.parameters):
        if it.name not in known and (it.placement == "cookie" or not it.default):
            judgement.object_to("GRV026", f"the {it.placement} parameter `{it.name}` is required but not sent.")


def warn_deletion_answer(judgement: Judgement) -> None:
    """Warn when the framework will take the documented answer to a deletion for a failure."""
    operation = judgement.operation
    bodiless = bool(_DELETED_WITHOUT_BODY & set(operation.success))
    if judgement.usable and operation.success and not bodiless and operation.collection != "object":
        judgement.object_to("GRV018", "the documented answer carries no object.")
