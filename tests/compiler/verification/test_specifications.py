"""
Connectors of real specifications: all load, and what fails its run fails for a named limit.

The specifications are third parties' and lie beside the repository; where they do not, these tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

import pytest

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.passes.selection import selected
from shared.compiler.pipeline import Document, digest, generate
from shared.compiler.verification.conformance.run import conformance
from shared.compiler.verification.conformance.trials import NOT_TRIED, UNEXPLAINED, Trial
from shared.compiler.verification.load.check import check_files
from tests.benchmarks.conformance import NEGATIVE, SPECIFICATIONS

_EVERY: Final = sorted(it.name for it in SPECIFICATIONS.glob("*"))
_FOUND: Final = sorted({*_EVERY} - NEGATIVE)
_WORKING: Final = 0.95
"""The share of operations that have to pass in connectors as they are made: of the classes that are worth one."""

pytestmark = pytest.mark.skipif(not _EVERY, reason="needs the specifications beside the repository")


@cache
def _model(name: str) -> ConnectorModel:
    documents = [Document(name=it.name, data=it.read_bytes()) for it in sorted((SPECIFICATIONS / name).iterdir())]
    return digest(documents).model


def _tried(model: ConnectorModel) -> tuple[Trial, ...]:
    connector, found = check_files(generate(model, "Acme").files)
    assert found == ()
    return conformance(model, connector)


@pytest.mark.parametrize("name", _EVERY)
def test_no_failure_of_any_class_is_unexplained(name: str) -> None:
    failed = [it for it in _tried(_model(name)) if not it.passed]

    assert [it for it in failed if it.code in {UNEXPLAINED, NOT_TRIED}] == []


def test_nearly_all_operations_work() -> None:
    trials = [it for name in _FOUND for it in _tried(selected(_model(name), "high"))]
    failed = Counter(it.code for it in trials if not it.passed)

    assert len(trials) > 300
    assert 1 - failed.total() / len(trials) >= _WORKING, failed
