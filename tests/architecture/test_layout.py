"""Where things lie, and how much lies in one place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.utils import canonicalize_name

from tests.architecture.artefacts import ROOT, functions

TOP: Final = {"functions", "shared", "tests", "events", "template.yaml", "samconfig.toml", "README.md"}
TOOLS: Final = {"pyproject.toml", "uv.lock", "Makefile"}
LINES: Final = 260

MODULES: Final = sorted(path for folder in ("functions", "shared") for path in (ROOT / folder).rglob("*.py"))
PACKAGES: Final = [path for path in MODULES if path.name == "__init__.py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> set[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607 - any git
    if listed.returncode:
        pytest.skip("the project is not in a git repository here")
    return set(listed.stdout.decode().splitlines())


def test_the_top_level_is_fixed() -> None:
    found = {name.partition("/")[0] for name in tracked()}

    assert {name for name in found if not name.startswith(".")} == TOP | TOOLS


def test_nothing_generated_is_kept() -> None:
    assert [name for name in tracked() if re.search(r"\.pyc$|__pycache__|^\.aws-sam/|^out/|\.zip$", name)] == []


@pytest.mark.parametrize("path", PACKAGES, ids=name_of)
def test_a_package_says_in_one_sentence_what_it_is(path: Path) -> None:
    sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert re.fullmatch(r"[A-Z\"`].*\.", sentence or ""), sentence


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_about_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


@pytest.mark.parametrize(("name", "properties"), sorted(functions(ROOT).items()))
def test_a_handler_is_where_the_template_says(name: str, properties: dict[str, str]) -> None:
    *package, module, attribute = properties["Handler"].split(".")
    source = ROOT.joinpath(*package, f"{module}.py").read_text(encoding="utf-8")

    assert properties["CodeUri"] == "/".join(package) + "/"
    assert re.search(rf"^(def )?{attribute}\b", source, re.MULTILINE), name


def test_no_package_hides_a_library() -> None:
    # SAM moves what has the name of an item of `shared/` into `shared/`, dependencies and all.
    ours = {path.stem for path in (ROOT / "shared").iterdir()} - {"__pycache__", "__init__", "requirements"}
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "shared" / "requirements.txt").read_text(), re.MULTILINE)
    owners = metadata.packages_distributions().items()
    theirs = {name for name, names in owners if {canonicalize_name(one) for one in names} & {*pinned}}

    assert theirs > {"boto3", "fastapi", "yaml"}
    assert ours & (theirs | set(sys.stdlib_module_names)) == set()
