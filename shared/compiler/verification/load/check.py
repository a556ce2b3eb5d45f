"""Check scripts: the files of a whole connector, scripts together, or one that a user wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shared.compiler.reading.groovy.tree import Part
from shared.compiler.reading.script_documents import is_mapping_document
from shared.compiler.verification.framework.connector import LoadedConnector, loaded
from shared.compiler.verification.framework.loading import Place, Violation
from shared.compiler.verification.load.bundle import Bundle, bundle_of, source_of
from shared.compiler.verification.load.findings import diagnostics_of
from shared.compiler.verification.load.schema_rules import check_schema
from shared.compiler.verification.load.search_rules import check_searches
from shared.compiler.verification.load.write_rules import check_authentication, check_writes
from shared.compiler.verification.sources import Phase, Source
from shared.kernel.diagnostics import Diagnostic


def checked(sources: Iterable[Source], *, whole: bool = True) -> tuple[LoadedConnector, tuple[Violation, ...]]:
    """
    Return what `sources` declare, and every rule they break, in the order in which it shows.

    `whole` says that these are all the scripts of a connector: only then can a script miss what another should declare.
    """
    connector = loaded(sources, whole=whole)
    check_schema(connector)
    check_searches(connector)
    check_writes(connector)
    check_authentication(connector)
    return connector, tuple(connector.loading.violations)


def check_files(files: Mapping[str, str]) -> tuple[LoadedConnector, tuple[Diagnostic, ...]]:
    """Return what the framework would know of a connector made of `files`, and every rule they break."""
    bundle = bundle_of(files)
    connector, violations = checked(bundle.sources)
    texts = {it.path: it.text for it in bundle.sources}
    in_scripts = [_in_file(it, files, texts) for it in violations]
    return connector, diagnostics_of((*bundle.violations, *in_scripts), files)


def check_script(text: str, phase: Phase, name: str) -> tuple[Diagnostic, ...]:
    """
    Return what is wrong with one script, such as one a user wrote; nothing is said about what others may declare.

    A script in YAML is recognised by its content. What this grammar cannot read is a warning (`LOD002`), no error.
    """
    bundle = Bundle()
    path = f"{name}.yaml" if is_mapping_document(text) else f"{name}.groovy"
    source = source_of(bundle, path, phase, text)
    _, violations = checked([source], whole=False)
    in_script = [_in_file(it, {path: text}, {path: source.text}) for it in violations]
    return diagnostics_of((*bundle.violations, *in_script), {path: text})


def _in_file(violation: Violation, files: Mapping[str, str], texts: Mapping[str, str]) -> Violation:
    """Return `violation` with its place in the file: a document in YAML was evaluated as the script it stands for."""
    path, part = violation.place.script, violation.place.part
    written, evaluated = files.get(path, ""), texts.get(path, "")
    if written == evaluated:
        return violation
    snippet = evaluated[part.start : part.end].split("\n", 1)[0].strip()
    at = max(written.find(snippet), 0) if snippet else 0
    place = Place(path, Part(start=at, end=at + len(snippet)))
    return Violation(violation.code, place, violation.message, violation.subject)
