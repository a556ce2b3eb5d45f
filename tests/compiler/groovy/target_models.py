"""The golden cases of targets other than a REST interface."""

from __future__ import annotations

from typing import Any

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute
from tests.compiler.groovy.models import SOURCE, attribute, crud, model, object_class, read_only, scalar


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


def two_targets() -> ConnectorModel:
    user = object_class("User", operations=crud("/users", "id", "list", "get"))
    return model(user, _table("AppUser", "app_users"))


DATABASES = {"tables": tables}
MIXED = {"two_targets": two_targets}
