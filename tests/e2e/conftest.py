"""One stack for all tests of this folder: to start the emulator and to deploy takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.dynamodb import DynamoDbItems
from shared.adapters.identifiers import Uuid7Identifiers
from shared.adapters.patience import Backoff
from shared.domain.principal import Principal
from shared.records.api_keys import ApiKeyRecords
from shared.services.access import Access
from tests.architecture.artefacts import require_build
from tests.architecture.runtime import copy_runtime
from tests.contract.engines.ministack import ministack
from tests.e2e.deploy import Deployment, client, deploy, upload

pytest.register_assert_rewrite("tests.e2e.review")


@pytest.fixture(scope="session", name="endpoint")
def _endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_build()
    with ministack(tmp_path_factory.mktemp("emulator")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session", name="template")
def _template(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return upload(endpoint, copy_runtime(tmp_path_factory.mktemp("runtime")))


@pytest.fixture(scope="session", name="stack")
def _stack(endpoint: str, template: str) -> Deployment:
    return deploy(endpoint, template, "connectorsmith", {"Stage": "dev", "Authentication": "keys"})


@pytest.fixture(scope="session", name="new_key")
def _new_key(stack: Deployment) -> Callable[[str], str]:
    """Return what makes a key for a subject of one tenant."""

    def make(subject: str) -> str:
        with client("dynamodb", stack.endpoint) as dynamodb:
            items = DynamoDbItems(dynamodb, stack.outputs["TableName"], Backoff())
            records = ApiKeyRecords(items)
            access = Access(records=records, clock=SystemClock(), identifiers=Uuid7Identifiers(), mode="keys")
            return access.create(Principal(tenant="acme", subject=subject), "tests")[1]

    return make


@pytest.fixture(scope="session", name="key")
def _key(new_key: Callable[[str], str]) -> str:
    return new_key("engineer")


@pytest.fixture(name="api")
def _api(stack: Deployment, key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.api, headers={"X-API-Key": key}, timeout=60) as api:
        yield api
