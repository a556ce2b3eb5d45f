"""Small invented documents, and the way from them to a model."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.pipeline import Digest, Document, digest

Json: TypeAlias = dict[str, Any]
"""Any part of a document that is an object."""
Value: TypeAlias = Any
"""Any part of a document."""


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def an_object(*required: str, **properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(required)}


TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}


def answers(schema: Json | None = None, status: str = "200", **headers: Json) -> Json:
    content = {"content": {"application/json": {"schema": schema}}} if schema is not None else {}
    return {"responses": {status: {"description": "Fine.", "headers": headers, **content}}}


def accepts(schema: Json, media_type: str = "application/json") -> Json:
    return {"requestBody": {"content": {media_type: {"schema": schema}}}}


def queries(*names: str, **typed: Json) -> Json:
    plain = [{"name": name, "in": "query", "schema": TEXT} for name in names]
    return {"parameters": [*plain, *({"name": name, "in": "query", "schema": typed[name]} for name in typed)]}


def an_openapi(paths: Json, schemas: Json | None = None, **root: Value) -> Json:
    components = {"schemas": schemas or {}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "1"},
        "paths": paths,
        "components": components,
    } | root


def digested(root: Json, name: str = "acme.json") -> Digest:
    return digest([Document(name=name, data=json.dumps(root).encode())])


def model_of(root: Json) -> ConnectorModel:
    return digested(root).model


def the(model: ConnectorModel, name: str) -> ObjectClass:
    found = model.object_class(name)
    assert found is not None, [each.name for each in model.object_classes]
    return found


def endpoints(each: ObjectClass) -> dict[str, str]:
    return {operation.kind: f"{operation.method} {operation.path}" for operation in each.operations}


def managed(model: ConnectorModel) -> list[str]:
    return [each.name for each in model.object_classes if each.confidence == "high"]


def crud(collection: str, schema: Json, **but: Json) -> dict[str, Json]:
    """Five plain requests on one collection."""
    return {
        collection: {"get": answers(many(schema)), "post": {**accepts(schema), **answers(schema, "201")}} | but,
        f"{collection}/{{id}}": {
            "get": answers(schema),
            "put": {**accepts(schema), **answers(schema)},
            "delete": answers(status="204"),
        },
    }
