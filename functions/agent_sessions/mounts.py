"""
The two dialects of the agent interface, each under its own prefix.

Under `/api` Go's clients feel at home, at the root Python's, whose models refuse a session with keys they do not know
and deltas that are null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from shared.api.json_text import JsonAnswer
from shared.domain.agent import AgentSession, agent_json, seconds
from shared.domain.session import Event

_NOTHING_ASKED: Final[Mapping[str, Any]] = {"requestedAuthConfigs": {}, "requestedToolConfirmations": {}}
_GO_JSON: Final = "application/json; charset=UTF-8"


class _Line(JsonAnswer):
    """A JSON text with the line end that Go's encoder writes."""

    media_type = _GO_JSON

    def render(self, content: object) -> bytes:
        return super().render(content) + b"\n"


@dataclass(frozen=True, slots=True)
class Mount:
    """One dialect: how it words sessions, events and their absence."""

    prefix: str
    is_go: bool

    def answer(self, content: object, headers: Mapping[str, str] | None = None) -> Response:
        """Return a successful answer."""
        return _Line(content, headers=headers) if self.is_go else JsonAnswer(content, headers=headers)

    def done(self) -> Response:
        """Return the answer to what has nothing to say."""
        return Response(status_code=200, media_type=_GO_JSON) if self.is_go else JsonAnswer(None)

    def session(self, found: AgentSession) -> dict[str, Any]:
        """Return a session with its state and events."""
        session = found.session
        names = {"id": session.agent_id, "appName": session.app, "userId": session.owner}
        events = [self.event(event) for event in found.events]
        if not self.is_go:
            time = seconds(session.told)
            return {**names, "state": dict(found.state), "events": events, "lastUpdateTime": time}
        aliases = {"sessionID": session.agent_id, "userID": session.owner}
        time = session.told // 1_000_000_000
        return {**names, "lastUpdateTime": time, "events": events, "state": dict(found.state), **aliases}

    def sessions(self, found: Sequence[AgentSession]) -> list[dict[str, Any]]:
        """Return a list of sessions."""
        return [self.session(each) for each in found]

    def event(self, event: Event) -> dict[str, Any]:
        """Return an event; deltas are never null, whatever was sent."""
        said = agent_json(event)
        actions = {"artifactDelta": {}, **said["actions"]}  # type: ignore[dict-item]  # always an object
        if self.is_go:
            absent = {"groundingMetadata": None, "usageMetadata": None, "content": None}
            return {"id": "", "invocationId": "", "author": "", **absent, **said, "actions": actions}
        present = {name: value for name, value in said.items() if value is not None}
        return {"invocationId": "", "nodeInfo": {"path": ""}, **present, "actions": {**_NOTHING_ASKED, **actions}}


GO: Final = Mount("/api", is_go=True)
PYTHON: Final = Mount("", is_go=False)
