"""Attributes of the model as native attributes: flat, legally named, with types the framework converts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import legal, unused

_MAX_DEPTH: Final = 3
_MAX_NESTED: Final = 300
_TEXT: Final = Scalar(json_type="string")
_STRING_FORMATS: Final = frozenset({"date-time", "email", "uri", "uuid", "hostname", "ipv4", "ipv6"})
_DESCRIPTION_LENGTH: Final = 200
_DESCRIPTION_READ: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The classes a reference may point to: their names by lower-case label, and the property that identifies each."""

    names: Mapping[str, str]
    identifiers: Mapping[str, str]


def native_attributes(
    owner: str, attributes: tuple[Attribute, ...], targets: Targets, findings: Findings
) -> tuple[NativeAttribute, ...]:
    """Return the attributes of the class `owner` that can be expressed, named so that no two collide."""
    every = [it for attribute in attributes for it in _flattened(owner, attribute, targets, findings, None)]
    flat = _bounded(owner, every, findings)
    naming = _Naming({it.name for it in flat if legal(it.name) == it.name})
    planned: dict[str, NativeAttribute] = {}
    for native in flat:
        name = naming.named(native.name)
        if name != native.name:
            findings.add("GRV005", owner, native.name, f"`{native.name}` is called `{name}`.", native.source)
            native = replace(native, name=name)  # noqa: PLW2901 - the same attribute
        planned[name] = native
    return tuple(planned.values())


class _Naming:
    """
    Gives each attribute of a class a legal name of its own, whatever the case.

    A name that is legal as documented goes to the attribute documented so, and to no other.
    """

    def __init__(self, documented: set[str]) -> None:
        self._documented = documented
        self._alike = Counter(it.lower() for it in documented)
        self._given: set[str] = set()

    def named(self, documented: str) -> str:
        """Return the name of the next attribute, which is documented as `documented`."""
        name, own = legal(documented), documented in self._documented
        if name.lower() in self._given or self._alike[name.lower()] > own:
            name = unused(name, self._given | (self._documented - {documented}))
        self._given.add(name.lower())
        return name


def _bounded(owner: str, flat: list[NativeAttribute], findings: Findings) -> list[NativeAttribute]:
    """Return `flat` with at most 300 values from inside others: a class of thousands is of no use to anybody."""
    nested = [it for it in flat if it.nested]
    for it in nested[_MAX_NESTED : _MAX_NESTED + 1]:
        sentence = f"{len(nested) - _MAX_NESTED} nested values, from `{it.name}` on, are left out."
        findings.add("GRV004", owner, it.name, sentence, it.source)
    beyond = {id(it) for it in nested[_MAX_NESTED:]}
    return [it for it in flat if id(it) not in beyond]


def one_line(text: str) -> str:
    """Return `text` on one line, cut at a word near 200 characters."""
    words = " ".join(text[:_DESCRIPTION_READ].split())
    if len(words) <= _DESCRIPTION_LENGTH:
        return words
    return words[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + "..."


def _flattened(
    owner: str, attribute: Attribute, targets: Targets, findings: Findings, around: NativeAttribute | None
) -> Iterator[NativeAttribute]:
    native = _common(attribute, around)
    match attribute.type:
        case Scalar():
            yield from _scalar(owner, native, findings)
        case Reference() as reference:
            yield _reference(owner, native, reference, targets, findings)
        case Complex() if attribute.multivalued:
            yield _as_text(owner, native, findings)
        case Complex(attributes=inner) if inner and len(native.path) < _MAX_DEPTH:
            _warn_read_only(owner, native, findings)
            for child in inner:
                yield from _flattened(owner, child, targets, findings, native)
        case Complex() | Anything():
            sentence = f"The value of `{native.name}` is not described as a plain value or a list of them."
            findings.add("GRV004", owner, native.name, sentence, native.source)


def _common(attribute: Attribute, around: NativeAttribute | None) -> NativeAttribute:
    """Return the native attribute with all that its type does not change; inside `around` it is only read."""
    path = (*around.path, attribute.name) if around else attribute.path or (attribute.name,)
    flat = len(path) == 1
    scalar = attribute.type if isinstance(attribute.type, Scalar) else _TEXT
    return NativeAttribute(
        name="_".join((*around.path, attribute.name)) if around else attribute.name,
        path=path,
        json_type=scalar.json_type,
        format=_format(scalar),
        values=scalar.values,
        multivalued=attribute.multivalued,
        required=attribute.required is True and flat,
        creatable=attribute.creatable is True and flat,
        updatable=attribute.updatable is True and flat,
        readable=attribute.readable is not False and (around is None or around.readable),
        returned_by_default=attribute.returned_by_default is not False,
        description=one_line(attribute.description),
        source=attribute.source,
    )


def _format(scalar: Scalar) -> str:
    if scalar.json_type == "integer":
        return "int64"  # an undocumented counter may pass 32 bits; a Long holds either
    if scalar.json_type == "number":
        return "double"
    return scalar.format if scalar.json_type == "string" and scalar.format in _STRING_FORMATS else ""


def _scalar(owner: str, native: NativeAttribute, findings: Findings) -> Iterator[NativeAttribute]:
    if not native.readable and not native.writable:
        sentence = f"`{native.name}` can be neither read nor written through the framework."
        findings.add("GRV004", owner, native.name, sentence, native.source)
        return
    if native.multivalued and native.writable:
        sentence = f"`{native.name}` with exactly one value is sent as that value, not as a list of one."
        remedy = "Test writing a single value; if the server refuses it, manage the attribute elsewhere."
        findings.add("GRV025", owner, native.name, sentence, native.source, remedy=remedy)
    yield native


def _reference(
    owner: str, native: NativeAttribute, reference: Reference, targets: Targets, findings: Findings
) -> NativeAttribute:
    target = targets.names.get(reference.object_class.lower(), "")
    identifier = targets.identifiers.get(reference.object_class.lower(), "")
    in_object = reference.carrier == "object"
    member = (reference.member or identifier or IDENTIFIER_MEMBER) if in_object else ""
    if reference.carrier == "identifier" and (native.writable or not target):
        sentence = f"`{native.name}` keeps the identifier of {reference.object_class} as a plain value."
        findings.add("GRV032", owner, native.name, sentence, native.source)
        formatted = "int64" if reference.json_type == "integer" else ""
        return replace(native, json_type=reference.json_type, format=formatted)
    if reference.carrier == "link" or not target or (in_object and member != identifier):
        return _as_text(owner, native, findings)
    _warn_read_only(owner, native, findings)
    fixed = replace(native, role="reference", target=target, member=member)
    return _never_written(replace(fixed, json_type=reference.json_type))


IDENTIFIER_MEMBER: Final = "id"


def _as_text(owner: str, native: NativeAttribute, findings: Findings) -> NativeAttribute:
    sentence = f"`{native.name}` is read as JSON text."
    findings.add("GRV007", owner, native.name, sentence, native.source)
    return _never_written(replace(native, role="json_text"))


def _warn_read_only(owner: str, native: NativeAttribute, findings: Findings) -> None:
    if native.writable:
        sentence = f"What is inside `{native.name}` can be read, but the framework sends only flat values."
        remedy = "Set it through another request of the application, or keep it out of the mappings."
        findings.add("GRV006", owner, native.name, sentence, native.source, remedy=remedy)


def _never_written(native: NativeAttribute) -> NativeAttribute:
    return replace(native, creatable=False, updatable=False, required=False)
