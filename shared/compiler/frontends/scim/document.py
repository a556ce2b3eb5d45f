"""Read a SCIM document: one definition, a list of them, or an answer that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.scim.definitions import Definitions, each_definition
from shared.kernel.diagnostics import Diagnostic, Location, Severity


def read(root: Mapping[str, Any] | list[Any], document: str) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return what the SCIM document `root`, called `document`, defines, and what could not be read."""
    definitions = Definitions(document)
    for node, pointer in each_definition(root):
        definitions.add(node, pointer)
    if definitions.count:
        return definitions.fragment("specification"), tuple(definitions.findings)
    message = "the document holds resources or messages of SCIM, but no definition of them"
    nothing = codes.finding(codes.SCIM_NOTHING_DEFINED, Severity.WARNING, message, Location(document, ""))
    return Fragment(), (nothing,)
