"""Read a whole collection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from shared.compiler.frontends.postman.bodies import answered, sent, successes
from shared.compiler.frontends.postman.nodes import Json, entries, headers, text, variables
from shared.compiler.frontends.postman.security import declared, effective, is_public, written
from shared.compiler.frontends.postman.urls import Address, address, shown
from shared.compiler.model.authentication import Authentication
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Endpoint, Fragment, Method
from shared.compiler.model.operation import Parameter
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_DEPTH: Final = 30
MAX_REQUESTS: Final = 20_000
_METHODS: Final[Mapping[str, Method]] = {method: method for method in get_args(Method)}
_OTHER_METHODS: Final = frozenset(["HEAD", "OPTIONS", "TRACE", "CONNECT"])
_COMMON_HEADERS: Final = frozenset(
    ["authorization", "content-type", "accept", "user-agent", "host", "connection", "content-length", "cache-control",
     "accept-encoding", "accept-language", "origin", "referer", "cookie", "postman-token"]
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One request of the collection, the folders it lies in, and the `auth` object that holds for it."""

    name: str
    folders: tuple[str, ...]
    node: Json
    responses: tuple[Json, ...]
    method: Method
    address: Address
    auth: object
    at: Location


def read(root: Mapping[str, Any], document: str) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """
    Return what the requests and saved answers of the collection `root`, called `document`, show.

    Shapes come from examples, so a specification of the same application is believed before the collection.
    """
    inner = root.get("collection")
    collection, at = (inner, "/collection") if isinstance(inner, Mapping) else (root, "")
    reader = _Reader(document, variables(collection.get("variable")))
    reader.folder(collection.get("item"), f"{at}/item", (), collection.get("auth"))
    if not reader.requests:
        message = "the collection holds no request that could be read"
        reader.report(codes.POSTMAN_NO_REQUEST, message, at, Severity.ERROR)
    fragment = Fragment(
        trust="prose",
        application=_application(collection, reader.requests, Location(document, f"{at}/info")),
        endpoints=tuple(_endpoints(reader.requests)),
        authentications=tuple(_authentications(reader.requests)),
    )
    return fragment, tuple(reader.findings)


class _Reader:
    def __init__(self, document: str, known: Mapping[str, str]) -> None:
        self._document = document
        self._known = known
        self.requests: list[_Request] = []
        self.findings: list[Diagnostic] = []

    def report(self, code: str, message: str, at: str, severity: Severity = Severity.WARNING) -> None:
        """Keep a finding about the pointer `at`."""
        self.findings.append(codes.finding(code, severity, message, Location(self._document, at)))

    def folder(self, items: object, at: str, folders: tuple[str, ...], auth: object) -> None:
        """Read the requests in `items`, and in the folders among them."""
        if len(folders) > MAX_DEPTH:
            self.report(codes.POSTMAN_MALFORMED, f"folders are nested deeper than {MAX_DEPTH} levels", at)
            return
        for i, item in enumerate(items if isinstance(items, list) else ()):
            here = f"{at}/{i}"
            if not isinstance(item, Mapping):
                self.report(codes.POSTMAN_MALFORMED, "what stands here is neither a folder nor a request", here)
            elif isinstance(item.get("item"), list):
                inner = effective(item.get("auth"), auth)
                self.folder(item["item"], f"{here}/item", (*folders, text(item.get("name"))), inner)
            else:
                self._request(item, here, folders, auth)

    def _request(self, item: Json, at: str, folders: tuple[str, ...], auth: object) -> None:
        request = item.get("request")
        node: Json = {"url": request, "method": "GET"} if isinstance(request, str) else request or {}
        where = Location(self._document, f"{at}/request")
        method = text(node.get("method")).upper() or "GET" if isinstance(node, Mapping) else ""
        found = address(node.get("url"), self._known, where) if method in _METHODS else None
        if method in _OTHER_METHODS:
            return
        if found is None:
            self.report(codes.POSTMAN_MALFORMED, "what stands here is no request with a method and an address", at)
        elif isinstance(node.get("body"), Mapping) and text(node["body"].get("mode")) == "graphql":
            message = "a GraphQL query is no request a REST connector can use; it was left out"
            self.report(codes.GRAPHQL_UNUSABLE, message, at, Severity.INFO)
        elif len(self.requests) < MAX_REQUESTS:
            kept = _Request(
                name=text(item.get("name")),
                folders=folders,
                node=node,
                responses=tuple(entries(item.get("response"))),
                method=_METHODS[method],
                address=found,
                auth=effective(node.get("auth"), auth),
                at=where,
            )
            self.requests.append(kept)


