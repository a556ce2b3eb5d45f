"""One stack for all tests of this folder: to start the emulator and to deploy takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

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


@pytest.fixture(scope="session", name="key")
def _key(stack: Deployment) -> str:
    with client("dynamodb", stack.endpoint) as dynamodb:
        items = DynamoDbItems(dynamodb, stack.outputs["TableName"], Backoff())
        access = Access(records=ApiKeyRecords(items), clock=SystemClock(), identifiers=Uuid7Identifiers(), mode="keys")
        _key, secret = access.create(Principal(tenant="acme", subject="engineer"), "tests")
    return secret


@pytest.fixture(name="api")
def _api(stack: Deployment, key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.api, headers={"X-API-Key": key}, timeout=60) as api:
        yield api
