"""`README.md` of a connector: configuration, what it manages, what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.writing.scripts import Connector
from shared.kernel.diagnostics import Severity

README_PATH: Final = "README.md"
_NONE: Final = "none"


def readme(connector: Connector, *, application: str) -> str:
    """Return the page for the connector of `application`: LF line ends, one final newline."""
    parts = (*_configuration(connector, application), *_classes(connector), *_limits(connector))
    return "\n".join(parts) + "\n"


def _configuration(connector: Connector, application: str) -> Iterator[str]:
    yield f"# Connector for {_inline(application)}"
    yield ""
    yield f"Add these files to the root of the bundle of {connector.template} and set:"
    yield ""
    yield "| Property | Secret | Value |"
    yield "|---|---|---|"
    for item in connector.properties:
        yield f"| `{item.name}` | {'yes' if item.secret else 'no'} | {_cell(item.meaning)} |"
    yield ""
    yield f"Authentication: {connector.authentication or _NONE}."
    yield from connector.notes


def _classes(connector: Connector) -> Iterator[str]:
    yield ""
    yield "## Object classes"
    yield ""
    yield "| Class | UID | Name | Operations |"
    yield "|---|---|---|---|"
    for it in connector.classes:
        names = " | ".join(f"`{_cell(name)}`" for name in (it.object_class, it.uid, it.name))
        yield f"| {names} | {', '.join(it.operations)} |"


def _limits(connector: Connector) -> Iterator[str]:
    limits = [it for it in connector.findings if it.diagnostic.severity is not Severity.INFO]
    if not limits:
        return
    yield ""
    yield "## What it does not do"
    yield ""
    for finding in limits:
        diagnostic = finding.diagnostic
        remedy = f" {_inline(diagnostic.remedy)}" if diagnostic.remedy else ""
        about = f"{_inline(finding.owner)}, {_inline(finding.part)}"
        yield f"- {diagnostic.code} ({about}): {_inline(diagnostic.message)}{remedy}"


def _inline(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|")
