"""`connectorsmith digest`: documents in, model out; no session, no server, no network."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from shared.cli.sources import read_files
from shared.compiler import pipeline
from shared.compiler.reading import codes
from shared.compiler.reading.documents import Document
from shared.kernel.diagnostics import Diagnostic, Severity

_LOUDEST = (Severity.ERROR, Severity.WARNING)
_UNREAD = (codes.DOC_UNREADABLE, codes.DOC_UNRECOGNISED)


def run(options: Namespace) -> int:
    """Print the model of the documents as JSON, and what could not be read on standard error."""
    documents = [Document(name=name, data=data) for name, data in read_files(options.sources)]
    found = pipeline.digest(documents)
    sys.stdout.buffer.write(_lowered(found.model, options.format) + b"\n")
    for diagnostic in found.diagnostics:
        if diagnostic.severity in _LOUDEST:
            sys.stderr.write(f"{diagnostic}\n")
    return 1 if documents and all(_is_unread(document, found.diagnostics) for document in documents) else 0


def _lowered(model: pipeline.ConnectorModel, form: str) -> bytes:
    if form == "evaluation":
        from shared.compiler.backends.evaluation import lower  # noqa: PLC0415 - only this form needs it

        return orjson.dumps(lower(model), option=orjson.OPT_INDENT_2)
    from shared.bootstrap.models import codec  # noqa: PLC0415 - pydantic takes longer to load than a model to print

    return codec().encode(model)


def _is_unread(document: Document, diagnostics: tuple[Diagnostic, ...]) -> bool:
    return any(found.code in _UNREAD and found.at.document == document.name for found in diagnostics)
