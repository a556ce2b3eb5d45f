"""The review, from the first document to the restored session, against the built template on the emulator."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.e2e.deploy import Deployment
from tests.e2e.review.people import Person, Review
from tests.e2e.review.story import take_every_step

pytestmark = pytest.mark.e2e


def test_a_review_from_documents_to_a_restored_session(stack: Deployment, new_key: Callable[[str], str]) -> None:
    with ExitStack() as clients:
        ann, bob = (
            clients.enter_context(httpx.Client(base_url=stack.api, headers={"X-API-Key": new_key(name)}, timeout=60))
            for name in ("ann", "bob")
        )
        take_every_step(Review(Person(ann), Person(bob)))
