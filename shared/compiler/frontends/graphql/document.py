"""Read a whole GraphQL schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from shared.compiler.frontends.graphql import introspection, sdl
from shared.compiler.frontends.graphql.classes import Kinds, object_class, relations
from shared.compiler.frontends.graphql.definitions import Schema
from shared.compiler.frontends.graphql.entities import entities
from shared.compiler.frontends.graphql.requests import requests
from shared.compiler.model.connector import Application
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.definition_languages import decoded
from shared.compiler.reading.documents import Document
from shared.kernel.diagnostics import Diagnostic, Location, Severity
from shared.kernel.errors import Invalid

_Read: TypeAlias = "tuple[Fragment, tuple[Diagnostic, ...]]"


def read_script(document: Document) -> _Read:
    """Return what `document`, in the schema definition language, defines, and what could not be read."""
    findings: list[Diagnostic] = []
    try:
        text = decoded(document)
    except Invalid as problem:
        at = Location(document.name, "")
        message = f"the document is not readable: {problem}"
        return Fragment(), (codes.finding(codes.DOC_UNREADABLE, Severity.ERROR, message, at),)
    return _fragment(sdl.schema(text, document.name, findings), document.name, findings)


def read(root: Mapping[str, Any], document: str) -> _Read:
    """Return what the answer `root` to an introspection query tells, and what could not be read."""
    findings: list[Diagnostic] = []
    return _fragment(introspection.schema(root, document, findings), document, findings)


def _fragment(schema: Schema, document: str, findings: list[Diagnostic]) -> _Read:
    found = {each.name: each for each in entities(schema)}
    if not found:
        message = "the GraphQL schema defines no type of objects"
        nothing = codes.finding(codes.GRAPHQL_NO_TYPE, Severity.ERROR, message, Location(document, ""))
        return Fragment(), (*findings, nothing)
    kinds = Kinds(schema=schema, entities=found, requests=requests(schema, frozenset(found)))
    if kinds.requests:
        message = (
            f"{len(kinds.requests)} queries and mutations are listed with their classes, and none is chosen: "
            "a REST connector cannot send GraphQL"
        )
        at = kinds.requests[0].field.source
        findings.append(codes.finding(codes.GRAPHQL_UNUSABLE, Severity.WARNING, message, at))
    fragment = Fragment(
        application=Application(source=(Location(document, ""),)),
        object_classes=tuple(object_class(kinds, each) for each in found.values()),
        relations=tuple(relation for each in found.values() for relation in relations(kinds, each)),
    )
    return fragment, tuple(findings)
