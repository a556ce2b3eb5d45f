"""The words that documentation uses for what identity teams and service desks manage."""

from __future__ import annotations

from typing import Final

USERS: Final = frozenset(["user", "account", "identity", "person", "principal", "employee"])
STAFF: Final = frozenset(
    [
        "admin", "administrator", "agent", "operator", "technician", "staff", "collaborator", "contributor", "worker",
        "teacher", "student", "moderator", "manager", "specialist", "consultant",
    ]
)  # fmt: skip
"""Words for people by what they do: accounts only where the objects look like some."""
GROUPS: Final = frozenset(["group", "team"])
ROLES: Final = frozenset(["role", "entitlement"])
ORGANIZATIONS: Final = frozenset(["organization", "tenant", "workspace", "realm"])
PROJECTS: Final = frozenset(["project"])
LINKS: Final = frozenset(["membership", "member", "assignment", "grant"])
MACHINES: Final = frozenset(["robot", "bot"])
MACHINERY: Final = frozenset(["cluster", "node", "raft", "ring", "replica", "shard", "pool", "quorum", "peer"])
"""What has machines for members, and no people."""
CLIENTS: Final = frozenset(["application"])
PERMISSIONS: Final = frozenset(["permission"])
PART_OF_PEOPLE: Final = ("profile",)
MANAGED: Final = USERS | GROUPS | ROLES | ORGANIZATIONS | PROJECTS | LINKS | MACHINES

SUPPORTING: Final = frozenset(
    [
        "permission", "policy", "scope", "schema", "right", "privilege", "profile", "credential", "key", "token",
        "unit", "department", "division", "domain", "domain", "application", "client", "license", "invitation",
        "contact", "location", "position", "session", "factor", "device", "customer", "attribute",
    ]
)  # fmt: skip
SERVICE_DESK: Final = frozenset(
    [
        "ticket", "issue", "case", "incident", "change", "problem", "request", "task", "queue", "project", "board",
        "watcher", "assignee",
    ]
)  # fmt: skip
TICKETS: Final = SERVICE_DESK - {"project", "board", "queue"}
WORK: Final = frozenset(["order", "package", "item"])
"""Words for what a service desk works on only behind the word `work`: other orders are sold, other packages sent."""
SERVICE_DESK_SUPPORTING: Final = frozenset(
    [
        "comment", "worklog", "attachment", "workflow", "status", "priority", "sla", "severity", "category",
        "resolution", "label",
    ]
)  # fmt: skip

PLAIN_MODIFIERS: Final = frozenset(
    [
        "user", "access", "security", "member", "organization", "tenant", "workspace", "company", "team", "project",
        "account", "application", "system", "service", "custom", "admin", "directory", "local", "internal",
        "external", "global", "identity", "my", "managed", "enterprise", "sub", "work", "people", "staff", "group",
        "role", "iam", "permission", "realm", "instance", "site", "portal", "machine", "technical", "client",
        "mail", "distribution", "scim",
    ]
)  # fmt: skip
"""Words before a managed noun that leave it what it is: a security group is a group, a filter group is not."""

IDENTIFIER_NAMES: Final = (
    "id", "pk", "_id", "uuid", "guid", "gid", "uid", "objectid", "identifier", "oid", "uniqueid", "sysid", "objectguid",
)  # fmt: skip
SELF_SEGMENTS: Final = frozenset(["me", "self", "current", "whoami", "@me", "~", "myself", "currentuser"])


def rank_of_subject(head: str) -> int:
    """Return how far a class stands on the receiving side of access, 0 first: users receive, organizations grant."""
    order = (LINKS, USERS | STAFF | MACHINES, GROUPS, ROLES, PROJECTS | CLIENTS, ORGANIZATIONS)
    return next((i for i, heads in enumerate(order) if head in heads), len(order))
