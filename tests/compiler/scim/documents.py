"""Small invented SCIM definitions."""

from __future__ import annotations

import json
from collections.abc import Mapping

from shared.compiler.pipeline import Digest, Document, digest
from tests.compiler.documents import Json, Value

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
STAFF = "urn:acme:params:scim:schemas:extension:staff:2.0:User"
MESSAGES = "urn:ietf:params:scim:api:messages:2.0"


def an_attribute(name: str, type_: str = "string", **but: Value) -> Json:
    return {"name": name, "type": type_, **but}


def a_schema(urn: str, name: str, *attributes: Json, **but: Value) -> Json:
    return {"id": urn, "name": name, "attributes": list(attributes), **but}


def a_reference(*targets: str, **but: Value) -> Json:
    return an_attribute("$ref", "reference", referenceTypes=list(targets), **but)


def some_members(name: str, *targets: str, **but: Value) -> Json:
    return an_attribute(
        name, "complex", multiValued=True, subAttributes=[an_attribute("value"), a_reference(*targets)], **but
    )


def a_resource_type(name: str, schema: str, endpoint: str, *extensions: str, **but: Value) -> Json:
    listed = [{"schema": urn, "required": False} for urn in extensions]
    meta = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    return {
        "schemas": [meta], "id": name, "name": name, "endpoint": endpoint, "schema": schema,
        "schemaExtensions": listed, **but,
    }  # fmt: skip


def listed(*resources: Json) -> Json:
    return {"schemas": [f"{MESSAGES}:ListResponse"], "totalResults": len(resources), "Resources": list(resources)}


def digested(documents: Mapping[str, Value]) -> Digest:
    return digest([Document(name=name, data=json.dumps(root).encode()) for name, root in documents.items()])


USERS = a_schema(
    USER,
    "User",
    an_attribute("userName", required=True),
    some_members("groups", "Group", mutability="readOnly"),
    description="A person.",
)
GROUPS = a_schema(GROUP, "Group", an_attribute("displayName"), some_members("members", "User", "Group"))
STAFF_SCHEMA = a_schema(
    STAFF,
    "Staff",
    an_attribute("badge"),
    an_attribute("desk", "complex", subAttributes=[an_attribute("floor", "integer")]),
)
PROVIDER: Json = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    "patch": {"supported": False},
    "filter": {"supported": True, "maxResults": 50},
    "authenticationSchemes": [
        {"type": "httpbasic", "name": "Passwords"},
        {"type": "oauthbearertoken", "name": "Tokens", "primary": True},
    ],
}
TYPES = listed(a_resource_type("User", USER, "/Users", STAFF), a_resource_type("Group", GROUP, "/Groups"))
EVERYTHING: dict[str, Value] = {
    "schemas.json": [USERS, GROUPS, STAFF_SCHEMA],
    "types.json": TYPES,
    "provider.json": PROVIDER,
}
