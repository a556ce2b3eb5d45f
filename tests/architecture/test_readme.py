"""What the README says of the code is what the code says of itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGES = sorted(file.parent for file in (ROOT / "shared").glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_layer_is_on_the_map_in_its_own_words(package: Path) -> None:
    told = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))

    assert told is not None
    assert f"`{package.name}`" in README
    assert told in README


@pytest.mark.parametrize("top", ["functions", "shared"])
def test_every_package_of_ours_says_what_it_is_for(top: str) -> None:
    for package in (ROOT / top).rglob("__init__.py"):
        told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""

        assert told.endswith("."), package


@pytest.mark.parametrize("command", ["make run", "make test", "make check", "make deploy", "connectorsmith serve"])
def test_the_commands_a_stranger_needs_are_there(command: str) -> None:
    assert command in README
