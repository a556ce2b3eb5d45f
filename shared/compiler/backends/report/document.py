"""`report.json`: the chosen form, classes, scripts and findings of one generation."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from shared.compiler.writing.form import Form
from shared.compiler.writing.scripts import Connector, Finding, Script, Summary

REPORT_PATH: Final = "report.json"

Json = dict[str, object]


def report(connector: Connector, *, application: str, form: Form) -> str:
    """Return the report as JSON (RFC 8259): two spaces of indentation, LF line ends, one final newline."""
    paths: dict[str, list[str]] = {}
    for script in connector.scripts:
        paths.setdefault(script.object_class, []).append(script.path)
    document: Json = {
        "application": application,
        "form": asdict(form),
        "authentication": connector.authentication,
        "configuration": [{"name": it.name, "secret": it.secret} for it in connector.properties],
        "classes": [_class(it, paths.get(it.object_class, [])) for it in connector.classes],
        "scripts": [_script(it) for it in connector.scripts],
        "findings": [_finding(it) for it in connector.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _class(summary: Summary, paths: list[str]) -> Json:
    return {
        "objectClass": summary.object_class,
        "uid": summary.uid,
        "name": summary.name,
        "operations": list(summary.operations),
        "scripts": paths,
    }


def _script(script: Script) -> Json:
    about = {"objectClass": script.object_class, "relation": script.relation, "intent": script.intent}
    named = {key: value for key, value in about.items() if value}
    return {"path": script.path, "phase": script.phase, "operation": script.operation, **named}


def _finding(finding: Finding) -> Json:
    diagnostic = finding.diagnostic
    return {
        "owner": finding.owner,
        "part": finding.part,
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "document": diagnostic.at.document,
        "pointer": diagnostic.at.pointer,
        "remedy": diagnostic.remedy,
    }
