"""What was found in the documents, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared.compiler.model.connector import Application, ConnectorModel
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from shared.kernel.hashing import Json

_CLASSES: Final = 30
_FINDINGS: Final = 40
_PLACE_PARTS: Final = 3


def show(console: Console, model: ConnectorModel, findings: Sequence[Json], left_out: Sequence[Json]) -> None:
    """Print the application, its classes with attributes and endpoints, relations, authentication and diagnostics."""
    console.print(_headline(model.application), highlight=False)
    for object_class in [entry for entry in model.object_classes if entry.confidence != "low"][:_CLASSES]:
        _show_class(console, object_class)
    _show_list(console, "Relations", (_relation(model, index) for index in range(len(model.relations))))
    _show_list(console, "Authentication", (f"{a.kind}: {a.name} {a.quirks}".rstrip() for a in model.authentications))
    _show_list(console, "Diagnostics of the documents", (_finding(entry) for entry in findings[:_FINDINGS]))
    if len(findings) > _FINDINGS:
        console.print(f"  … and {len(findings) - _FINDINGS} more")
    _show_list(console, "Left out of the connector", (str(entry) for entry in left_out[:_FINDINGS]))


def show_verification(console: Console, verification: Json) -> None:
    """Print how the connector loaded and ran, and what failed; `verification` is the report in a job's result."""
    conformance = verification.get("conformance") if isinstance(verification, dict) else None
    if not isinstance(conformance, dict):
        return
    operations = conformance.get("failed")
    failed = [it for it in operations if isinstance(it, dict)] if isinstance(operations, list) else []
    head = f"Verification: {conformance['passed']} of {conformance['tried']} operations passed their run"
    console.print(f"\n[bold]{head}[/]", highlight=False)
    for it in failed[:_FINDINGS]:
        what = " ".join(str(it[key]) for key in ("code", "owner", "operation", "detail") if it[key])
        console.print(f"  {escape(what)}: {escape(str(it['reason']))}", highlight=False)


def _headline(application: Application) -> str:
    addresses = ", ".join(escape(url.uri) for url in application.base_urls) or "no base address documented"
    return f"\n[bold]{escape(application.name)}[/] {escape(application.version)}  {addresses}"


def _show_class(console: Console, object_class: ObjectClass) -> None:
    identifier = object_class.identifier.attribute if object_class.identifier else "?"
    naming = object_class.naming.attribute if object_class.naming else "?"
    console.print(
        f"\n[bold cyan]{escape(object_class.name)}[/]  confidence {object_class.confidence},"
        f" identified by {escape(identifier)}, named by {escape(naming)}",
        highlight=False,
    )
    console.print(_attributes(object_class))
    for operation in object_class.operations:
        paging = f"  ({operation.paging.style} paging)" if operation.paging.style != "none" else ""
        console.print(f"  {operation.kind:7} {operation.method:6} {escape(operation.path)}{paging}", highlight=False)


def _attributes(object_class: ObjectClass) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for heading in ("attribute", "type", "flags", "where"):
        table.add_column(heading, overflow="fold")
    for attribute in object_class.attributes:
        table.add_row(escape(attribute.name), _type(attribute), _flags(attribute), f"[dim]{_place(attribute)}[/]")
    return table


def _place(attribute: Attribute) -> str:
    """Return the end of the place where the attribute was read; the class is on the line above, the rest is long."""
    if not attribute.source:
        return ""
    parts = attribute.source[0].pointer.split("/")
    return escape("/".join(["…", *parts[-_PLACE_PARTS:]]) if len(parts) > _PLACE_PARTS else str(attribute.source[0]))


def _type(attribute: Attribute) -> str:
    many = "[]" if attribute.multivalued else ""
    match attribute.type:
        case Scalar(json_type=json_type, format=format_):
            return escape(f"{json_type}{many} {format_}".rstrip())
        case Reference(object_class=target):
            return escape(f"→ {target}{many}")
        case Complex(name=name):
            return escape(f"{name or 'object'}{many}")
        case Anything():
            return f"any{many}"
        case unreachable:
            assert_never(unreachable)


def _flags(attribute: Attribute) -> str:
    return " ".join(_flag_words(attribute))


def _flag_words(attribute: Attribute) -> Iterator[str]:
    if attribute.required:
        yield "required"
    if not attribute.creatable and not attribute.updatable:
        yield "read-only"
    if attribute.readable is False:
        yield "write-only"


def _relation(model: ConnectorModel, index: int) -> str:
    relation = model.relations[index]
    subject = f"{relation.subject}.{relation.subject_attribute}".rstrip(".")
    target = f"{relation.object}.{relation.object_attribute}".rstrip(".")
    return f"{relation.name}: {subject} ↔ {target}"


def _show_list(console: Console, title: str, lines: Iterator[str]) -> None:
    found = list(lines)
    console.print(f"\n[bold]{title}[/]{'' if found else ': none'}")
    for line in found:
        console.print(f"  {escape(line)}", highlight=False)


def _finding(entry: Json) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return f"{entry['document']}#{entry['pointer']}: {entry['severity']} {entry['code']}: {entry['message']}"
