"""What the wizard relies on in every answer it polls: a field that is missing or null stops it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import httpx

FLAGS: Final = ("mandatory", "updatable", "creatable", "readable", "multivalue", "returnedByDefault")
METHODS: Final = {"GET", "POST", "PUT", "PATCH", "DELETE"}
USES: Final = {"create", "update", "delete", "getById", "getAll", "list", "search", "activate", "deactivate"}
STATUSES: Final = {"queued", "running", "finished", "failed", "not_found"}
_POLLED: Final = re.compile(r".*/api/v1/(?P<group>discovery|scrape|digester|codegen)/[^/]+/(?P<rest>[^?]+)")


def check(answer: httpx.Response) -> None:
    """Assert everything that holds for this answer, whatever was asked."""
    if answer.request.method == "HEAD" or not answer.headers.get("content-type", "").startswith("application/json"):
        return
    if answer.status_code >= 400:
        _check_error(answer.json())
        return
    polled = _POLLED.fullmatch(answer.request.url.path)
    if polled and answer.request.method == "POST":
        assert (answer.status_code, list(answer.json())) == (200, ["jobId"])
    if polled and answer.request.method == "GET":
        _check_polled(f"{polled['group']}/{polled['rest']}", answer.json())


def _check_error(body: dict[str, Any]) -> None:
    if isinstance(body["detail"], list):
        assert all({"type", "loc", "msg"} <= found.keys() for found in body["detail"])
    else:
        assert body == {"error": {"code": body["error"]["code"], "message": body["detail"]}, "detail": body["detail"]}


def _check_polled(resource: str, body: dict[str, Any]) -> None:
    if "jobId" not in body:
        return  # one class, or evidence
    assert body["status"] in STATUSES
    assert all(isinstance(line, str) and line for line in body.get("errors") or [])
    assert body["status"] != "failed" or body["errors"]
    if body["status"] == "finished":
        assert (body["progress"]["stage"], body["progress"]["message"]) == ("finished", "completed")
        assert isinstance(body["result"], dict)
        _rule_of(resource)(body["result"])
    else:
        assert body.get("result") is None


def _rule_of(resource: str) -> Callable[[dict[str, Any]], None]:
    last = resource.rsplit("/", 1)[-1]
    if resource.startswith("codegen/"):
        return fix if last == "fix" else code
    return {
        "discovery": candidates,
        "scrape": pages,
        "metadata": information,
        "auth": authentications,
        "classes": classes,
        "attributes": attributes,
        "endpoints": endpoints,
        "connectivity-endpoint": connectivity,
        "relations": relations,
    }[last]


def texts(entry: dict[str, Any], *names: str) -> None:
    assert {name: type(entry[name]) for name in names} == dict.fromkeys(names, str)


def candidates(result: dict[str, Any]) -> None:
    assert all(isinstance(link, str) for link in result["candidateLinks"])
    for entry in result["candidateLinksEnriched"]:
        texts(entry, "title", "href", "body")


def pages(result: dict[str, Any]) -> None:
    texts(result, "finishReason")
    for entry in result["savedDocumentations"]:
        texts(entry, "docId")


def information(result: dict[str, Any]) -> None:
    found = result["infoMetadata"]
    if found is None:
        return
    texts(found, "name", "applicationVersion", "apiVersion")
    assert set(found["apiType"]) <= {"rest", "scim", "sql"}
    for protocol in {"rest", "scim"} & set(found["apiType"]):
        for address in found[f"{protocol}Availability"]["baseApiEndpoint"]:
            assert address["uri"]
            assert address["type"] in {"constant", "dynamic", ""}


def authentications(result: dict[str, Any]) -> None:
    for entry in result["auth"]:
        texts(entry, "type", "name", "quirks")


def classes(result: dict[str, Any]) -> None:
    for entry in result["objectClasses"]:
        texts(entry, "name", "description")
        assert entry["name"]
        assert entry["relevant"] in {"true", "false", "maybe"}
        assert entry["confidence"] in {"high", "medium", "low"}
        assert {type(entry["abstract"]), type(entry["embedded"])} == {bool}
        evidence(entry)
    names = [entry["name"].lower() for entry in result["objectClasses"]]
    assert len(names) == len(set(names))


def attributes(result: dict[str, Any]) -> None:
    for name, entry in result["attributes"].items():
        assert name
        texts(entry, "type", "format", "description", "scimAttribute")
        assert {flag: type(entry[flag]) for flag in FLAGS} == dict.fromkeys(FLAGS, bool)
        evidence(entry)


def endpoints(result: dict[str, Any]) -> None:
    for entry in result["endpoints"]:
        texts(entry, "path", "description", "requestContentType", "responseContentType")
        assert entry["path"].startswith("/")
        assert entry["method"] in METHODS
        assert set(entry.get("suggestedUse", [])) <= USES
        evidence(entry)
    names = [entry["description"] for entry in result["endpoints"]]
    assert all(names)
    assert len(names) == len(set(names))


def connectivity(result: dict[str, Any]) -> None:
    endpoints(result)
    assert all(isinstance(entry["requiresAuth"], bool) for entry in result["endpoints"])


def relations(result: dict[str, Any]) -> None:
    for entry in result["relations"]:
        texts(
            entry, "name", "displayName", "shortDescription", "subject", "subjectAttribute", "object", "objectAttribute"
        )
        assert (entry["subject"], entry["object"]) == (entry["subject"].lower(), entry["object"].lower())
        assert entry["name"]
        assert entry["displayName"]


def code(result: dict[str, Any]) -> None:
    texts(result, "code")
    assert result["format"] in ({"groovy", "yaml"} if result["code"] else {None})


def fix(result: dict[str, Any]) -> None:
    for entry in result["scripts"]:
        texts(entry, "operationKey", "sessionKey", "format", "code")
    for entry in (*result["changedOperations"], *result["rejectedScripts"]):
        texts(entry, "operationKey", "reason")
    texts(result, "analysis")


def evidence(entry: dict[str, Any]) -> None:
    for reference in entry["relevantDocumentations"]:
        texts(reference, "docId", "chunkId")
