"""A connector has one target: what a model says about another is left out."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.scripts import Finding


def one_target(model: ConnectorModel) -> tuple[ConnectorModel, tuple[Finding, ...]]:
    """
    Return `model` with the classes of one target, a database or an interface, and a finding for each class left out.

    It is the target of the first class, which is the best; REST and SCIM are one interface to the framework.
    """
    findings = Findings.none()
    in_database = bool(model.object_classes) and _is_table(model.object_classes[0])
    for it in model.object_classes:
        if _is_table(it) is not in_database:
            there, other = ("an interface", "a database") if _is_table(it) else ("a database", "an interface")
            sentence = f"`{it.name}` is in {other}, and the connector is made for {there}."
            remedy = "Make a second connector from the documents about it alone."
            findings.add("GRV060", it.name, "class", sentence, it.source, remedy=remedy)
    kept = tuple(it for it in model.object_classes if _is_table(it) is in_database)
    return replace(model, object_classes=kept), findings.all()


def _is_table(object_class: ObjectClass) -> bool:
    return object_class.protocol == "sql"
