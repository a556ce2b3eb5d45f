"""Small invented pages in every notation, and the way from them to facts."""

from __future__ import annotations

from typing import Any, TypeAlias

from shared.compiler.frontends.markup import read
from shared.compiler.model.fragment import Endpoint, Fragment
from shared.compiler.model.schema import Schema
from shared.compiler.reading.documents import Document

Told: TypeAlias = dict[str, Any]


def page(text: str, name: str = "page.md") -> Fragment:
    found, findings = read(Document(name=name, data=text.encode()))
    assert findings == ()
    return found


def requests(fragment: Fragment) -> list[str]:
    return [f"{each.method} {each.path}" for each in fragment.endpoints]


def the(fragment: Fragment, request: str) -> Endpoint:
    return next(each for each in fragment.endpoints if f"{each.method} {each.path}" == request)


def shape(fragment: Fragment, schema: Schema | None) -> Any:  # noqa: ANN401 - any JSON value
    """Return a schema as the JSON that it describes, required members with a star."""
    if schema is None:
        return None
    found = fragment.resolve(schema)
    if found.kind == "array":
        return [shape(fragment, found.element)]
    if found.kind == "object":
        return {f"{m.name}*" if m.required else m.name: shape(fragment, m.schema) for m in found.members}
    return found.format or found.json_type if found.kind == "scalar" else found.kind


def sent(fragment: Fragment, request: str) -> Any:  # noqa: ANN401 - any JSON value
    body = the(fragment, request).request
    return shape(fragment, body.schema) if body else None


def answered(fragment: Fragment, request: str) -> Any:  # noqa: ANN401 - any JSON value
    body = the(fragment, request).answer
    return shape(fragment, body.schema) if body else None


def queries(fragment: Fragment, request: str) -> list[str]:
    return [each.name for each in the(fragment, request).parameters if each.placement == "query"]
