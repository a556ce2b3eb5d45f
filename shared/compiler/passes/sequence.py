"""The passes, in the order they must run."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.passes.attributes import attributes
from shared.compiler.passes.checks import checks
from shared.compiler.passes.classes import classes
from shared.compiler.passes.confidence import confidence
from shared.compiler.passes.connectivity import connectivity
from shared.compiler.passes.credentials import credentials
from shared.compiler.passes.declared import declared
from shared.compiler.passes.draft import Draft, Step
from shared.compiler.passes.filters import filters
from shared.compiler.passes.identifiers import identifiers
from shared.compiler.passes.nested import nested
from shared.compiler.passes.operations import operations
from shared.compiler.passes.paging import paging
from shared.compiler.passes.protocols import protocols
from shared.compiler.passes.references import references
from shared.compiler.passes.relations import relations
from shared.kernel.diagnostics import Diagnostic

PASSES: Final[tuple[Step, ...]] = (
    classes,
    operations,  # needs the families of endpoints
    attributes,  # what is required or accepted depends on the chosen requests
    identifiers,  # the chosen paths ask for an attribute
    paging,  # of the chosen list
    protocols,  # the style of paging tells
    filters,  # paging parameters are none
    confidence,  # counts the chosen operations
    relations,  # between the classes of high confidence
    references,  # attributes that carry a relation
    connectivity,
    declared,  # joins what the passes above concluded
    nested,  # what is inside the classes that are left
    credentials,
    checks,  # last: decides what is still open
)


def run(fragment: Fragment) -> tuple[ConnectorModel, tuple[Diagnostic, ...]]:
    """Return the model that the passes make of `fragment`, and their findings in order."""
    draft = Draft(fragment=fragment, model=ConnectorModel(application=fragment.application))
    findings: list[Diagnostic] = []
    for step in PASSES:
        draft, found = step(draft)
        findings += found
    return draft.model, tuple(findings)
