"""
The compiler from end to end: documents to a connector model, and a connector model to files.

Front ends, passes and back ends are loaded when they are needed: a printed connector does not pay for reading, nor the
other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.bundles import bundled
from shared.compiler.reading.dialects import Dialect, recognise
from shared.compiler.reading.documents import Document, load
from shared.compiler.reading.inclusions import taken_in
from shared.compiler.reading.interface_descriptions import described_interface
from shared.compiler.reading.media_types import is_page_name
from shared.compiler.reading.parts import Parts
from shared.compiler.reading.relocation import relocated
from shared.compiler.writing.drafts import DraftConnector, as_groovy
from shared.compiler.writing.files import Files
from shared.compiler.writing.form import DEFAULT, Form
from shared.compiler.writing.scripts import Connector, Finding, Script
from shared.kernel.diagnostics import Diagnostic, Location, Severity
from shared.kernel.hashing import Json

if TYPE_CHECKING:
    from shared.compiler.verification.verify import Failing, Verified

if TYPE_CHECKING:
    from shared.compiler.backends.environment.specification import Input

__all__ = ["ConnectorModel", "Digest", "Document", "Form", "Generated", "digest", "generate", "verify"]

_Reader: TypeAlias = "Callable[[Any, str], tuple[Fragment, tuple[Diagnostic, ...]]]"
_ScriptReader: TypeAlias = "Callable[[Document], tuple[Fragment, tuple[Diagnostic, ...]]]"
_PACKAGE: Final = "shared.compiler.frontends"
_FRONTENDS: Final[Mapping[str, str]] = {
    "openapi": "shared.compiler.frontends.openapi",
    "swagger": "shared.compiler.frontends.swagger",
}
"""The root key that gives a document's format away, and the front end that reads it."""
_DIALECTS: Final[Mapping[Dialect, str]] = {
    Dialect.SCIM: "shared.compiler.frontends.scim",
    Dialect.CONNDEV: "shared.compiler.frontends.conndev",
    Dialect.SQL: "shared.compiler.frontends.sql",
}
"""The front ends of formats that only the whole of a document gives away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the documents say, and what could not be read or decided."""

    model: ConnectorModel
    diagnostics: tuple[Diagnostic, ...] = ()


def digest(documents: Sequence[Document], inferred: Sequence[Fragment] = ()) -> Digest:
    """
    Return the model of the application that `documents` describe together.

    `inferred` is what a language model concluded from passages of them that the readers left undecided.
    Where two contradict each other, the more trusted one wins, and else the one whose name sorts first; the order in
    which they come says nothing. Never raises for what the documents hold.
    """
    from shared.compiler.passes.list_parameters import with_list_parameters  # noqa: PLC0415
    from shared.compiler.passes.merge import disagreements, merge  # noqa: PLC0415
    from shared.compiler.passes.sequence import run  # noqa: PLC0415

    parts = Parts(documents)
    pages, missing = taken_in(sorted(documents, key=lambda each: (each.name, each.data)), parts)
    each_read = [(each, _read(each, parts)) for each in pages]
    read = [found for each, found in each_read if each.name not in parts.used or found[0] != Fragment()]
    fragments = [*(found for found, _ in read), *inferred]
    model, decided = run(with_list_parameters(merge(fragments), fragments))
    told = (each for _, findings in read for each in findings)
    return Digest(model=model, diagnostics=(*told, *missing, *disagreements(fragments), *decided))


def _read(document: Document, parts: Parts) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    if document.data.lstrip()[:1] not in (b"{", b"[") or is_page_name(document.name):
        from shared.compiler.reading.definition_languages import definition_language  # noqa: PLC0415 - JSON is none
        from shared.compiler.reading.pages import is_page  # noqa: PLC0415

        if language := definition_language(document):
            script: _ScriptReader = import_module(f"{_PACKAGE}.{language}").read_script
            return script(document)
        if is_page(document):
            page: _ScriptReader = import_module(f"{_PACKAGE}.markup").read
            return page(document)
    loaded = load(document)
    if loaded.root is None:
        return Fragment(), loaded.findings
    root = loaded.root
    known = _reader_of(root)
    if known is None:
        message = "no reader knows this kind of document; nothing was read from it"
        unknown = codes.finding(codes.DOC_UNRECOGNISED, Severity.ERROR, message, Location(document.name, ""))
        return Fragment(), (*loaded.findings, unknown)
    reader: _Reader = import_module(known).read
    homes: tuple[str, ...] = ()
    if isinstance(root, Mapping) and known in _FRONTENDS.values() and parts.may_refer(document):
        root, homes = bundled(root, document.name, parts)
    fragment, findings = relocated(reader(root, document.name), homes)
    return fragment, (*loaded.findings, *findings)


