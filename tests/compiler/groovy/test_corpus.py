"""Connectors of real specifications: whatever a document holds, what is printed is whole, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.compiler.pipeline import Document, digest, generate

_SPECIFICATIONS = Path(__file__).parents[4] / "shared" / "evaluation" / "specs"
_LARGEST = 4_000_000
_FOUND = sorted(
    it
    for suffix in ("json", "yaml", "yml")
    for it in _SPECIFICATIONS.glob(f"*/*.{suffix}")
    if it.stat().st_size < _LARGEST
)


@pytest.mark.skipif(not _FOUND, reason="needs the specifications beside the repository")
@pytest.mark.parametrize("path", _FOUND, ids=lambda it: it.name)
def test_prints_whole_scripts(path: Path) -> None:
    model = digest([Document(name=path.name, data=path.read_bytes())]).model
    generated = generate(model, "Acme")

    assert all(it.text.isascii() and it.text.endswith("}\n") for it in generated.scripts)
    assert {it.path for it in generated.scripts} <= set(generated.files)
    assert generated == generate(model, "Acme")
