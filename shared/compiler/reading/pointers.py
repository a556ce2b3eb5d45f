"""JSON Pointer (RFC 6901) and `$ref`: from a reference to the value and the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_HOPS: Final = 32
PARTS: Final = "x-documents"
"""The key under which a bundle holds the documents it was made of."""
_MISSING: Final = object()


def escape(key: str) -> str:
    """Return `key` as one reference token of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def tokens(pointer: str) -> list[str]:
    """Return the unescaped reference tokens of `pointer`; the empty pointer has none."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def value_at(root: object, pointer: str) -> object:
    """
    Return the value `pointer` names.

    Raises:
        LookupError: there is no such value.
    """
    value = root
    for token in tokens(pointer):
        value = _step(value, token)
    return value


def _step(value: object, token: str) -> object:
    if isinstance(value, Mapping) and token in value:
        return value[token]
    if isinstance(value, list) and token.isdecimal() and len(token) <= 9 and int(token) < len(value):  # noqa: PLR2004 - no list is longer
        return value[int(token)]
    raise LookupError(token)


class References:
    """The references of one document; a bad one costs one finding, however often it is used."""

    def __init__(self, root: Mapping[str, Any], document: str) -> None:
        self._root = root
        self._document = document
        self._known: dict[str, tuple[Any, str] | None] = {}
        self.findings: list[Diagnostic] = []

    def follow(self, node: object, pointer: str) -> tuple[Any, str]:
        """Return the value behind `node` if it is a reference, else itself, with its pointer; None when it dangles."""
        if not (isinstance(node, Mapping) and isinstance(ref := node.get("$ref"), str)):
            return node, pointer
        return self.target(ref, pointer) or (None, pointer)

    def target(self, ref: str, at: str) -> tuple[Any, str] | None:
        """Return the value that `ref`, used at the pointer `at`, finally names, and its own pointer."""
        if ref not in self._known:
            self._known[ref] = None  # what a reference leads through must not lead back to it
            self._known[ref] = self._find(ref, at)
        return self._known[ref]

    def _find(self, ref: str, at: str) -> tuple[Any, str] | None:
        first = ref
        for _ in range(MAX_HOPS):
            if not ref.startswith("#"):
                return self._bad(codes.REF_EXTERNAL, first, "points outside the document", at)
            value, pointer = self._value(unquote(ref[1:]), at)
            if value is _MISSING:
                return self._bad(codes.REF_DANGLING, first, "points at nothing", at)
            if not (isinstance(value, Mapping) and isinstance(value.get("$ref"), str)):
                return value, pointer
            ref = value["$ref"]
        return self._bad(codes.REF_CYCLE, first, "leads in a circle", at)

    def _value(self, pointer: str, at: str) -> tuple[object, str]:
        if pointer and not pointer.startswith("/"):
            return _MISSING, pointer
        try:
            return value_at(self._root, pointer), pointer
        except LookupError:
            return self._value_through(pointer, at)

    def _value_through(self, pointer: str, at: str) -> tuple[object, str]:
        """Return the value at `pointer` and where it stands, if the way to it leads through other references."""
        value: object = self._root
        place = ""
        for token in tokens(pointer):
            value, place = self.follow(value, place or at)
            try:
                value, place = _step(value, token), f"{place}/{escape(token)}"
            except LookupError:
                return _MISSING, pointer
        return value, place

    def _bad(self, code: str, ref: str, what: str, at: str) -> tuple[Any, str] | None:
        message = f"the reference {ref[:200]!r} {what}"
        self.findings.append(codes.finding(code, Severity.WARNING, message, Location(self._document, at)))
        return None