def _reader_of(root: object) -> str | None:
    """Return the module that reads documents such as `root`, if there is one."""
    keys = root if isinstance(root, Mapping) else {}
    named = next((module for key, module in _FRONTENDS.items() if key in keys), None)
    described = described_interface(root)
    return named or (f"{_PACKAGE}.{described}" if described else _DIALECTS.get(recognise(root)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A connector: every file of its bundle, the scripts among them with what each is for, and what to know."""

    files: Files
    scripts: tuple[Script, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What to know, whatever class or relation it is about."""
        return tuple(it.diagnostic for it in self.findings)


def generate(model: ConnectorModel, application_name: str, form: Form = DEFAULT) -> Generated:
    """
    Return the connector of `model`: scripts, manifest, README and report, by path.

    What the framework cannot do is left out or limited, and said in the diagnostics (`GRV` and three digits). Raises
    nothing for a model that lacks something; the files then hold what is left.
    """
    from shared.compiler.backends.manifest.document import manifest  # noqa: PLC0415
    from shared.compiler.backends.readme.document import README_PATH, readme  # noqa: PLC0415
    from shared.compiler.backends.report.document import REPORT_PATH, report  # noqa: PLC0415

    built = _connector(model, form)
    description = " ".join(model.application.description.split())
    about = (manifest(built.scripts, application=application_name, description=description, form=form.manifest),)
    pages = (
        (README_PATH, readme(built, application=application_name)),
        (REPORT_PATH, report(built, application=application_name, form=form)),
    )
    return Generated(
        files=Files((*about, *pages, *((it.path, it.text) for it in built.scripts))),
        scripts=built.scripts,
        findings=built.findings,
    )


def verify(model: ConnectorModel, files: Mapping[str, str], failing: Failing = "mark") -> Verified:
    """
    Return the connector `files`, generated from `model`, as it is to be handed over, with the report on it.

    The scripts are loaded as the framework would and run against an application simulated from `model`; what fails its
    run is marked or left out, as `failing` says.
    """
    from shared.compiler.verification.verify import verified  # noqa: PLC0415

    return verified(model, files, failing)


def environment(model: ConnectorModel, application_name: str, inputs: Sequence[Input], origin: str) -> dict[str, Json]:
    """Return the environment spec of the connector of `model`; see `backends.environment.specification`."""
    from shared.compiler.backends.environment.specification import specification  # noqa: PLC0415

    built = _connector(model, DEFAULT)
    return specification(model, built, application=application_name, inputs=inputs, origin=origin)


def _connector(model: ConnectorModel, form: Form) -> Connector:
    drafted = _drafted(model, form)
    if form.format == "yaml":
        from shared.compiler.backends.yaml.scripts import as_yaml  # noqa: PLC0415

        return as_yaml(drafted)
    return drafted.printed(tuple(map(as_groovy, drafted.drafts)))


def _drafted(model: ConnectorModel, form: Form) -> DraftConnector:
    """Return the connector of the target that the model's best class belongs to: a database, or an interface."""
    from shared.compiler.writing.target import one_target  # noqa: PLC0415

    narrowed, left_out = one_target(model)
    if narrowed.object_classes and narrowed.object_classes[0].protocol == "sql":
        from shared.compiler.backends.sql.scripts import connector as of_database  # noqa: PLC0415

        drafted = of_database(narrowed, "merged" if form.format == "yaml" else form.layout)
    else:
        from shared.compiler.backends.groovy.scripts import connector as of_interface  # noqa: PLC0415

        drafted = of_interface(narrowed, form.layout)
    return replace(drafted, findings=(*left_out, *drafted.findings))
