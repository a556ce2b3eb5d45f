"""A small invented collection, and the way from it to a model."""

from __future__ import annotations

import json

from shared.compiler.pipeline import Digest, Document, digest
from tests.compiler.documents import Json, Value

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
VARIABLES = [{"key": "baseUrl", "value": "https://api.acme.example/v1"}, {"key": "user", "value": "7"}]


def a_request(method: str, url: Value, name: str = "", **but: Value) -> Json:
    """One item of a collection; `responses` are pairs of status and body."""
    saved = [{"code": code, "body": body} for code, body in but.pop("responses", [])]
    return {"name": name, "request": {"method": method, "url": url} | but, "response": saved}


def a_collection(*items: Value, **but: Value) -> Json:
    return {"info": {"name": "Acme", "schema": SCHEMA}, "variable": VARIABLES, "item": list(items)} | but


def raw(body: str) -> Json:
    return {"mode": "raw", "raw": body}


ANN = '{"id": 1, "name": "ann", "email": "ann@acme.example", "createdAt": "2024-05-01T10:00:00Z"}'
LISTING = a_request(
    "GET",
    {
        "raw": "{{baseUrl}}/users?page=1&limit=50",
        "host": ["{{baseUrl}}"],
        "path": ["users"],
        "query": [{"key": "page", "value": "1"}, {"key": "limit", "value": "50", "description": "Size of a page."}],
    },
    "List users",
    header=[{"key": "X-Tenant", "value": "main"}, {"key": "Accept", "value": "application/json"}],
    responses=[(200, f'{{"data": [{ANN}], "total": 1}}')],
)
GETTING = a_request("GET", "{{baseUrl}}/users/:id", responses=[(200, ANN), (404, '{"error": "nobody"}')])
CREATING = a_request(
    "POST",
    "{{baseUrl}}/users",
    body=raw('{"name": "{{name}}", "email": {{email}}, "password": "x", // secret\n}'),
    responses=[(201, ANN)],
)
CHANGING = a_request("PUT", "{{baseUrl}}/users/{{user}}", body={"mode": "urlencoded", "urlencoded": [{"key": "name"}]})
DELETING = a_request("DELETE", {"raw": "https://api.acme.example/v1/users/17"}, responses=[(204, "")])
BEARER = {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]}
ACME = a_collection({"name": "Users", "item": [LISTING, GETTING, CREATING, CHANGING, DELETING]}, auth=BEARER)


def digested(root: Value) -> Digest:
    return digest([Document(name="acme.json", data=json.dumps(root).encode())])
