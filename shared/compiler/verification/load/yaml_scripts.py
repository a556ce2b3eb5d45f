"""
Operation documents in YAML, as the scripts they stand for.

A document holds a class and one of `search`, `create` and `update`, or `authentication` alone; texts of code are bodies
of closures. What comes out is Groovy that declares the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_OPERATIONS: Final = ("search", "create", "update", "authentication")
_TOKENS: Final = (
    "buildTokenRequest", "parseTokenResponse", "validateToken", "applyToken", "onResponse", "implementation",
)  # fmt: skip
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "search": ("endpoints", "normalize", "attributeResolvers", "custom"),
    "endpoint of search": (
        "path", "responseFormat", "emptyFilterSupported", "objectExtractor", "pagingSupport", "singleResult",
        "supportedFilters",
    ),
    "supportedFilters": ("spec", "request"),
    "normalize": ("toSingleValue", "rewriteUid", "rewriteName", "restoreUid", "restoreName"),
    "attributeResolvers": ("attribute", "attributes", "resolutionType", "implementation", "search"),
    "custom": ("emptyFilterSupported", "supportedFilters", "implementation"),
    "write": ("endpoints",),
    "endpoint of write": ("method", "path", "request", "supportedAttributes"),
    "request": ("contentType", "accept", "body"),
    "supportedAttribute": ("name", "value", "transition"),
    "authentication": ("rest", "scim"),
}  # fmt: skip
_CONTENT_TYPES: Final = {
    "application/json": "APPLICATION_JSON",
    "application/xml": "APPLICATION_XML",
    "application/yaml": "APPLICATION_YAML",
    "application/hal+json": "APPLICATION_HAL_JSON",
}


@dataclass(slots=True)
class Translation:
    """What a document becomes: lines of Groovy, and what is wrong with it as code, sentence and subject."""

    lines: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The script."""
        return "\n".join(self.lines) + "\n"

    def check_keys(self, kind: str, value: Mapping[str, Any]) -> None:
        """Record every key that the framework would not know."""
        for key in value:
            if str(key) not in _KEYS[kind]:
                self.wrong.append(("LOD045", f"unknown key `{key}` in {kind}.", str(key)))

    def block(self, opening: str, content: Callable[[], None]) -> None:
        """Write a block with what `content` writes."""
        self.lines.append(f"{opening} {{")
        content()
        self.lines.append("}")

    def code(self, name: str, body: Any) -> None:  # noqa: ANN401 - what a user wrote
        """Write a closure, if there is one."""
        if isinstance(body, str):
            self.block(name, lambda: self.lines.extend(body.rstrip("\n").split("\n")))


def translated(document: object) -> Translation:
    """Return the script that `document`, a parsed YAML document, stands for."""
    made = Translation()
    root = document if isinstance(document, Mapping) else {}
    found = [key for key in _OPERATIONS if key in root]
    if len(found) != 1:
        made.wrong.append(("LOD046", f"found {len(found)} operations; there must be exactly one.", ""))
    for key in root:
        if key not in (*_OPERATIONS, "objectClass"):
            made.wrong.append(("LOD045", f"unknown key `{key}`.", str(key)))
    for key in found[:1]:
        if key == "authentication":
            _authentication(made, _mapping(root[key]))
        else:
            operation = {"search": _search}.get(key, _write(key))
            name = quoted(root.get("objectClass"))
            made.block(f"objectClass({name})", lambda: operation(made, _mapping(root[key])))  # noqa: B023 - at once
    return made


