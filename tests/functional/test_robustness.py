"""Whatever a client sends, the answer is one the interface describes, and never a defect."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.workspaces import log_routes
from shared.bootstrap import services
from shared.domain.principal import LOCAL
from tests.functional.builders import document_id, store_document, store_script
from tests.functional.ids import ABSENT
from tests.functional.stack import APPLICATIONS, Stack

SESSION: Final = "6b1f3a52-8f0e-4d6b-9b53-2d7c0f4e8a10"
OPERATIONS: Final = [
    (group, method.upper(), path)
    for group, app in APPLICATIONS.items()
    for path, operations in app.openapi()["paths"].items()
    for method in operations
]
CHECKS: Final = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance
]  # fmt: skip
BOUNDED: Final = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(name="prepared")
def _prepared(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    # Whoever waits for events has waited long enough at once.
    monkeypatch.setattr(log_routes, "monotonic", count(0, 1000).__next__)
    services.sessions().create(LOCAL, SESSION)
    store_document(SESSION)
    store_script(SESSION)
    return stack


def cases(operation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401
    """Return requests of the right form and of wrong forms, some to what exists and some to what does not."""
    known = {"session_id": SESSION, "document_id": document_id(0)}
    wanted = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    absent = dict.fromkeys(wanted, ABSENT)
    mode = schemathesis.GenerationMode
    return st.one_of(
        operation.as_strategy(path_parameters=wanted),
        operation.as_strategy(path_parameters=absent),
        operation.as_strategy(generation_mode=mode.NEGATIVE, path_parameters=wanted),
        operation.as_strategy(generation_mode=mode.NEGATIVE),
    )


@pytest.mark.parametrize(("group", "method", "path"), OPERATIONS)
@pytest.mark.usefixtures("prepared")
def test_no_request_breaks_a_route(group: str, method: str, path: str) -> None:
    operation = schemathesis.openapi.from_asgi("/openapi.json", APPLICATIONS[group])[path][method]
    statuses: list[int] = []

    @BOUNDED
    @given(cases(operation))
    def send(case: Any) -> None:  # noqa: ANN401
        statuses.append(case.call_and_validate(checks=CHECKS).status_code)

    send()

    assert statuses


@pytest.mark.parametrize(
    "path",
    [
        "/v1/sessions/{long}",
        "/v1/commits/{long}",
        *(
            f"/v1/sessions/{SESSION}/{rest}"
            for rest in ("checkpoints/{long}", "annotations/{long}", "approvals/{long}", "diff?from={long}")
        ),
    ],
)
def test_what_has_a_name_longer_than_any_is_not_there(prepared: Stack, path: str) -> None:
    assert prepared.call("GET", path.format(long="a" * 3000)).status_code == 404
