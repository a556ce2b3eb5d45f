"""The compiler from end to end: documents to a connector model, and a connector model to files."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.backends.groovy.scripts import connector
from shared.compiler.backends.manifest.document import MANIFEST_PATH, manifest
from shared.compiler.backends.readme.document import README_PATH, readme
from shared.compiler.backends.report.document import REPORT_PATH, report
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.files import Files
from shared.compiler.writing.scripts import Script
from shared.kernel.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A connector: every file of its bundle, the scripts among them with what each is for, and what to know."""

    files: Files
    scripts: tuple[Script, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def generate(model: ConnectorModel, application_name: str) -> Generated:
    """
    Return the connector of `model`: scripts, manifest, README and report, by path.

    What the framework cannot do is left out or limited, and said in the diagnostics (`GRV` and three digits). Raises
    nothing for a model that lacks something; the files then hold what is left.
    """
    built = connector(model)
    description = " ".join(model.application.description.split())
    about = ((MANIFEST_PATH, manifest(built.scripts, application=application_name, description=description)),)
    pages = (
        (README_PATH, readme(built, application=application_name)),
        (REPORT_PATH, report(built, application=application_name)),
    )
    return Generated(
        files=Files((*about, *pages, *((it.path, it.text) for it in built.scripts))),
        scripts=built.scripts,
        diagnostics=tuple(it.diagnostic for it in built.findings),
    )
