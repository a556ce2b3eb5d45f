"""Types of fields and arguments as value types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.compiler.frontends.graphql.definitions import Schema
from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, JsonType, Scalar
from shared.compiler.reading.words import folded

MAX_NESTING: Final = 2
# The five of the specification, then what is usual (the-guild.dev, "GraphQL Scalars"), letters and digits only.
_SCALARS: Final[Mapping[str, tuple[JsonType, str]]] = {
    "string": ("string", ""), "id": ("string", ""), "int": ("integer", "int32"), "float": ("number", "double"),
    "boolean": ("boolean", ""),
    "datetime": ("string", "date-time"), "timestamp": ("string", "date-time"), "timestamptz": ("string", "date-time"),
    "isodatetime": ("string", "date-time"), "iso8601datetime": ("string", "date-time"),
    "instant": ("string", "date-time"),
    "localdatetime": ("string", "date-time"), "date": ("string", "date"), "localdate": ("string", "date"),
    "iso8601date": ("string", "date"), "time": ("string", "time"), "localtime": ("string", "time"),
    "duration": ("string", "duration"), "uuid": ("string", "uuid"), "guid": ("string", "uuid"),
    "email": ("string", "email"), "emailaddress": ("string", "email"), "url": ("string", "uri"),
    "uri": ("string", "uri"),
    "bigint": ("integer", "int64"), "long": ("integer", "int64"), "int64": ("integer", "int64"),
    "bigdecimal": ("number", ""), "decimal": ("number", ""), "double": ("number", "double"),
    "byte": ("string", "binary"), "bytes": ("string", "binary"), "base64string": ("string", "byte"),
    "html": ("string", ""), "phonenumber": ("string", ""), "locale": ("string", ""),
}  # fmt: skip


def value_type(schema: Schema, name: str, level: int = 0) -> AttributeType:
    """Return the type of one value of the type called `name`; objects are spelled out two levels deep."""
    definition = schema.types.get(name)
    if definition is None or definition.kind == "scalar":
        known = _SCALARS.get(folded(name))
        return Scalar(json_type=known[0], format=known[1]) if known else Anything()
    if definition.kind == "enum":
        return Scalar(json_type="string", values=definition.values)
    if definition.kind == "union":
        return Anything()
    if level >= MAX_NESTING:
        return Complex(name=name)
    if definition.kind == "input":
        nested = tuple((each.name, each.type, each.description) for each in definition.inputs)
    else:
        nested = tuple((each.name, each.type, each.description) for each in definition.fields)
    attributes = (
        Attribute(
            name=inner,
            type=value_type(schema, kind.name, level + 1),
            multivalued=kind.several,
            description=described,
            source=(definition.source,),
        )
        for inner, kind, described in nested
    )
    return Complex(name=name, attributes=tuple(attributes))
