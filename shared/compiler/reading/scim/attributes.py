"""Attribute definitions of SCIM schemas (RFC 7643, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from shared.compiler.model.types import Anything, Attribute, AttributeType, Complex, Reference, Scalar
from shared.compiler.reading import codes
from shared.compiler.reading.scim.values import Json, flag, parts, text, texts
from shared.compiler.reading.words import pascal, spelled
from shared.kernel.diagnostics import Diagnostic, Location, Severity

MAX_NESTING: Final = 3
"""Levels of sub-attributes that are read; the RFC allows one."""
_SCALARS: Final = {
    "string": Scalar(json_type="string"),
    "boolean": Scalar(json_type="boolean"),
    "decimal": Scalar(json_type="number"),
    "integer": Scalar(json_type="integer"),
    "datetime": Scalar(json_type="string", format="date-time"),
    "binary": Scalar(json_type="string", format="binary"),
}
_FORMATS: Final = (("email", "email"), ("url", "uri"), ("uri", "uri"))
_NO_RESOURCE: Final = frozenset(["external", "uri"])


class Attributes:
    """Reads the attribute definitions of one document; what could not be read is appended to `findings`."""

    def __init__(self, document: str, findings: list[Diagnostic]) -> None:
        self._document = document
        self._findings = findings

    def read(self, node: Json, owner: str, pointer: str) -> tuple[Attribute, ...]:
        """
        Return the attributes of the schema `node` at `pointer`.

        What is missing has the default of RFC 7643, section 2.2. `owner` is the name that those of nested values start
        with.
        """
        return self._listed(parts(node, "attributes"), owner, pointer, 0)

    def _listed(
        self, entries: Iterable[tuple[Json, str]], owner: str, pointer: str, level: int
    ) -> tuple[Attribute, ...]:
        found: dict[str, Attribute] = {}
        for entry, where in entries:
            here = Location(self._document, f"{pointer}{where}")
            name = text(entry, "name")
            if not name:
                self._complain("an attribute without a name was left out", here)
            elif name.lower() not in found:
                kind = self._type(entry, owner + pascal(spelled(name)), here, level)
                found[name.lower()] = _attribute(entry, kind, here)
        return tuple(found.values())

    def _type(self, node: Json, called: str, at: Location, level: int) -> AttributeType:
        kind = text(node, "type").lower() or "string"
        if kind == "complex":
            entries = parts(node, "subAttributes") if level < MAX_NESTING else ()
            nested = self._listed(entries, called, at.pointer, level + 1)
            return Complex(name=called, attributes=nested) if nested else Anything()
        if kind == "reference":
            return _reference(node)
        if kind in _SCALARS:
            return _scalar(node, _SCALARS[kind])
        self._complain(f"the unknown type {kind[:40]!r} counts as undescribed", at)
        return Anything()

    def _complain(self, message: str, at: Location) -> None:
        self._findings.append(codes.finding(codes.SCIM_MALFORMED, Severity.WARNING, message, at))


def _attribute(node: Json, kind: AttributeType, at: Location) -> Attribute:
    # SCIM 1.1 knew no more of this than a flag.
    mutability = text(node, "mutability").lower() or ("readonly" if flag(node, "readOnly") else "readwrite")
    returned = text(node, "returned").lower() or "default"
    creatable = mutability != "readonly"
    readable = mutability != "writeonly" and returned != "never"
    return Attribute(
        name=text(node, "name"),
        type=kind,
        description=text(node, "description"),
        multivalued=flag(node, "multiValued"),
        required=flag(node, "required") and creatable,
        creatable=creatable,
        updatable=creatable and mutability != "immutable",
        readable=readable,
        returned_by_default=readable and returned != "request",
        source=(at,),
    )


def _scalar(node: Json, plain: Scalar) -> Scalar:
    untold = plain.json_type == "string" and not plain.format
    guessed = _guessed(text(node, "name")) if untold else plain.format
    return Scalar(json_type=plain.json_type, format=guessed, values=texts(node, "canonicalValues"))


def _reference(node: Json) -> AttributeType:
    """Return a link where exactly one kind of resource may be meant, else a text that holds an address."""
    targets = targets_of(node)
    if len(targets) == 1:
        return Reference(object_class=targets[0], carrier="link")
    return Scalar(json_type="string", format="reference")


def targets_of(node: Json) -> tuple[str, ...]:
    """Return the names of the resource types that the reference attribute `node` may point at."""
    return tuple(dict.fromkeys(each for each in texts(node, "referenceTypes") if each.lower() not in _NO_RESOURCE))


def _guessed(name: str) -> str:
    lower = name.lower()
    return next((format_ for word, format_ in _FORMATS if word in lower), "")


def referring(node: Json, part: str = "attributes") -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield (attribute, resource types, what leads to it) for the attributes that refer to resources."""
    for entry, where in parts(node, part):
        inner = [(each, f"{where}{below}") for each, below in parts(entry, "subAttributes")]
        for each, place in ((entry, where), *inner):
            if text(each, "type").lower() == "reference" and (targets := targets_of(each)):
                yield text(entry, "name"), targets, place