def _endpoints(requests: Sequence[_Request]) -> Iterator[Endpoint]:
    """Yield one endpoint for each method and path; several requests to one are examples of the same."""
    grouped: dict[tuple[str, str], list[_Request]] = {}
    for request in requests:
        grouped.setdefault((request.method, request.address.path), []).append(request)
    for same in grouped.values():
        yield _endpoint(same)


def _endpoint(same: Sequence[_Request]) -> Endpoint:
    first = same[0]
    saved = successes([response for request in same for response in request.responses])
    descriptions = (text(request.node.get("description")) for request in same)
    return Endpoint(
        method=first.method,
        path=first.address.path,
        summary=first.name,
        description=next(filter(None, descriptions), ""),
        tags=tuple(name for name in first.folders[-1:] if name),
        parameters=tuple(_parameters(same)),
        request=sent([request.node for request in same], first.at) if first.method != "GET" else None,
        answer=answered([response for _, response in saved], first.at),
        success=tuple(dict.fromkeys(sorted(status for status, _ in saved))),
        public=all(is_public(request.auth) for request in same),
        source=first.at,
    )


def _parameters(same: Sequence[_Request]) -> Iterator[Parameter]:
    found: dict[tuple[str, str], Parameter] = {}
    for request in same:
        for parameter in (*request.address.parameters, *_headers(request)):
            found.setdefault((parameter.placement, parameter.name), parameter)
    yield from found.values()


def _headers(request: _Request) -> Iterator[Parameter]:
    for each in headers(request.node.get("header")):
        name = text(each.get("key")).strip()
        if name and name.lower() not in _COMMON_HEADERS:
            kind = shown(text(each.get("value")))
            described = text(each.get("description"))
            yield Parameter(name=name, placement="header", type=kind, description=described, source=(request.at,))


def _authentications(requests: Sequence[_Request]) -> Iterator[Authentication]:
    """Yield each way once, the one that most requests use first."""
    ways: dict[tuple[str, ...], Authentication] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for request in requests:
        for way in (declared(request.auth, request.at), written(request.node.get("header"), request.at)):
            if way is not None:
                key = (way.kind, *((way.placement, way.parameter, way.prefix) if way.kind == "apiKey" else ()))
                ways.setdefault(key, way)
                counts[key] += 1
    yield from (ways[key] for key, _ in counts.most_common())


def _application(collection: Json, requests: Sequence[_Request], at: Location) -> Application:
    info = collection.get("info")
    info = info if isinstance(info, Mapping) else {}
    bases = Counter(request.address.base for request in requests if request.address.base)
    return Application(
        name=text(info.get("name")),
        api_version=_version(info.get("version")),
        description=text(info.get("description")),
        protocols=("rest",),
        base_urls=tuple(_base_url(base, requests) for base, _ in bases.most_common()),
        source=(at,),
    )


def _version(said: object) -> str:
    """Return the version of a collection: a text, or its parts (semver.org) as version 2.x may spell them out."""
    if not isinstance(said, Mapping):
        return text(said)
    parts = [text(said.get(name)) for name in ("major", "minor", "patch")]
    beta = text(said.get("identifier"))
    return ".".join(parts) + (f"-{beta}" if beta else "") if all(parts) else ""


def _base_url(base: str, requests: Sequence[_Request]) -> BaseUrl:
    source = next(request.at for request in requests if request.address.base == base)
    uri = base if "://" in base or base.startswith("{") else f"https://{base}"
    return BaseUrl(uri=uri, dynamic="{" in uri, source=(source,))
