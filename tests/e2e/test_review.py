"""The review, from the first document to the restored session, on the embedded server."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from shared.cli.main import main
from tests.e2e.review.people import Person, Review
from tests.e2e.review.story import take_every_step
from tests.e2e.server import serving


def test_a_review_from_documents_to_a_restored_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def new_key(name: str) -> str:
        assert main(["keys", "create", "--subject", name, "--data", str(tmp_path)]) == 0
        return capsys.readouterr().out.strip()

    keys = [{"X-API-Key": new_key(name)} for name in ("ann", "bob")]
    with serving(tmp_path, "--authentication", "keys") as server, ExitStack() as clients:
        ann, bob = (
            clients.enter_context(httpx.Client(base_url=server.base_url, headers=each, timeout=60, trust_env=False))
            for each in keys
        )
        take_every_step(Review(Person(ann), Person(bob)))
