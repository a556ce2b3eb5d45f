"""The scripts of a connector in YAML, as far as YAML goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.compiler.backends.yaml.lower import Document, documents
from shared.compiler.backends.yaml.tables import tables
from shared.compiler.writing.drafts import Draft, DraftConnector, as_groovy, finished
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import file_stem
from shared.compiler.writing.scripts import Connector, Script
from shared.compiler.writing.yaml import render

_OWNER = "connector"


def as_yaml(connector: DraftConnector) -> Connector:
    """Return `connector` with every script in YAML that can be, the others in Groovy; a finding says which and why."""
    findings = Findings(dict.fromkeys(connector.findings))
    translate = tables if connector.yaml_schemas else documents
    scripts = tuple(it for draft in connector.drafts for it in _printed(draft, translate(draft.tree), findings))
    return replace(connector, findings=findings.all()).printed(scripts)


def _printed(draft: Draft, made: tuple[tuple[str, Document], ...], findings: Findings) -> tuple[Script, ...]:
    if not made:
        _report(draft, findings)
        return (as_groovy(draft),)
    return tuple(_scripts(draft, made))


def _scripts(draft: Draft, made: tuple[tuple[str, Document], ...]) -> Iterator[Script]:
    """Yield one script for each document; a file holds only one, so those of a relation are told apart by class."""
    stem, _, phase = draft.stem.rpartition(".")
    for name, document in made:
        about = f".{file_stem(name)}" if len(made) > 1 else ""
        yield finished(draft, f"{stem}{about}.{phase}.yaml", render(document))


def _report(draft: Draft, findings: Findings) -> None:
    if draft.phase == "schema":
        sentence = "Schemas stay in Groovy: the framework reads YAML schemas and does nothing with them."
        findings.add("GRV050", _OWNER, "schema", sentence)
    elif draft.operation == "delete":
        findings.add("GRV050", _OWNER, "delete", "Deletions stay in Groovy: the framework has no YAML for them.")
    else:
        sentence = "The search stays in Groovy: its closures share a variable, and YAML has none."
        findings.add("GRV050", draft.object_class or draft.relation, draft.operation, sentence)
