"""
midPoint's connector wizard as a client: its order of calls, its bodies, its polling, and its restoration.

It keeps what the real one keeps: the fields it reads of each answer, the scripts as files. Every answer is held to the
rules it depends on (`tests.field_rules`); any status but the one it expects ends the walk, as it would end the wizard.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from tests import field_rules

ENDED = ("finished", "failed")
FLAGS = ("mandatory", "updatable", "creatable", "readable", "multivalue", "returnedByDefault")
OPERATIONS = {
    "search/all": ("search", "getAll", "list"),
    "search/id": ("getById",),
    "search/filter": ("search", "list", "getAll"),
    "create": ("create",),
    "update": ("update",),
    "delete": ("delete",),
}
"""The scripts of a class, and the uses of the endpoints the wizard offers for each."""


@dataclass
class Kept:
    """What midPoint remembers of a walk."""

    metadata: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The text and the stored content type of each document, by its id."""
    classes: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    """The text of each script, by the path of its route below the session."""


def named_document(name: str) -> str:
    """Return the id that midPoint derives from a document's name: a UUID of version 3 (RFC 9562, section 5.3)."""
    seed = bytearray(hashlib.md5(name.encode(), usedforsecurity=False).digest())
    seed[6] = seed[6] & 0x0F | 0x30
    seed[8] = seed[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(seed)))


