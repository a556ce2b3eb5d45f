"""A client that speaks to the embedded host as midPoint's wizard does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.bootstrap.services import jobs
from shared.cli.applications import Applications


@dataclass
class Wizard:
    """Starts jobs over HTTP, waits for their machine, and reads how they ended."""

    session: str = ""
    gateway: Applications = field(default_factory=Applications)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401
        """Send one request and return the answer."""
        return asyncio.run(self._send(method, path, **request))

    def run(self, stage: str, body: dict[str, Any], **query: str) -> dict[str, Any]:
        """Run a stage to its end and return the job's status."""
        self.session = self.session or self.send("POST", "/api/v1/session").json()["sessionId"]
        route = f"/api/v1/{stage}/{self.session}/{stage}"
        job = self.send("POST", route, json=body, params=query)
        assert (job.status_code, list(job.json())) == (200, ["jobId"])
        jobs().pipelines.wait(stage, job.json()["jobId"], 60)  # type: ignore[attr-defined]  # the embedded engine's own
        found: dict[str, Any] = self.send("GET", route, params=job.json()).json()
        return found

    async def _send(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401
        transport = httpx.ASGITransport(app=self.gateway)
        async with httpx.AsyncClient(transport=transport, base_url="http://host.example") as client:
            return await client.request(method, path, **request)
