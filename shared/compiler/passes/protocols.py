"""Which classes are managed in SCIM, though an ordinary API description tells of them."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.scim_requests import MEDIA_TYPE
from shared.kernel.diagnostics import Diagnostic


def protocols(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the protocol of every class, and those of the application."""
    told = draft.with_classes(_with_protocol(each) for each in draft.model.object_classes)
    found = {each.protocol for each in told.model.object_classes if each.operations}
    if "scim" not in found:
        return told, ()
    application = told.model.application
    others = tuple(each for each in application.protocols if each not in {"rest", "scim"})
    spoken: tuple[Protocol, ...] = ("rest", "scim") if "rest" in found else ("scim",)
    return replace(told, model=replace(told.model, application=replace(application, protocols=(*spoken, *others)))), ()


def _with_protocol(each: ObjectClass) -> ObjectClass:
    return replace(each, protocol="scim") if _is_scim(each) else each


def _is_scim(each: ObjectClass) -> bool:
    """Return whether requests page or speak as RFC 7644 says."""
    listing = each.operation("list")
    if listing is not None and listing.paging.style == "scim":
        return True
    return any(
        MEDIA_TYPE in {operation.request_content_type, operation.response_content_type} for operation in each.operations
    )
