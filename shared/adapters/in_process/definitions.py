"""Definitions read from their files and checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import yaml
from pydantic import ValidationError

from shared.adapters.in_process.faults import BadDefinition
from shared.adapters.in_process.states import EXECUTION, Branch, Definition, State, Task, branches
from shared.ports.pipelines import Machine

_DEPTH: Final = 5

MACHINES: Final[dict[str, Machine]] = {
    "ConnectorStateMachineArn": "connector",
    "DiscoveryStateMachineArn": "discovery",
    "ScrapeStateMachineArn": "scrape",
    "DigesterStateMachineArn": "digester",
    "CodegenStateMachineArn": "codegen",
}
"""The machines, by the substitutions that name them in a definition."""


def load_definition(text: str) -> Definition:
    """
    Return the machine that the ASL file's text (YAML or JSON) defines.

    Raises:
        BadDefinition: it is not well formed, or uses something this engine does not do.
    """
    try:
        # By way of JSON, so that YAML's own types (dates, for one) are refused and lists may become tuples.
        definition = Definition.model_validate_json(json.dumps(yaml.safe_load(text)))
    except (yaml.YAMLError, TypeError, ValidationError) as error:
        message = f"a state machine cannot be run: {error}"
        raise BadDefinition(message) from error
    for state in states_within(definition):
        _check(state)
    return definition


def tasks_of(definition: Definition) -> list[Task]:
    """Return every Task, those within other states included, in the definition's order."""
    return [state for state in states_within(definition) if isinstance(state, Task)]


def states_within(branch: Branch, depth: int = _DEPTH) -> Iterator[State]:
    """
    Yield every state, followed by those within it.

    Raises:
        BadDefinition: states within states within states go too deep.
    """
    if depth == 0:
        message = "maps and parallels are nested too deep"
        raise BadDefinition(message)
    for state in branch.states.values():
        yield state
        for inner in branches(state):
            yield from states_within(inner, depth - 1)


def _check(state: State) -> None:
    if isinstance(state, Task) and state.resource == EXECUTION and state.target not in MACHINES:
        message = f"{state.target} is none of our machines"
        raise BadDefinition(message)
    for inner in branches(state):
        if any(isinstance(task, Task) and task.resource == EXECUTION for task in states_within(inner)):
            message = "a Map or a Parallel cannot start executions here: only whole machines wait without a thread"
            raise BadDefinition(message)
