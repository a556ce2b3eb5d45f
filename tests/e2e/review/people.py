"""
A review of a connector as two people do it, over HTTP alone.

Ann makes a connector, tries two variants of it in forks, has one of them approved by Bob, commits it and merges it
into what she worked on meanwhile; then she takes everything back. Every step asserts what it answered, what it changed,
and that it changed nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import httpx

ENDED: Final = ("finished", "failed")
EMPTY: Final = "sha256:6a3cf5192354f71615ac51034b3e97c20eda99643fcaf5bbe6d41ad59bd12167"
"""The hash of no content at all."""

_USER: Final = '{"application/json": {schema: {$ref: "#/components/schemas/User"}}}'
_USERS: Final = '{"application/json": {schema: {type: array, items: {$ref: "#/components/schemas/User"}}}}'
DOCUMENT: Final = f"""\
openapi: 3.0.3
info: {{title: Larkspur, version: "1.4"}}
servers: [{{url: "https://larkspur.example/api"}}]
paths:
  /users:
    get:
      operationId: listUsers
      responses: {{"200": {{description: Users, content: {_USERS}}}}}
    post:
      operationId: createUser
      requestBody: {{content: {_USER}}}
      responses: {{"201": {{description: The user, content: {_USER}}}}}
  /directory/users:
    get:
      operationId: listDirectoryUsers
      responses: {{"200": {{description: Users, content: {_USERS}}}}}
  /users/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get:
      operationId: getUser
      responses: {{"200": {{description: The user, content: {_USER}}}}}
    patch:
      operationId: changeUser
      requestBody: {{content: {_USER}}}
      responses: {{"200": {{description: The user, content: {_USER}}}}}
    delete:
      operationId: deleteUser
      responses: {{"204": {{description: Gone}}}}
components:
  schemas:
    User:
      type: object
      required: [id, userName]
      properties:
        id: {{type: string, readOnly: true}}
        userName: {{type: string}}
        active: {{type: boolean}}
"""
SEARCH: Final = "User.search.all.op.groovy"
"""The script that all change."""
ANN: Final = "user:ann"
BOB: Final = "user:bob"
UNCHANGED: Final = {"added": 0, "modified": 0, "removed": 0}
BY_HAND: Final = "// Reviewed by hand.\n"
GENERATED: Final = [
    ("session.created", ANN),
    ("documentation.uploaded", ANN),
    ("documentation.processed", "pipeline/documentation"),
    ("job.started", ANN),
    ("job.started", "pipeline/connector"),
    ("digester.finished", "pipeline/digester"),
    ("job.started", "pipeline/connector"),
    ("codegen.finished", "pipeline/codegen"),
]
"""The log of a session whose connector was made."""


@dataclass(frozen=True)
class Person:
    """Somebody with a key of their own."""

    client: httpx.Client

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:  # noqa: ANN401
        """Send a request; header names with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        part = {"content": body} if isinstance(body, str) else {} if body is None else {"json": body}
        return self.client.request(method, path, headers=named, **part)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:  # noqa: ANN401 - any JSON
        """Send a request that must succeed; return the answer's body."""
        answer = self.send(method, path, body, **headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        is_json = answer.content and "json" in answer.headers.get("content-type", "")
        return answer.json() if is_json else answer.text

    def refused(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:  # noqa: ANN401
        """Send a request that must not succeed; return its status and code."""
        answer = self.send(method, path, body, **headers)
        assert answer.is_error, answer.text[:2000]
        told = answer.json()
        return answer.status_code, told["code"] if "code" in told else told["error"]["code"]

    def detail(self, session: str) -> dict[str, Any]:
        """Return a session in full."""
        found = self.ask("GET", f"/v1/sessions/{session}")
        assert isinstance(found, dict)
        return found

    def tag(self, session: str) -> str:
        """Return the entity tag of a session."""
        return f'"r{self.detail(session)["revision"]}"'

    def hash(self, session: str) -> str:
        """Return the hash of a session's content."""
        return str(self.detail(session)["contentHash"])

    def code(self, session: str) -> dict[str, str]:
        """Return the code files of a session with their hashes."""
        files = self.ask("GET", f"/v1/sessions/{session}/code")["files"]
        return {each["path"]: each["hash"] for each in files}

    def log(self, session: str) -> list[tuple[str, str]]:
        """Return the events of a session, which are numbered without a hole, by type and actor."""
        events = self.ask("GET", f"/v1/sessions/{session}/events?pageSize=200")["events"]
        assert [each["seq"] for each in events] == [*range(1, len(events) + 1)]
        return [(each["type"], each["actor"]) for each in events]

    def job(self, path: str, body: dict[str, Any], seconds: float = 90) -> dict[str, Any]:
        """Run a job to its end, which must be a good one."""
        job = self.ask("POST", path, body)["jobId"]
        deadline = time.monotonic() + seconds
        while (found := self.ask("GET", f"{path}?jobId={job}"))["status"] not in ENDED:
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        assert (found["status"], found["errors"]) == ("finished", None)
        assert isinstance(found, dict)
        return found


@dataclass
class Review:
    """The review and what its steps leave to those after them."""

    ann: Person
    bob: Person
    parent: str = ""
    yaml: str = ""
    """The fork whose scripts are YAML."""
    other: str = ""
    """The fork that lists users elsewhere."""
    saved: dict[str, Any] = field(default_factory=dict)
    """The checkpoint of what was generated."""
    keys: Iterator[int] = field(default_factory=count)
    """What idempotency keys are made of."""

    def key(self) -> str:
        """Return a new idempotency key."""
        return f"review-{next(self.keys)}"

    def approved(self, session: str, action: str, **about: Any) -> str:  # noqa: ANN401 - any JSON
        """Have an act on a session approved, and return the approval's id."""
        wish = {"action": action, "contentHash": self.ann.hash(session), "reviewers": ["user:bob"]} | about
        asked = self.ann.ask("POST", f"/v1/sessions/{session}/request-approval", wish)
        place = f"/v1/sessions/{session}/approvals/{asked['approvalId']}"
        granted = self.bob.ask("POST", f"{place}/grant", {"comment": "well"})
        assert (granted["state"], granted["decidedBy"]) == ("granted", "user:bob")
        return str(asked["approvalId"])

    def may(self, session: str) -> set[str]:
        """Return what Bob may do with a session now."""
        return {name for name, may in self.bob.detail(session)["capabilities"].items() if may}
