"""The ConnId mapping: which native attribute is the UID, which the name."""

from __future__ import annotations

from shared.compiler.backends.groovy.plan.native import NativeClass
from shared.compiler.writing.groovy.expressions import Invoke, Text
from shared.compiler.writing.groovy.syntax import Do, Statement


def connid_mapping(native: NativeClass) -> tuple[Statement, ...]:
    """Return the statements that map the UID and the name of `native`, for inside its class."""
    return (_mapped("UID", native.uid), _mapped("NAME", native.naming))


def _mapped(special: str, attribute: str) -> Do:
    return Do(Invoke(None, "connIdAttribute", (Text(special), Text(attribute))))
