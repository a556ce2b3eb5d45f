"""google-adk's own client of its web server, which refuses sessions with keys it does not know, against our server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from google.adk.cli.conformance.adk_web_server_client import AdkWebServerClient

from tests.e2e.server import serving

PLACE = {"app_name": "app", "user_id": "user"}


def test_its_client_creates_changes_reads_and_deletes(tmp_path: Path) -> None:
    async def story(address: str) -> None:
        async with AdkWebServerClient(address) as client:
            session = await client.create_session(**PLACE, state={"k": 1, "app:x": 2})
            changed = await client.update_session(**PLACE, session_id=session.id, state_delta={"k": 2, "user:z": None})
            found = await client.get_session(**PLACE, session_id=session.id)
            await client.delete_session(**PLACE, session_id=session.id)

            assert session.state == {"k": 1, "app:x": 2}
            assert changed == found
            assert found.state == {"k": 2, "app:x": 2, "user:z": None}
            assert [event.actions.state_delta for event in found.events] == [{"k": 2, "user:z": None}]
            assert found.last_update_time == found.events[0].timestamp
            with pytest.raises(httpx.HTTPStatusError, match="404"):
                await client.get_session(**PLACE, session_id=session.id)

    with serving(tmp_path) as server:
        asyncio.run(story(server.base_url))
