"""What the template's roles may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.architecture.artefacts import ROOT, template
from tests.architecture.expansion import as_if_uploaded, expanded

RESOURCES: Final[dict[str, Any]] = expanded(as_if_uploaded(template(ROOT)))["Resources"]
# Delivery of logs knows no resources.
UNBOUND: Final = {"StateMachineLogsPolicy"}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in RESOURCES.items() if one["Type"] == kind}


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - IAM takes one or many
    return value if isinstance(value, list) else [value]


def statements(role: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return what a role may do, with the name of the policy that says so."""
    properties = RESOURCES[role]["Properties"]
    for policy in properties.get("Policies", ()):
        yield from ((policy["PolicyName"], one) for one in policy["PolicyDocument"]["Statement"])
    for policy in properties["ManagedPolicyArns"]:
        if isinstance(policy, dict):
            document = RESOURCES[policy["Ref"]]["Properties"]["PolicyDocument"]
            yield from ((policy["Ref"], one) for one in document["Statement"])


def text(resource: Any) -> str:  # noqa: ANN401 - a text or a function of CloudFormation
    if isinstance(resource, dict):
        [value] = resource.values()
        return ".".join(value) if isinstance(value, list) else str(value)
    return str(resource)


def rights(role: str) -> set[str]:
    """Return the actions of a role, each with the records, object keys or state machines it is bound to."""
    return {
        f"{action} {bound}".strip()
        for policy, one in statements(role)
        if policy not in UNBOUND
        for action in listed(one["Action"])
        for bound in bounds(one)
    }


def bounds(statement: dict[str, Any]) -> Iterator[str]:
    conditions = [(key, values) for test in statement.get("Condition", {}).values() for key, values in test.items()]
    for _, values in conditions:
        yield from listed(values)
    for resource in map(text, listed(statement["Resource"])) if not conditions else ():
        bound = re.search(r"(?:blobs|uploads)/\*$|\w+(?=StateMachine)|\w+(?=Function\.Arn)", resource)
        yield bound[0] if bound else ""
