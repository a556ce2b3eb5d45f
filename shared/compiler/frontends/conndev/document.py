"""Read an export, whichever of the five kinds it is, and keep the kinds apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from shared.compiler.frontends.conndev.object_classes import object_class, references
from shared.compiler.frontends.conndev.tables import Tables
from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.reading import codes
from shared.compiler.reading.exports import Exported, exported
from shared.compiler.reading.scim.definitions import Definitions
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_MOST_TEXT: Final = 16 * 1024 * 1024
_PARTS: Final = ("attributes", "scim", "sql", "connId", "locator", "table", "endpoint")


def read(root: Mapping[str, Any] | list[Any], document: str) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return what the export `root`, called `document`, says, and what could not be read."""
    reader = _Reader(document)
    for node in exported(root):
        reader.add(node)
    return reader.fragment(), tuple(reader.findings)


class _Reader:
    def __init__(self, document: str) -> None:
        self._document = document
        self._scim = Definitions(document)
        self._tables = Tables(document)
        self._classes: list[ObjectClass] = []
        self._relations: list[Relation] = []
        self.findings: list[Diagnostic] = []

    def add(self, node: Exported) -> None:
        """Take in one exported object; what gives its kind away are the members that only this kind has."""
        if node.text("schemaContent"):
            self._definitions(node, "schemaContent")
        elif node.text("primarySchema") or (node.text("schema") and node.text("endpoint")):
            self._resource(node)
        elif node.text("tableContent"):
            self._tables.add(node)
        elif node.text("content"):
            for found in self._parsed(node, "content"):
                self._scim.provider(found, Location(self._document, node.place("content")))
        elif node.text("name") and any(name in _names(node) for name in _PARTS):
            self._object_class(node)
        else:
            self._complain(codes.EXPORT_UNKNOWN, "what stands here is no kind of export we know", node.pointer)

    def _definitions(self, node: Exported, name: str) -> None:
        for found in self._parsed(node, name):
            self._scim.add(found, node.place(name))

    def _resource(self, node: Exported) -> None:
        """Take in a resource type, together with the schemas its export carries as texts."""
        extensions = self._parsed(node, "schemaExtensions")
        self._definitions(node, "primarySchema")
        self._definitions(node, "schemaExtensions")
        urns = [urn for each in extensions if isinstance(urn := each.get("id") or each.get("schema"), str)]
        resource = {
            "name": node.text("name", "id", "uid"),
            "schema": node.text("schema"),
            "endpoint": node.text("endpoint"),
            "schemaExtensions": [{"schema": urn} for urn in urns],
        }
        self._scim.resource_type(resource, Location(self._document, node.pointer))

    def _object_class(self, node: Exported) -> None:
        at = Location(self._document, node.pointer)
        found = object_class(node, at, self.findings)
        self._classes.append(found)
        self._relations += references(node, at, found.name)

    def _parsed(self, node: Exported, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return the objects that the text under `name` holds as JSON, or that stand there themselves."""
        text = node.text(name)
        if not text:
            return tuple(each.value for each in node.children(name))
        value = _json(text)
        found = tuple(each.value for each in exported(value))
        if not found and value != []:
            message = f"the text under {name!r} holds no JSON object"
            self._complain(codes.EXPORT_MALFORMED, message, node.place(name))
        return found

    def _complain(self, code: str, message: str, pointer: str) -> None:
        self.findings.append(codes.finding(code, Severity.WARNING, message, Location(self._document, pointer)))

    def fragment(self) -> Fragment:
        """Return everything taken in so far."""
        defined, tables = self._scim.fragment("export"), self._tables.declared()
        self.findings += [*self._scim.findings, *self._tables.findings]
        classes = (*self._classes, *defined.object_classes, *tables.object_classes)
        relations = (*self._relations, *defined.relations, *tables.relations)
        spoken: tuple[Protocol, ...] = tuple(dict.fromkeys(each.protocol for each in classes))
        if not spoken and self._scim.count:
            spoken = defined.application.protocols
        return replace(
            defined,
            application=replace(defined.application, protocols=spoken),
            object_classes=classes,
            relations=relations,
        )


def _names(node: Exported) -> Iterator[str]:
    return (str(key).rpartition(":")[2] for key in node.value)


def _json(text: str) -> object:
    if len(text) > _MOST_TEXT:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
