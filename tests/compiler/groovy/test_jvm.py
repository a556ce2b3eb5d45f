"""The printed scripts under the real Groovy compiler and a stand-in for the framework's searches."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_JVM = _HERE / "jvm"
_CASES = _HERE / "cases"
_MINUTES = 180

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


def _groovy(class_path: str, script: str) -> str:
    java = shutil.which("java") or "java"
    command = [
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        class_path,
        "groovy.ui.GroovyMain",
        str(_JVM / script),
        str(_CASES),
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=_MINUTES, text=True)  # noqa: S603

    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_script_compiles(class_path: str) -> None:
    distinct = {it.read_text(encoding="ascii") for it in _CASES.glob("*/*.groovy")}

    assert _groovy(class_path, "Compile.groovy") == f"compiled {len(distinct)}\n"


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
        "absent_item": [],
    }
