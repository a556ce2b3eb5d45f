"""Documented requests that no script makes: what the framework cannot do with them, said once for each class."""

from __future__ import annotations

from typing import Final

from shared.compiler.backends.groovy.plan.procedures import procedure_of
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.writing.findings import Findings

_SWITCHES: Final = frozenset({"activate", "deactivate"})


def report_switches(documented: ObjectClass, findings: Findings) -> None:
    """Report the requests that lock, unlock or suspend: an update that depends on a value fails when it is made."""
    switches = [it for it in (*documented.operations, *documented.other_operations) if it.kind in _SWITCHES]
    if switches:
        named = ", ".join(dict.fromkeys(f"{it.method} {it.path}" for it in switches))
        sentence = f"{named}: no update leads to a request that depends on the value set."
        remedy = "Let an attribute of the ordinary update switch the state, or do it in the application."
        findings.add("GRV027", documented.name, "update", sentence, switches[0].source, remedy=remedy)


def report_procedures(documented: ObjectClass, findings: Findings) -> None:
    """Report that a class is managed by procedures, where nothing else reaches its objects."""
    calls = [it for it in documented.other_operations if procedure_of(it)]
    if calls:
        first = calls[0]
        named = ", ".join(dict.fromkeys(it.operation_id or it.path for it in calls))
        sentence = f"{first.method} {first.path}: {named} can be called by {procedure_of(first)} only."
        remedy = "Use a REST or SCIM interface of the application, if it has one."
        findings.add("GRV017", documented.name, "class", sentence, first.source, remedy=remedy)
