"""What a documented write takes: the object in its body, properties by the names they have there, of the right type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.verification.evaluation.json_nodes import Data
from shared.compiler.verification.http import Request
from shared.compiler.verification.target.population import Object

Write = Literal["create", "update"]


@dataclass(slots=True)
class Written:
    """The properties that came, by their documented names, and a complaint with its status, or ""."""

    properties: Object = field(default_factory=dict)
    refused: str = ""
    status: int = 400


def written(request: Request, operation: Operation, documented: ObjectClass, write: Write) -> Written:
    """Return what `request` writes, checked as a careful server does."""
    if not _takes(operation.request_content_type, request.header("Content-Type")):
        kind = request.header("Content-Type") or "nothing"
        return Written(refused=f"the body is {kind}, not {operation.request_content_type}", status=415)
    body = parsed(request.body)
    for step in operation.body_path:
        body = body.get(step) if isinstance(body, dict) else None
    if not isinstance(body, dict):
        where = f" in `{'.'.join(operation.body_path)}`" if operation.body_path else ""
        return Written(refused=f"the body holds no object{where}")
    return _checked(body, documented, write, whole=write == "create" or operation.method == "PUT")


def parsed(body: str | None) -> Data:
    """Return the JSON of a body; None where there is none."""
    try:
        found: Data = json.loads(body or "null")
    except ValueError:
        return None
    return found


def _takes(documented: str, sent: str) -> bool:
    kind, given = documented.split(";", maxsplit=1)[0].strip().lower(), sent.split(";", maxsplit=1)[0].strip().lower()
    if not given:
        return False
    usual = {"", "*/*", "application/*", "text/json", "application/hal+json", "application/merge-patch+json"}
    return given in (kind, "application/json") and (kind == given or kind in usual)


def _checked(body: Mapping[str, Data], documented: ObjectClass, write: Write, *, whole: bool) -> Written:
    made = Written()
    own = {it.name for it in documented.attributes if sent_name(it, write) == it.name}
    for attribute in documented.attributes:
        name = sent_name(attribute, write)
        if attribute.path or (name != attribute.name and name in own):
            continue
        if name in body:
            made.properties[attribute.name] = body[name]
            made.refused = made.refused or _wrong_type(attribute, name, body[name])
        elif whole and attribute.required and _takes_part(attribute, write):
            made.refused = made.refused or f"`{name}` is required"
    return made


def sent_name(attribute: Attribute, write: Write) -> str:
    """Return the name of an attribute in the body of a write."""
    return (attribute.create_name if write == "create" else attribute.update_name) or attribute.name


def _takes_part(attribute: Attribute, write: Write) -> bool:
    return (attribute.creatable if write == "create" else attribute.updatable) is True


def _wrong_type(attribute: Attribute, name: str, value: Data) -> str:
    if value is None or value == "":
        return ""
    if attribute.multivalued is not isinstance(value, list):
        return f"`{name}` must be {'a list' if attribute.multivalued else 'a single value'}"
    values = value if isinstance(value, list) else [value]
    kind = attribute.type
    expected = kind.json_type if isinstance(kind, Scalar) else ""
    fits = {"string": str, "boolean": bool, "integer": int, "number": int | float}.get(expected)
    for it in values:
        if fits is not None and (not isinstance(it, fits) or isinstance(it, bool) is not (expected == "boolean")):
            return f"`{name}` must be {expected}"
    return ""
