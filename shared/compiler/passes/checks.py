"""What a back end may rely on, rule by rule; nothing undecided gets past here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute
from shared.compiler.passes.draft import Draft
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Severity


def checks(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with every flag decided, and what a person should know about its classes."""
    decided = draft.with_classes(map(_decided, draft.model.object_classes))
    likely = [each for each in decided.model.object_classes if each.confidence == "high" and each.source]
    return decided, (*_unlistable(likely), *_unidentified(likely))


def _decided(each: ObjectClass) -> ObjectClass:
    return replace(each, attributes=tuple(map(_flags, each.attributes)))


def _flags(attribute: Attribute) -> Attribute:
    readable = attribute.readable is not False
    return replace(
        attribute,
        required=bool(attribute.required),
        creatable=bool(attribute.creatable),
        updatable=bool(attribute.updatable),
        readable=readable,
        returned_by_default=readable if attribute.returned_by_default is None else attribute.returned_by_default,
    )


def _unidentified(likely: Iterable[ObjectClass]) -> Iterator[Diagnostic]:
    for each in likely:
        if each.identifier is None:
            message = f"no attribute identifies the objects of {each.name}, so single objects cannot be addressed"
            yield codes.finding(codes.NO_IDENTIFIER, Severity.WARNING, message, each.source[0])


def _unlistable(likely: Iterable[ObjectClass]) -> Iterator[Diagnostic]:
    for each in likely:
        if each.protocol != "sql" and each.operation("list") is None:
            message = f"no operation lists the objects of {each.name}, so they cannot be imported"
            yield codes.finding(codes.NO_LIST, Severity.WARNING, message, each.source[0])