class Wizard:
    """One walk through the wizard; `protocol` is the connector's integration type, or None while it is unknown."""

    def __init__(self, client: httpx.Client, session: str, protocol: str | None) -> None:
        self.kept = Kept()
        self.calls: Counter[str] = Counter()
        self.session = session
        self._client = client
        self._protocol = protocol

    def call(self, method: str, path: str, expected: tuple[int, ...] = (200,), **request: Any) -> httpx.Response:  # noqa: ANN401
        """Send one request, whose answer must have one of the statuses `expected`."""
        answer = self._client.request(method, f"/api/v1/{path}", **request)
        self.calls[method] += 1
        assert answer.status_code in expected, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        field_rules.check(answer)
        return answer

    def ensure_session(self) -> bool:
        """Make the session if it is not there; return whether it was made."""
        if self.call("HEAD", f"session/{self.session}", (200, 204, 404)).status_code != 404:
            return False
        self.call("POST", f"session/{self.session}", (200, 201))
        return True

    def job(self, path: str, body: Mapping[str, Any] | None = None, *, typed: bool = False) -> dict[str, Any]:
        """Start a job as the wizard does, poll it, and return its result."""
        self.ensure_session()
        query = {"apiType": self._protocol} if typed and self._protocol else {}
        sent: dict[str, Any] = {} if body is None else {"json": body}
        job = self.call("POST", path, params=query, **sent).json()["jobId"]
        deadline = time.monotonic() + 120
        while True:
            found = self.call("GET", path, params={"jobId": job}).json()
            if found["status"] in ENDED:
                break
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
        assert found["status"] == "finished", f"{path}: {found['errors']}"
        result: dict[str, Any] = found["result"]
        return result

    def discover(self, name: str) -> list[str]:
        """Ask where the documentation is, and return the links to choose from."""
        wanted = {"applicationName": name, "applicationVersion": "latest", "llmGeneratedSearchQuery": False}
        found = self.job(f"discovery/{self.session}/discovery", wanted)
        return [*found["candidateLinks"], *(entry["href"] for entry in found["candidateLinksEnriched"])]

    def upload(self, name: str, data: bytes, content_type: str) -> None:
        """Upload a document under an id of midPoint's own, wait until it is stored, and keep its text."""
        self.ensure_session()
        document = named_document(name)
        path = f"session/{self.session}/documentation/{document}"
        self.call("POST", path, files={"documentation": (name, data, content_type)})
        deadline = time.monotonic() + 120
        while self.call("HEAD", path, (202, 204)).status_code == 202:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        bundle = self.call("GET", path).json()
        assert "\n".join(chunk["content"] for chunk in bundle["chunks"])
        exported = "conndev" in content_type
        self.kept.documents[document] = (
            (data.decode(), content_type) if exported else (json.dumps(bundle), "text/html; charset=UTF-8")
        )

    def describe(self) -> None:
        """Read what the wizard shows before there is a connector: metadata, ways to authenticate, calls to try."""
        digester = f"digester/{self.session}"
        about = self.job(f"{digester}/metadata")["infoMetadata"] or {}
        protocol = "scim" if about.get("apiType") == ["scim"] else "rest"
        addresses = about.get(f"{protocol}Availability", {}).get("baseApiEndpoint", [])
        base = [{"uri": each["uri"], "type": "constant"} for each in addresses[:1]]
        self.kept.metadata = {
            **{key: about[key] for key in ("name", "applicationVersion", "apiVersion") if about.get(key)},
            "apiType": [protocol],
            f"{protocol}Availability": {"baseApiEndpoint": base},
        }
        self.job(f"{digester}/auth")
        self.job(f"{digester}/connectivity-endpoint")

    def list_classes(self) -> list[str]:
        """Read the classes and return the names of those the wizard shows first: the most confident ones."""
        entries = self.job(f"digester/{self.session}/classes", typed=True)["objectClasses"]
        shown = [entry for entry in entries if entry["relevant"] == "true"]
        keys = ("name", "description", "abstract", "embedded", "relevantDocumentations")
        self.kept.classes = [
            {key: entry[key] for key in keys} | {"superclass": None, "relevant": "true"} for entry in shown
        ]
        best = next((level for level in ("high", "medium", "low") if any(e["confidence"] == level for e in shown)), "")
        return [entry["name"] for entry in shown if entry["confidence"] == best]

    def relate(self, names: Sequence[str]) -> None:
        """Read the relations between the classes; those of other classes the wizard drops."""
        known = {name.lower() for name in names}
        found = self.job(f"digester/{self.session}/relations")["relations"]
        self.kept.relations = [each for each in found if {each["subject"], each["object"]} <= known]

    def detail(self, name: str, *, endpoints: bool = True) -> None:
        """Read the attributes of a class and, where there are any, its endpoints."""
        base = f"digester/{self.session}/classes/{name}"
        found = self.job(f"{base}/attributes", typed=True)["attributes"]
        read = ("type", "format", "description", "scimAttribute", "relevantDocumentations", *FLAGS)
        self.kept.attributes[name] = {key: {each: entry[each] for each in read} for key, entry in found.items()}
        if endpoints:
            self.kept.endpoints[name] = self.job(f"{base}/endpoints", typed=True)["endpoints"]

    def write(self, name: str) -> None:
        """Write every script of a class, for the endpoints the wizard offers first."""
        base = f"codegen/{self.session}/classes/{name}"
        for rest in ("native-schema", "connid"):
            self._script(f"{base}/{rest}", [], typed=rest != "connid")
        for rest, uses in OPERATIONS.items():
            offered = [each for each in self.kept.endpoints.get(name, []) if {*uses} & {*each["suggestedUse"]}]
            preferred = [{"method": each["method"].lower(), "path": each["path"]} for each in offered[:1]]
            self._script(f"{base}/{rest}", preferred or [{"method": None, "path": None}], typed=True)

    def write_relations(self) -> None:
        """Write the scripts of the relations."""
        for each in self.kept.relations:
            self._script(f"codegen/{self.session}/relations/{each['name']}", [], typed=False)

    def write_authorization(self) -> None:
        """Write the script of the authorization, with the empty name the wizard sends."""
        body = {"preferredAuthorizations": [{"name": "", "type": "basic", "quirks": ""}]}
        self._script(f"codegen/{self.session}/authorization", [], typed=True, **body)

    def _script(self, path: str, preferred: list[dict[str, Any]], *, typed: bool, **more: Any) -> None:  # noqa: ANN401
        body = {"currentScript": "", "midpointErrors": [], "preferredEndpoints": preferred} | more
        code = self.job(path, body, typed=typed)["code"]
        if code:
            self.kept.scripts[path] = code

    def restore(self) -> bool:
        """Bring everything back if the session is gone, in midPoint's order; return whether it was."""
        if not self.ensure_session():
            return False
        digester = f"digester/{self.session}"
        self.call("PUT", f"{digester}/metadata", json={"infoMetadata": self.kept.metadata})
        for document, (text, content_type) in self.kept.documents.items():
            path = f"session/{self.session}/documentation/{document}"
            if self.call("HEAD", path, (200, 202, 204, 404)).status_code not in {200, 204}:
                self.call("PUT", path, content=text.encode(), headers={"Content-Type": content_type})
        self.call("PUT", f"{digester}/classes", json={"objectClasses": self.kept.classes})
        self.call("PUT", f"{digester}/relations", json={"relations": self.kept.relations})
        for name, endpoints in self.kept.endpoints.items():
            body = [each | {"method": each["method"].lower(), "requestContentType": None} for each in endpoints]
            self.call("PUT", f"{digester}/classes/{name}/endpoints", json={"endpoints": body})
        for name, attributes in self.kept.attributes.items():
            self.call("PUT", f"{digester}/classes/{name}/attributes", json={"attributes": attributes})
        for path, code in self.kept.scripts.items():
            self.call("PUT", path, json={"code": code})
        return True

    def finish(self) -> None:
        """Go on from the documents to the last script."""
        self.describe()
        names = self.list_classes()
        self.relate(names)
        for each in names:
            self.detail(each)
        for each in names:
            self.write(each)
        self.write_relations()
        self.write_authorization()
