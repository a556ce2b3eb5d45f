"""A connector model as text in which a change of one fact is a change of one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from shared.adapters.codec import JsonModels
from shared.compiler.model.connector import ConnectorModel

_PARTS: Final = ("attributes", "operations", "other_operations")


def told(model: ConnectorModel) -> str:
    """Return every field of `model` that does not hold its default; places as `document#pointer`."""
    return "".join(f"{line}\n" for line in _lines(_plain(json.loads(JsonModels().encode(model))["model"])))


def _lines(model: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    yield f"application {_json(model.pop('application', {}))}"
    for each in model.pop("object_classes", []):
        parts = [(part, each.pop(part, [])) for part in _PARTS]
        yield f"class {each.pop('name')} {_json(each)}"
        for part, found in parts:
            yield from (f"  {part[:-1]} {_json(inner)}" for inner in found)
    for part, found in model.items():
        yield from (f"{part} {_json(inner)}" for inner in found)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.keys() <= {"document", "pointer"} and "document" in value:
        return f"{value['document']}#{value.get('pointer', '')}"
    return {key: _plain(inner) for key, inner in value.items()}


def _json(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, ensure_ascii=False)
