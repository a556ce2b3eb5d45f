"""Exported attributes: only what deviates from the usual is written (all flags true but required and multiValued)."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, JsonType, Reference, Scalar
from shared.compiler.reading import codes
from shared.compiler.reading.exports import Exported
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_TYPES: Final[dict[str, tuple[JsonType, str]]] = {
    "string": ("string", ""), "character": ("string", ""), "char": ("string", ""),
    "guardedstring": ("string", "password"), "password": ("string", "password"),
    "boolean": ("boolean", ""), "integer": ("integer", ""), "int": ("integer", ""), "short": ("integer", ""),
    "long": ("integer", "int64"), "biginteger": ("integer", ""), "float": ("number", ""), "double": ("number", ""),
    "bigdecimal": ("number", ""), "decimal": ("number", ""), "number": ("number", ""),
    "datetime": ("string", "date-time"), "zoneddatetime": ("string", "date-time"),
    "offsetdatetime": ("string", "date-time"), "localdatetime": ("string", "date-time"), "date": ("string", "date"),
    "localdate": ("string", "date"), "localtime": ("string", "time"), "time": ("string", "time"),
    "binary": ("string", "binary"), "bytearray": ("string", "binary"), "byte[]": ("string", "binary"),
}  # fmt: skip
_FILTER: Final = re.compile(r"\[[^\]]{0,500}\]")
MAX_NESTING: Final = 3


def attribute(
    node: Exported, owner: str, document: str, findings: list[Diagnostic], level: int = 0
) -> Attribute | None:
    """Return the exported attribute `node` of the class `owner`; None, with a finding, when it has no name."""
    at = Location(document, node.pointer)
    name = node.text("name")
    if not name:
        message = "an attribute without a name was left out"
        findings.append(codes.finding(codes.EXPORT_MALFORMED, Severity.WARNING, message, at))
        return None
    said = node.child("connId") or node
    nested = tuple(nested_attributes(node, f"{owner}__{name}", document, findings, level))
    creatable, readable = said.flag("creatable", default=True), said.flag("readable", default=True)
    return Attribute(
        name=name,
        type=Complex(name=f"{owner}__{name}", attributes=nested) if nested else value_type(said),
        description=node.text("description") or said.text("description"),
        multivalued=said.flag("multiValued", "multivalue", default=False),
        required=said.flag("required", default=False) and creatable,
        creatable=creatable,
        updatable=said.flag("updateable", "updatable", default=True),
        readable=readable,
        returned_by_default=readable and said.flag("returnedByDefault", default=True),
        path=_path(node, name),
        source=(at,),
    )


def nested_attributes(
    node: Exported, owner: str, document: str, findings: list[Diagnostic], level: int
) -> list[Attribute]:
    """Return the attributes inside the value `node`, which older exports spell out in place."""
    inner = node.children("subAttributes") if level < MAX_NESTING else ()
    return [found for each in inner if (found := attribute(each, owner, document, findings, level + 1))]


def value_type(said: Exported) -> AttributeType:
    """Return the type of one value; a type we do not know is a value that nothing is said about."""
    kind = said.text("type").lower()
    scalar = _TYPES.get(kind)
    if target := said.text("referencedObjectClass"):
        if scalar is not None:
            return Reference(object_class=target, json_type=scalar[0])
        return Reference(object_class=target, carrier="object", member=said.text("referencedAttribute"))
    return Scalar(json_type=scalar[0], format=scalar[1]) if scalar else Anything()


def _path(node: Exported, name: str) -> tuple[str, ...]:
    """Return where the value is in the object, () where it is a member of that name."""
    sql, scim = node.child("sql"), node.child("scim")
    column = sql.text("column", "name") if sql else node.text("column")
    found = (column,) if column else scim_path(scim.text("path") if scim else "")
    return () if found == (name,) else found


def scim_path(path: str) -> tuple[str, ...]:
    """
    Return the parts of an attribute path (RFC 7644, section 3.10), the URN of an extension as one part.

    A path that selects some of several values leads to no single place, so it has no parts.
    """
    if _FILTER.search(path):
        return ()
    urn, _, rest = path.rpartition(":")
    parts = tuple(part for part in rest.split(".") if part)
    return (urn, *parts) if urn and ":core:" not in urn else parts
