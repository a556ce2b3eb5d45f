"""Which attributes can be sent, once it is known what can be created and updated."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.writing.findings import Findings


def can_create(
    object_class: ObjectClass,
    operation: Operation,
    attributes: tuple[NativeAttribute, ...],
    naming: NativeAttribute,
    findings: Findings,
) -> bool:
    """Return True when everything the server demands of a new object can be sent, `naming` too; record what cannot."""
    sent = {it.path[0] for it in attributes if it.creatable}
    demanded = (it for it in object_class.attributes if it.required and it.creatable)
    missing = [it.name for it in demanded if (it.create_name or it.name) not in sent]
    if naming.nested:
        sentence = f"{operation.method} {operation.path}: the name `{'.'.join(naming.path)}` cannot be sent flat."
        findings.add("GRV014", object_class.name, "create", sentence, operation.source)
        return False
    for name in missing:
        sentence = f"{operation.method} {operation.path}: `{name}` is required and cannot be sent."
        findings.add("GRV014", object_class.name, "create", sentence, operation.source)
    if not sent and not missing:
        sentence = f"{operation.method} {operation.path}: no attribute is known that it takes."
        findings.add("GRV014", object_class.name, "create", sentence, operation.source)
    return bool(sent) and not missing


def can_update(owner: str, operation: Operation, attributes: tuple[NativeAttribute, ...], findings: Findings) -> bool:
    """Return True when at least one attribute can be updated; record it when there is none."""
    if any(it.updatable for it in attributes):
        return True
    sentence = f"{operation.method} {operation.path}: no attribute is known that it takes."
    findings.add("GRV014", owner, "update", sentence, operation.source)
    return False


def limited(attributes: tuple[NativeAttribute, ...], *, create: bool, update: bool) -> tuple[NativeAttribute, ...]:
    """Return `attributes` sent only in the requests there are; what can then neither be read nor sent is dropped."""
    narrowed = (_limited(it, create=create, update=update) for it in attributes)
    return tuple(it for it in narrowed if it.readable or it.writable)


def _limited(attribute: NativeAttribute, *, create: bool, update: bool) -> NativeAttribute:
    sent = attribute.creatable and create, attribute.updatable and update
    required = attribute.required and sent[0]
    if (*sent, required) == (attribute.creatable, attribute.updatable, attribute.required):
        return attribute
    return replace(attribute, creatable=sent[0], updatable=sent[1], required=required)
