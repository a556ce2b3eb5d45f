"""What was read of documents is found again by their content, within one tenant."""

from __future__ import annotations

import pytest

from shared.bootstrap import services
from shared.domain.principal import Principal
from shared.domain.session import Session
from tests.architecture.artefacts import ROOT
from tests.functional.builders import store_readable
from tests.functional.stack import Stack

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()


def with_document(tenant: str, data: bytes = EXAMPLE) -> Session:
    session = services.sessions().create(Principal(tenant=tenant, subject="ann"))
    store_readable(session.id, data)
    return services.sessions().records.get(session.id)


def test_the_same_tenant_finds_it_with_its_own_ids(stack: Stack) -> None:
    first, second = with_document("acme"), with_document("acme")
    services.readings().read(first)

    before = stack.engines.calls["blobs.put"]
    found = [services.readings().find(session) for session in (first, second, second)]

    ids = [next(iter(reading.documents.values()))[1] for reading in found if reading]
    assert len(ids) == 3
    assert ids[0] != ids[1] == ids[2]
    assert len({reading.model_blob for reading in found if reading}) == 1
    assert stack.engines.calls["blobs.put"] == before + 2


@pytest.mark.usefixtures("stack")
def test_a_stranger_does_not() -> None:
    services.readings().read(with_document("acme"))

    assert services.readings().find(with_document("umbrella")) is None


@pytest.mark.usefixtures("stack")
def test_other_content_is_another_reading() -> None:
    services.readings().read(with_document("acme"))

    assert services.readings().find(with_document("acme", EXAMPLE + b"# more\n")) is None


@pytest.mark.usefixtures("stack")
def test_what_a_deleted_session_left_behind_does_not_count() -> None:
    first = with_document("acme")
    services.readings().read(first)
    services.sessions().delete(Principal(tenant="acme", subject="ann"), first.id)

    assert services.readings().find(with_document("acme")) is None
