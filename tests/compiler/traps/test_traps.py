"""Golden cases: what is read from each trap, what is said about it, and what comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from shared.compiler.backends.evaluation import lower
from shared.compiler.pipeline import digest
from tests.compiler.traps.cases import FOLDER, NAMES, documents
from tests.compiler.traps.telling import told

_OUTPUTS: Final = ("model.txt", "findings.txt", "classes.json")


def _outputs(name: str) -> dict[str, str]:
    found = digest(documents(name))
    texts = (
        told(found.model),
        "".join(f"{finding}\n" for finding in found.diagnostics),
        json.dumps(lower(found.model), indent=1, ensure_ascii=False) + "\n",
    )
    return dict(zip(_OUTPUTS, texts, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_trap_is_read_as_expected(name: str, request: pytest.FixtureRequest) -> None:
    folder = FOLDER / name
    outputs = _outputs(name)
    if request.config.getoption("--update-golden"):
        _rewrite(folder, outputs)

    assert outputs == {file: (folder / file).read_text(encoding="utf-8") for file in _OUTPUTS}


def test_a_case_holds_documents_and_what_is_expected() -> None:
    for name in NAMES:
        assert {each.name for each in (FOLDER / name).iterdir()} == {"documents", *_OUTPUTS}
        assert documents(name)


def _rewrite(folder: Path, outputs: dict[str, str]) -> None:
    for file, text in outputs.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
