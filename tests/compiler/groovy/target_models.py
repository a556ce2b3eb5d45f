"""The golden cases of targets other than a REST interface."""

from __future__ import annotations

from typing import Any

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute, Complex
from tests.compiler.groovy.models import SOURCE, attribute, crud, model, object_class, operation, read_only, scalar


def _table(name: str, table: str, *attributes: Attribute, **but: Any) -> ObjectClass:  # noqa: ANN401 - the fields of the value built
    return object_class(name, *attributes, **{"protocol": "sql", "schema_name": table, **but})


def tables() -> ConnectorModel:
    user = _table(
        "AppUser",
        "hr.app_users",
        read_only("id", scalar("integer")),
        attribute("user name", required=True),
        attribute("is_active", scalar("boolean")),
        attribute("enabled", scalar("boolean")),
        attribute("password"),
        attribute("first name"),
        attribute("first_name"),
        naming=Choice(attribute="user name", reason="unique"),
        description="People who\nlog in",
    )
    return model(
        user,
        _table("Role", "hr.roles", read_only("code"), naming=Choice(attribute="code", reason="unique")),
        _table("AuditRole", "audit.ROLES"),
        _table("Assignment", "assignments", attribute("user_id"), attribute("role_id"), identifier=None, naming=None),
        _table("role", "other"),
        relations=(Relation(name="user_to_role", subject="AppUser", object="Role", source=SOURCE),),
    )


_EXTENSION = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_CORE = "urn:ietf:params:scim:schemas:core:2.0:"


def _listed(name: str, *inner: str) -> Attribute:
    return attribute(name, Complex(attributes=tuple(map(attribute, inner))), multivalued=True)


def _resource(name: str, *attributes: Attribute, **but: Any) -> ObjectClass:  # noqa: ANN401
    operations = crud(f"/{name}s")
    given = {"protocol": "scim", "schema_name": f"{_CORE}{name}", "operations": operations, **but}
    return object_class(name, read_only("id"), *attributes, **given)


def _extension(name: str, **but: Any) -> Attribute:  # noqa: ANN401
    return attribute(f"{_EXTENSION}:{name}", path=(_EXTENSION, name), **but)


def scim_service() -> ConnectorModel:
    name = Complex(attributes=(attribute("givenName"), attribute("suffixes", multivalued=True)))
    user = _resource(
        "User",
        attribute("userName", required=True),
        attribute("name", name),
        attribute("name_givenName"),
        attribute("active", scalar("boolean")),
        read_only("meta", Complex(attributes=(read_only("created"),))),
        _listed("emails", "value", "display", "primary"),
        _listed("certificates", "primary"),
        _listed("keys", "value"),
        _listed("groups", "value", "display", "$ref"),
        _extension("department"),
        _extension("manager", kind=Complex(attributes=(attribute("value"), attribute("$ref")))),
        naming=Choice(attribute="userName", reason="RFC 7643"),
    )
    shown = Choice(attribute="displayName", reason="RFC 7643")
    group = _resource("Group", attribute("displayName"), _listed("members", "value", "$ref"), naming=shown)
    labelled = Choice(attribute="label", reason="unique")
    device = _resource("Device", attribute("label"), _listed("owners", "value", "$ref"), naming=labelled)
    changes = tuple(operation(it, "/Groups/{id}") for it in ("add_member", "remove_member"))
    return model(
        user,
        group,
        device,
        _resource("Nameless", naming=None),
        relations=(
            _carried("user_to_group", "groups", "group", "members", operations=changes),
            _carried("user_to_device", "", "Device", "owners"),
            _carried("nothing", "", "Group", ""),
        ),
        authentications=(Authentication(kind="bearer", name="token", prefix="SSWS"),),
    )


def _carried(name: str, subject: str, target: str, attribute: str, **but: Any) -> Relation:  # noqa: ANN401
    names = {"subject_attribute": subject, "object_attribute": attribute}
    return Relation(**{"name": name, "subject": "User", "object": target, "source": SOURCE, **names, **but})


def rest_beside_scim() -> ConnectorModel:
    user = _resource("User", attribute("userName"), naming=Choice(attribute="userName", reason="RFC 7643"))
    role = object_class("Role", operations=crud("/roles", "id", "list", "get"))
    basic = Authentication(kind="basic", name="basic", prefix="Token")
    return model(user, role, authentications=(basic,))


def procedures() -> ConnectorModel:
    called = tuple(operation(it, f"/#{it}People", method="POST") for it in ("list", "get", "create"))
    asked = operation("list", "/graphql", method="POST", operation_id="groups", answer_path=("data", "groups"))
    return model(object_class("Person", operations=called), object_class("Group", other_operations=(asked,)))


def two_targets() -> ConnectorModel:
    user = object_class("User", operations=crud("/users", "id", "list", "get"))
    return model(user, _table("AppUser", "app_users"))


DATABASES = {"tables": tables}
INTERFACES = {it.__name__: it for it in (scim_service, rest_beside_scim, procedures, two_targets)}
