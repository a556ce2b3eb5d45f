"""Path items, as OpenAPI 3.x and Swagger 2.0 both have them: which operations there are, and with which parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.compiler.model.fragment import Method
from shared.compiler.reading import codes
from shared.compiler.reading.pointers import References, escape
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_ENDPOINTS: Final = 20_000
_METHODS: Final[tuple[tuple[str, Method], ...]] = (
    ("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE"),
)  # fmt: skip
_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One operation as it stands in the document; `parameters` with their pointers, those of the path item included."""

    path: str
    method: Method
    node: _Json
    pointer: str
    parameters: tuple[tuple[_Json, str], ...]


def operations(root: _Json, references: References, document: str, findings: list[Diagnostic]) -> Iterator[Declared]:
    """Yield the operations under `paths` in the document's order; what is no operation becomes a finding."""
    paths = root.get("paths")
    if not isinstance(paths, Mapping) or not paths:
        message = "the document declares no paths, so it offers no operation"
        findings.append(codes.finding(codes.PATHS_MISSING, Severity.WARNING, message, Location(document, "/paths")))
        return
    count = 0
    for path, item in paths.items():
        if path.startswith("x-"):
            continue
        for declared in _of_item(path, item, references, document, findings):
            count += 1
            if count > MAX_ENDPOINTS:
                _too_many(document, findings)
                return
            yield declared


def _too_many(document: str, findings: list[Diagnostic]) -> None:
    message = f"the document declares more than {MAX_ENDPOINTS} operations; the rest was left out"
    findings.append(codes.finding(codes.TOO_MANY_ENDPOINTS, Severity.ERROR, message, Location(document, "/paths")))


def _of_item(
    path: str, item: object, references: References, document: str, findings: list[Diagnostic]
) -> Iterator[Declared]:
    item, pointer = references.follow(item, f"/paths/{escape(path)}")
    if not isinstance(item, Mapping):
        _malformed(document, pointer, findings)
        return
    _unusual(item, pointer, document, findings)
    shared = _parameters(item, pointer, references, document, findings)
    for word, method in _METHODS:
        if word not in item:
            continue
        # The standard only knows references to whole items; trees of files keep each operation in one.
        node, at = references.follow(item[word], f"{pointer}/{word}")
        if not isinstance(node, Mapping):
            _malformed(document, at, findings)
            continue
        own = _parameters(node, at, references, document, findings)
        parameters = tuple((shared | own).values())
        yield Declared(path=_slashed(path), method=method, node=node, pointer=at, parameters=parameters)


def _unusual(item: _Json, pointer: str, document: str, findings: list[Diagnostic]) -> None:
    """Tell of the operations of OpenAPI 3.2 that have methods no connector sends."""
    more = item.get("additionalOperations")
    others = (
        [(str(word), f"additionalOperations/{escape(str(word))}") for word in more] if isinstance(more, Mapping) else []
    )
    for method, where in [*(("QUERY", "query") for word in ("query",) if word in item), *others]:
        message = f"the operation has the method {method[:20]}, which connectors do not send; it was left out"
        at = Location(document, f"{pointer}/{where}")
        findings.append(codes.finding(codes.METHOD_UNKNOWN, Severity.INFO, message, at))


def _slashed(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _malformed(document: str, pointer: str, findings: list[Diagnostic]) -> None:
    message = "what stands here is no operation and was left out"
    at = Location(document, pointer)
    findings.append(codes.finding(codes.OPERATION_MALFORMED, Severity.WARNING, message, at))


def _parameters(
    node: _Json, at: str, references: References, document: str, findings: list[Diagnostic]
) -> dict[tuple[str, str], tuple[_Json, str]]:
    listed = node.get("parameters")
    found: dict[tuple[str, str], tuple[_Json, str]] = {}
    for i, entry in enumerate(listed if isinstance(listed, list) else ()):
        parameter, pointer = references.follow(entry, f"{at}/parameters/{i}")
        if parameter is None and isinstance(entry, Mapping):
            continue  # a dangling reference already has its finding
        if _is_parameter(parameter):
            found[parameter["name"], parameter["in"]] = (parameter, pointer)
        else:
            message = "a parameter has no name or place and was left out"
            location = Location(document, f"{at}/parameters/{i}")
            findings.append(codes.finding(codes.PARAMETER_MALFORMED, Severity.WARNING, message, location))
    return found


def _is_parameter(node: object) -> bool:
    return isinstance(node, Mapping) and isinstance(node.get("name"), str) and isinstance(node.get("in"), str)
