"""Scripts before they are printed, and the connector they make up."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.writing.groovy.printer import render
from shared.compiler.writing.groovy.syntax import Statement
from shared.compiler.writing.scripts import ConfigurationProperty, Connector, Finding, Phase, Script, Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A script that is not printed yet: `stem` is its file's name without the ending, the rest is as in `Script`."""

    stem: str
    tree: tuple[Statement, ...]
    phase: Phase
    operation: str
    intent: str = ""
    object_class: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftConnector:
    """
    A connector whose scripts are not printed yet; the fields are those of `Connector`.

    `yaml_schemas` says whether its template heeds schemas in YAML.
    """

    drafts: tuple[Draft, ...] = ()
    classes: tuple[Summary, ...] = ()
    findings: tuple[Finding, ...] = ()
    authentication: str = ""
    properties: tuple[ConfigurationProperty, ...] = ()
    template: str = ""
    notes: tuple[str, ...] = ()
    yaml_schemas: bool = False

    def printed(self, scripts: tuple[Script, ...]) -> Connector:
        """Return the connector with its drafts printed as `scripts`."""
        return Connector(
            scripts=scripts,
            classes=self.classes,
            findings=self.findings,
            authentication=self.authentication,
            properties=self.properties,
            template=self.template,
            notes=self.notes,
        )


def as_groovy(draft: Draft) -> Script:
    """Return `draft` printed in Groovy."""
    return finished(draft, f"{draft.stem}.groovy", render(draft.tree))


def finished(draft: Draft, path: str, text: str) -> Script:
    """Return `draft` as the script `path` that holds `text`."""
    return Script(
        path=path,
        text=text,
        phase=draft.phase,
        operation=draft.operation,
        intent=draft.intent,
        object_class=draft.object_class,
        relation=draft.relation,
    )
