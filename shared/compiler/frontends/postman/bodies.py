"""Bodies of requests and saved answers, as examples of what they look like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from shared.compiler.frontends.postman.nodes import Json, entries, text
from shared.compiler.frontends.postman.security import content_type
from shared.compiler.frontends.postman.urls import shown
from shared.compiler.model.fragment import Body
from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import Scalar
from shared.compiler.reading.json_examples import schema_of_all
from shared.compiler.reading.lenient_json import parse
from shared.kernel.diagnostics import Location

_JSON: Final = "application/json"
_FORMS: Final = {"urlencoded": "application/x-www-form-urlencoded", "formdata": "multipart/form-data"}
_FIRST_SUCCESS: Final = 200
_FIRST_REDIRECT: Final = 300


def sent(requests: Sequence[Json], at: Location) -> Body | None:
    """Return the body that `requests`, all to one address, carry; None when none carries any."""
    bodies = [body for request in requests if isinstance(body := request.get("body"), dict)]
    form = next((mode for body in bodies if (mode := text(body.get("mode"))) in _FORMS), "")
    if form:
        fields = [each for body in bodies for each in entries(body.get(form))]
        return Body(content_type=_FORMS[form], schema=_fields(fields, at))
    raw = [text(body.get("raw")) for body in bodies if text(body.get("mode")) in {"raw", ""}]
    written = [each for each in raw if each.strip()]
    if not written:
        return None
    media_type = next((found for request in requests if (found := content_type(request.get("header")))), "")
    examples = [value for each in written if (value := parse(each)) is not None]
    return Body(
        content_type=media_type or (_JSON if examples else "text/plain"),
        schema=schema_of_all(examples, at) if examples else None,
    )


def _fields(fields: Sequence[Json], at: Location) -> Schema:
    """Return the object that a form fills in."""
    found = {text(each.get("key")): each for each in fields if text(each.get("key"))}
    return Schema(
        kind="object",
        members=tuple(Member(name=name, schema=_field(each, at)) for name, each in found.items()),
        source=at,
    )


def _field(node: Json, at: Location) -> Schema:
    kind = shown(text(node.get("value")))
    file = text(node.get("type")) == "file"
    return Schema(
        kind="scalar",
        json_type=kind.json_type if isinstance(kind, Scalar) and not file else "string",
        format="binary" if file else "",
        description=text(node.get("description")),
        source=at,
    )


def successes(responses: Sequence[Json]) -> list[tuple[int, Json]]:
    """Return the saved answers that tell of success, with their status; one without a status counts as 200."""
    found = [(_status(each), each) for each in responses]
    return [(status, each) for status, each in found if _FIRST_SUCCESS <= status < _FIRST_REDIRECT]


def _status(response: Json) -> int:
    code = response.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else _FIRST_SUCCESS


def answered(responses: Sequence[Json], at: Location) -> Body | None:
    """Return the body of the successful `responses`; None when none was saved with one."""
    examples: list[Any] = [value for each in responses if (value := parse(text(each.get("body")))) is not None]
    if not examples:
        return None
    media_type = next((found for each in responses if (found := content_type(each.get("header")))), _JSON)
    return Body(content_type=media_type, schema=schema_of_all(examples, at))
