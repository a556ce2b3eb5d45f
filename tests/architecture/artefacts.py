"""What `make build` leaves in `.aws-sam/build`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
BUILD = ROOT / ".aws-sam" / "build"
LAYER = BUILD / "SharedLayer" / "python"
_REWRITTEN = ("CodeUri", "ContentUri", "DefinitionUri")


def require_build() -> None:
    """Skip the test where nothing was built; fail it where something else was built than what lies here."""
    if not (BUILD / "template.yaml").is_file():
        pytest.skip("nothing is built here: run `make build`")
    stale = [str(source.relative_to(ROOT)) for source, built in _copies() if not _same(source, built)]
    if stale or _resources(ROOT) != _resources(BUILD):
        pytest.fail(f"the build is older than {', '.join(stale[:5]) or 'template.yaml'}: run `make build`")


def template(folder: Path = BUILD) -> dict[str, Any]:
    """Return the template of that folder, with its short functions spelt out (`!Ref x` is `{"Ref": "x"}`)."""
    document: dict[str, Any] = yaml_parse((folder / "template.yaml").read_text(encoding="utf-8"))
    return document


def functions(folder: Path = BUILD) -> dict[str, dict[str, Any]]:
    """Return the properties of every function of the folder's template, by logical id."""
    found = template(folder)["Resources"].items()
    return {name: one["Properties"] for name, one in found if one["Type"] == "AWS::Serverless::Function"}


def _copies() -> Iterator[tuple[Path, Path]]:
    yield from _pairs(ROOT / "shared", LAYER / "shared")
    for name, properties in functions().items():
        folder = Path(*properties["Handler"].split(".")[:-2])
        yield from _pairs(ROOT / folder, BUILD / name / folder)


def _pairs(source: Path, built: Path) -> Iterator[tuple[Path, Path]]:
    return ((file, built / file.relative_to(source)) for file in sorted(source.rglob("*.py")))


def _same(source: Path, built: Path) -> bool:
    return built.is_file() and source.read_bytes() == built.read_bytes()


def _resources(folder: Path) -> dict[str, Any]:
    """Return the template's resources without what `sam build` rewrites."""
    resources: dict[str, Any] = template(folder)["Resources"]
    for resource in resources.values():
        resource.pop("Metadata", None)
        for name in _REWRITTEN:
            resource.get("Properties", {}).pop(name, None)
    return resources
