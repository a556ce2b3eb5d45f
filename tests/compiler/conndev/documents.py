"""Small invented exports of a connector in development mode."""

from __future__ import annotations

import json

from tests.compiler.documents import Json, Value
from tests.compiler.scim.documents import GROUP, STAFF_SCHEMA, USER, USERS


def an_attribute(name: str, type_: str = "string", **but: Value) -> Json:
    return {"name": name, "connId": {"type": type_, **but}}


def a_class(name: str, *attributes: Json, **but: Value) -> Json:
    return {"uid": name, "name": name, "attributes": list(attributes), **but}


def a_table(name: str, *columns: Json, **but: Value) -> Json:
    content = json.dumps({"name": name, "columns": list(columns)})
    return {"name": name, "schema": "public", "tableContent": content, **but}


def a_column(name: str, type_: str = "integer", **but: Value) -> Json:
    return {"name": name, "typeName": type_, "nullable": False, **but}


SCIM_USER = {"name": "User", "schemaUri": USER}
SCIM_GROUP = {"name": "Group", "schemaUri": GROUP}
EXPORTED_USER = a_class(
    "User",
    {"name": "userName", "connId": {"type": "string", "required": True}, "scim": {"path": "userName"}},
    {"name": "badge", "connId": {"type": "integer"}, "scim": {"path": f"{STAFF_SCHEMA['id']}:badge"}},
    an_attribute(
        "groups", "reference", referencedObjectClass="Group", referencedAttribute="id", role="subject", multiValued=True
    ),
    an_attribute("emails", "reference", referencedObjectClass="User__emails", multiValued=True),
    scim=SCIM_USER,
)
EXPORTED_GROUP = a_class(
    "Group",
    an_attribute("displayName"),
    an_attribute("members", "reference", referencedObjectClass="User", role="object", multiValued=True),
    scim=SCIM_GROUP,
)
EXPORTED_EMAILS = a_class("User__emails", an_attribute("value"), scim={"name": "User"})
EXPORTED_SCHEMA = {"uid": USER, "name": "User", "schemaContent": json.dumps(USERS)}
EXPORTED_RESOURCE = {
    "id": "User",
    "name": "User",
    "schema": USER,
    "endpoint": "/People",
    "primarySchema": json.dumps(USERS),
    "schemaExtensions": json.dumps([STAFF_SCHEMA]),
}
EXPORTED_CONFIGURATION = {
    "id": "ServiceProviderConfig",
    "name": "ServiceProviderConfig",
    "content": json.dumps(
        {"filter": {"maxResults": 20}, "authenticationSchemes": [{"type": "httpbasic", "name": "B"}]}
    ),
}
EVERYTHING: dict[str, Value] = {
    "conndev_ObjectClass_User.json": EXPORTED_USER,
    "conndev_ObjectClass_Group.json": EXPORTED_GROUP,
    "conndev_ObjectClass_User__emails.json": EXPORTED_EMAILS,
    "conndev_ScimSchema_User.json": EXPORTED_SCHEMA,
    "conndev_ScimResource_User.json": EXPORTED_RESOURCE,
    "conndev_ScimServiceProviderConfig.json": EXPORTED_CONFIGURATION,
}
