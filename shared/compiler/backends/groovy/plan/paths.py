"""Request paths as the framework wants them: relative, without a query, with at most the identifier left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from shared.compiler.model.operation import Operation

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
IDENTIFIER: Final = "id"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path, and the names of the placeholders nothing fills (their order in the path)."""

    path: str
    unfilled: tuple[str, ...] = ()


def placeholders(path: str) -> tuple[str, ...]:
    """Return the names of the placeholders of `path`, in order."""
    return tuple(_PLACEHOLDER.findall(path))


def selector(operation: Operation) -> str:
    """Return the placeholder that selects the object: the one named, or the last one where none is."""
    names = placeholders(operation.path)
    if operation.identifier in names:
        return operation.identifier
    return names[-1] if names else ""


def asked_parameter(operation: Operation) -> str:
    """
    Return the query parameter that selects the object, where the path has no place for it.

    It is the one the documents name, required or not, and else the only one required.
    """
    if placeholders(operation.path):
        return ""
    asked = [it for it in operation.parameters if it.placement == "query"]
    if operation.identifier and operation.identifier in {it.name for it in asked}:
        return operation.identifier
    required = [it.name for it in asked if it.required and not it.default]
    return required[0] if len(required) == 1 else ""


def endpoint(operation: Operation, *, selecting: str = "") -> Endpoint:
    """
    Return the path of `operation` relative to the base address.

    The placeholder `selecting` becomes `{id}`, the only one the framework fills everywhere; a placeholder with a
    documented default becomes that value; the others stay unfilled.
    """
    defaults = {it.name: it.default for it in operation.parameters if it.placement == "path" and it.default}
    unfilled: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name == selecting:
            return f"{{{IDENTIFIER}}}"
        if name in defaults:
            return quote(defaults[name], safe="")
        unfilled.append(name)
        return match[0]

    path = _PLACEHOLDER.sub(replace, operation.path.split("?")[0].lstrip("/"))
    return Endpoint(path, tuple(unfilled))


def template(path: str) -> str:
    """Return `path` with nameless placeholders and no outer slashes, for comparing what two requests address."""
    return _PLACEHOLDER.sub("{}", path.split("?", maxsplit=1)[0]).strip("/")
