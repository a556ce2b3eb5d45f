"""Golden cases: what is printed for each model, byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.compiler.pipeline import generate
from tests.compiler.groovy.case_models import CASES

_CASES = Path(__file__).parent / "cases"
_EVERYTHING = "complete"


def _outputs(name: str) -> dict[str, str]:
    """Return the scripts and findings of one case; the other files are kept for one case only."""
    generated = generate(CASES[name](), "Acme")
    scripts = {it.path for it in generated.scripts}
    kept = {path: text for path, text in generated.files.items() if name == _EVERYTHING or path in scripts}
    return {**kept, "findings.txt": "".join(f"{it}\n" for it in generated.diagnostics)}


def _expected(folder: Path) -> dict[str, str]:
    return {it.name: it.read_text(encoding="ascii") for it in folder.glob("*") if it.is_file()}


@pytest.mark.parametrize("name", sorted(CASES))
def test_prints_the_expected_files(name: str, request: pytest.FixtureRequest) -> None:
    folder = _CASES / name
    outputs = _outputs(name)
    if request.config.getoption("--update-golden"):
        _rewrite(folder, outputs)

    assert outputs == _expected(folder)


def test_every_folder_is_a_case(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        pytest.skip("the folders are being written")

    assert sorted(it.name for it in _CASES.iterdir()) == sorted(CASES)


def _rewrite(folder: Path, outputs: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(_expected(folder)) - set(outputs):
        (folder / stale).unlink()
    for path, text in outputs.items():
        (folder / path).write_text(text, encoding="ascii", newline="\n")
