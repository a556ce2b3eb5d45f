"""An OpenAPI document of any size, made from nothing: as many kinds of object as the size takes, much alike."""

from __future__ import annotations

import json
from itertools import product
from typing import Any, Final

_FIRST: Final = ("Amber", "Birch", "Copper", "Dusk", "Ember", "Fern", "Granite", "Hazel", "Indigo", "Juniper", "Kelp",
                 "Lilac", "Maple", "Nectar", "Ochre", "Pebble", "Quartz", "Raven", "Sable", "Topaz", "Umber", "Velvet",
                 "Willow", "Zephyr")  # fmt: skip
_SECOND: Final = ("Anchor", "Beacon", "Canopy", "Drawer", "Engine", "Folder", "Garden", "Harbour", "Island", "Journal",
                  "Kettle", "Lantern", "Mirror", "Needle", "Orchard", "Pillar", "Quiver", "Ribbon", "Saddle", "Tunnel",
                  "Umbrella", "Valley", "Window", "Yard")  # fmt: skip
_PER_CLASS: Final = 45_000
"""Bytes of a document for each class it describes: as in the biggest specification of the development set."""
_TEXT: Final = "Kept for as long as the object is, and shown to everybody who may see it. "


def big_specification(size: int) -> bytes:
    """Return an OpenAPI 3.0 document, in JSON, of `size` bytes or a little more; at most 576 kinds of object."""
    names = [f"{first}{second}" for first, second in product(_FIRST, _SECOND)][: max(1, size // _PER_CLASS)]
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number, name in enumerate(names):
        paths |= _paths(name, number)
        schemas |= {name: _schema(name), f"{name}Input": _schema(name, written=True)}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Everything", "version": "1"},
        "servers": [{"url": "https://everything.example/api"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
    missing = size - len(json.dumps(document))
    for schema in schemas.values():  # descriptions are what most of a large document is
        schema["description"] = _TEXT * (1 + max(0, missing) // (len(schemas) * len(_TEXT)))
    return json.dumps(document).encode()


def _paths(name: str, number: int) -> dict[str, Any]:
    """Return the requests of a class: all can be read, half created, changed and filtered, a third deleted."""
    plural = f"/{name.lower()}s"
    one, written = _answer({"$ref": f"#/components/schemas/{name}"}), _body(name)
    several = _answer({"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}})
    asked = [_asked(it, "integer") for it in ("page", "limit")]
    narrowed = [_asked(it, "string") for it in ("name", "colour")] if number % 2 else []
    identified = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    all_of_them: dict[str, Any] = {
        "get": {"summary": f"List {name}s", "parameters": [*asked, *narrowed], "responses": {"200": several}}
    }
    single: dict[str, Any] = {"parameters": identified, "get": {"summary": f"Get a {name}", "responses": {"200": one}}}
    if number % 2:
        all_of_them["post"] = {"summary": f"Create a {name}", "requestBody": written, "responses": {"201": one}}
        single["patch"] = {"summary": f"Update a {name}", "requestBody": written, "responses": {"200": one}}
    if number % 3 == 0:
        single["delete"] = {"summary": f"Delete a {name}", "responses": {"204": {"description": "Deleted"}}}
    return {plural: all_of_them, f"{plural}/{{id}}": single}


def _asked(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": kind}}


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Success", "content": {"application/json": {"schema": schema}}}


def _body(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}Input"}}}}


def _schema(name: str, *, written: bool = False) -> dict[str, Any]:
    text, position = {"type": "string", "description": _TEXT}, {"type": "object", "properties": {}}
    position["properties"] = {it: {"type": "string"} for it in ("street", "city", "country", "code")}
    read_only = {} if written else {"id": text, "createdAt": {"type": "string", "format": "date-time"}}
    properties = {
        **read_only,
        "name": text,
        "colour": {"type": "string", "enum": ["red", "green", "blue"]},
        "active": {"type": "boolean"},
        "level": {"type": "integer", "format": "int32"},
        "weight": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "position": position,
        **{
            f"{name[:1].lower()}{name[1:]}{part}": text for part in ("Code", "Title", "Owner", "Area", "Note", "Source")
        },
    }
    return {"type": "object", "required": ["name"], "properties": properties}