def quoted(value: object) -> str:
    """Return `value` as a Groovy string."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _entries(value: object) -> Iterator[Mapping[str, Any]]:
    yield from map(_mapping, value if isinstance(value, list) else ())


def _search(made: Translation, search: Mapping[str, Any]) -> None:
    made.check_keys("search", search)

    def content() -> None:
        for endpoint in _entries(search.get("endpoints")):
            _search_endpoint(made, endpoint)
        if "custom" in search:
            _custom(made, _mapping(search["custom"]))
        if "normalize" in search:
            _normalize(made, _mapping(search["normalize"]))
        for resolver in _entries(search.get("attributeResolvers")):
            _resolver(made, resolver)

    made.block("search", content)


def _search_endpoint(made: Translation, endpoint: Mapping[str, Any]) -> None:
    made.check_keys("endpoint of search", endpoint)

    def content() -> None:
        if endpoint.get("responseFormat"):
            made.lines.append(f"responseFormat {endpoint['responseFormat']}")
        made.code("objectExtractor", endpoint.get("objectExtractor"))
        made.code("pagingSupport", endpoint.get("pagingSupport"))
        if endpoint.get("singleResult") is True:
            made.lines.append("singleResult()")
        if endpoint.get("emptyFilterSupported") is True:
            made.lines.append("emptyFilterSupported true")
        for narrowing in _entries(endpoint.get("supportedFilters")):
            made.check_keys("supportedFilters", narrowing)
            made.code(f"supportedFilter({narrowing.get('spec', '')})", narrowing.get("request", ""))

    made.block(f"endpoint({quoted(endpoint.get('path', ''))})", content)


def _custom(made: Translation, custom: Mapping[str, Any]) -> None:
    made.check_keys("custom", custom)

    def content() -> None:
        if isinstance(custom.get("emptyFilterSupported"), bool):
            made.lines.append(f"emptyFilterSupported {str(custom['emptyFilterSupported']).lower()}")
        made.lines.extend(f"supportedFilter({it.get('spec', '')})" for it in _entries(custom.get("supportedFilters")))
        made.code("implementation", custom.get("implementation"))

    made.block("custom", content)


def _normalize(made: Translation, normalize: Mapping[str, Any]) -> None:
    made.check_keys("normalize", normalize)

    def content() -> None:
        made.lines.append(f"toSingleValue {quoted(normalize.get('toSingleValue', ''))}")
        for name in _KEYS["normalize"][1:]:
            made.code(name, normalize.get(name))

    made.block("normalize", content)


def _resolver(made: Translation, resolver: Mapping[str, Any]) -> None:
    made.check_keys("attributeResolvers", resolver)

    def content() -> None:
        made.lines.append(f"attribute {quoted(resolver.get('attribute', ''))}")
        if resolver.get("resolutionType"):
            made.lines.append(f"resolutionType {resolver['resolutionType']}")
        made.code("search", resolver.get("search"))
        made.code("implementation", resolver.get("implementation"))

    made.block("attributeResolver", content)


def _write(operation: str) -> Callable[[Translation, Mapping[str, Any]], None]:
    def written(made: Translation, write: Mapping[str, Any]) -> None:
        made.check_keys("write", write)

        def content() -> None:
            for endpoint in _entries(write.get("endpoints")):
                _write_endpoint(made, endpoint)

        made.block(operation, content)

    return written


def _write_endpoint(made: Translation, endpoint: Mapping[str, Any]) -> None:
    made.check_keys("endpoint of write", endpoint)
    method = str(endpoint.get("method") or "").upper()
    if not method:
        made.wrong.append(("LOD047", f"the request `{endpoint.get('path', '')}` has no method.", "method"))

    def content() -> None:
        request = _mapping(endpoint.get("request"))
        made.check_keys("request", request)
        made.block("request", lambda: made.lines.extend(_request(request)))
        for attribute in endpoint.get("supportedAttributes") or ():
            _supported(made, attribute)

    made.block(f"endpoint({method or 'POST'}, {quoted(endpoint.get('path', ''))})", content)


def _request(request: Mapping[str, Any]) -> Iterator[str]:
    kind = request.get("contentType")
    if isinstance(kind, str):
        yield f"contentType {_CONTENT_TYPES.get(kind.lower(), quoted(kind))}"
    if request.get("body") == "EMPTY":
        yield "body EMPTY"


def _supported(made: Translation, attribute: object) -> None:
    if isinstance(attribute, Mapping):
        made.check_keys("supportedAttribute", attribute)
        conditions = [f"value {quoted(attribute['value'])}"] if "value" in attribute else []
        opening = f"supportedAttribute({quoted(attribute.get('name', ''))})"
        made.block(opening, lambda: made.lines.extend(conditions))
    else:
        made.lines.append(f"supportedAttributes {quoted(attribute)}")


def _authentication(made: Translation, authentication: Mapping[str, Any]) -> None:
    made.check_keys("authentication", authentication)

    def side(name: str) -> None:
        for kind, customizer in _mapping(authentication[name]).items():
            if kind == "preference":
                continue
            made.block(str(kind), lambda: _closures(made, _mapping(customizer)))  # noqa: B023 - called at once

    def content() -> None:
        for name in ("rest", "scim"):
            if name in authentication:
                made.block(name, lambda: side(name))  # noqa: B023 - called at once

    made.block("authentication", content)


def _closures(made: Translation, customizer: Mapping[str, Any]) -> None:
    for name, body in customizer.items():
        if name not in _TOKENS:
            made.wrong.append(("LOD045", f"unknown key `{name}` in authentication.", str(name)))
        made.code(str(name), body)
