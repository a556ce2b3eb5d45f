"""The printed scripts under the real Groovy compiler and a stand-in for the framework's searches."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

_HERE = Path(__file__).parent
_JVM = _HERE / "jvm"
_CASES = _HERE / "cases"
_MINUTES = 180

_CLOSURES = {"objectExtractor", "pagingSupport", "implementation", "request", "spec"}
_IDENTIFIERS = [str(number) for number in range(60)]


@pytest.fixture(scope="session")
def class_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the class path with Groovy and Jackson; skip where there is no JDK, no Maven or no repository."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    if java is None or maven is None:
        pytest.skip("needs a JDK and Maven")
    jars = tmp_path_factory.mktemp("jars")
    copy = [maven, "-q", "-B", "-f", str(_JVM / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
    done = subprocess.run(copy, capture_output=True, check=False, timeout=_MINUTES)  # noqa: S603 - our own arguments
    if done.returncode:
        pytest.skip("Maven could not fetch Groovy")
    return f"{jars}/*:{_JVM}"


def _groovy(class_path: str, script: str, folder: Path = _CASES) -> str:
    java = shutil.which("java") or "java"
    command = [
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        class_path,
        "groovy.ui.GroovyMain",
        str(_JVM / script),
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=_MINUTES, text=True)  # noqa: S603

    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_script_compiles(class_path: str) -> None:
    distinct = {it.read_text(encoding="ascii") for it in _CASES.glob("*/*.groovy")}

    assert _groovy(class_path, "Compile.groovy") == f"compiled {len(distinct)}\n"


def test_every_closure_of_yaml_compiles(class_path: str, tmp_path: Path) -> None:
    """Each is compiled by itself, in the braces the framework puts around it."""
    closures: set[str] = set()
    for document in (_HERE.parent / "yaml" / "cases").glob("*/*.yaml"):
        closures |= set(_closures(yaml.safe_load(document.read_text(encoding="ascii"))))
    for number, closure in enumerate(sorted(closures)):
        (tmp_path / f"{number}.groovy").write_text(f"{{ ->\n{closure}\n}}", encoding="ascii")

    assert _groovy(class_path, "Compile.groovy", tmp_path) == f"compiled {len(closures)}\n"


def _closures(value: Any) -> Iterator[str]:  # noqa: ANN401 - what a YAML reader returns
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _CLOSURES and isinstance(inner, str):
                yield inner
            else:
                yield from _closures(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _closures(inner)


def test_searches_find_every_object_once(class_path: str) -> None:
    results = json.loads(_groovy(class_path, "Run.groovy"))
    lists = results.pop("lists")

    assert lists == {
        "page_from_zero": _IDENTIFIERS,
        "offset": _IDENTIFIERS,
        "offset_from_one": _IDENTIFIERS,
        "page_cap_below_25": _IDENTIFIERS,
        "offset_without_size": _IDENTIFIERS,
        "cursor": _IDENTIFIERS,
        "link_header": _IDENTIFIERS,
        "cursor_in_headers": _IDENTIFIERS,
        "listed_by_post_with_a_cursor": _IDENTIFIERS,
        "listed_by_post_in_short_pages": _IDENTIFIERS,
        "odata_by_number": _IDENTIFIERS,
        "odata_by_link": _IDENTIFIERS,
        "next_url": _IDENTIFIERS,
    }
    assert results == {
        "repeating_pages": "User: the server answers the same page again",
        "repeating_cursor": "User: the server answers the same page again",
        "refused": "GET users: HTTP 401",
        "unknown": [],
        "filled": ['{"id":7,"login":"u","email":[],"active":true,"password":[]}'],
        "placed": ['{"id":7,"login":[],"email":[],"active":[],"password":[]}'],
        "by_key": ['{"name":"A","id":"a"}', '{"id":"x"}'],
        "identifiers": ['{"id":"a"}', '{"id":"b"}'],
        "scanned": ['{"id":"7","name":"N"}'],
        "inside": ['{"id":"both"}', '{"id":"in-o1"}', '{"id":"in-o2"}'],
        "pages_inside": ['{"id":"both"}', '{"id":"o1-1"}', '{"id":"o1-2"}', '{"id":"o2-1"}', '{"id":"o2-2"}'],
        "short_pages_inside": ['{"id":"o1-1"}', '{"id":"o1-2"}', '{"id":"o2-1"}', '{"id":"o2-2"}'],
        "absent_item": [],
    }
