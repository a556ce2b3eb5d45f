"""What a cold start loads: counted, since counts are the same on every machine; times are printed with `pytest -s`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture.artefacts import ROOT, functions, require_build
from tests.architecture.runtime import interpreter, python_path

pytestmark = pytest.mark.artefacts

_IMPORT: Final = """
import json, sys, time
before = time.perf_counter()
__import__(sys.argv[1])
seconds = time.perf_counter() - before
print(json.dumps({"milliseconds": round(seconds * 1000), "modules": sorted(sys.modules)}))
"""

TASK_CEILING: Final = 220
# FastAPI, pydantic and Powertools are some 490 of them; the others are ours, and small.
API_CEILING: Final = 625
# Its group has more services than any other: some 210 modules of ours.
WORKSPACES_CEILING: Final = 720
NEVER: Final = {"uvicorn", "rich", "typer", "moto", "pytest"}
NOT_IN_TASKS: Final = NEVER | {"fastapi", "starlette", "mangum"}
# What only the first use loads: a client, the readers of documents, and the compiler.
NOT_AT_IMPORT: Final = {"boto3", "lxml", "pypdf", "docx", "selectolax", "rapidfuzz", "shared.compiler.pipeline"}


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    require_build()


def imported(name: str, handler: str) -> dict[str, Any]:
    """Return what importing the handler's module from the artefact loads, and how long it takes."""
    line = [*interpreter(), "-c", _IMPORT, handler.rpartition(".")[0]]
    done = subprocess.run(line, env={"PYTHONPATH": python_path(name, Path())}, capture_output=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", sorted(functions(ROOT)))
def test_a_function_loads_what_it_serves_and_no_more(name: str) -> None:
    handler = functions()[name]["Handler"]
    loaded = imported(name, handler)
    modules = set(loaded["modules"])
    serves_http = handler.endswith(".app.handler")
    print(f"{loaded['milliseconds']:6d} ms {len(modules):5d} modules  {handler}")  # noqa: T201 - asked for with -s

    assert modules & (NEVER if serves_http else NOT_IN_TASKS) == set()
    assert modules & NOT_AT_IMPORT == set()
    assert len(modules) <= (_api_ceiling(handler) if serves_http else TASK_CEILING)


def _api_ceiling(handler: str) -> int:
    return WORKSPACES_CEILING if ".workspaces." in handler else API_CEILING
