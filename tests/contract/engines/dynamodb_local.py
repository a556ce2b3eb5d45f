"""DynamoDB Local: AWS's own implementation, from Maven Central, where a JDK and Maven are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contract.engines.processes import free_port, serving

_VERSION = "2.6.1"
_CACHE = Path(__file__).parents[3] / ".cache" / "dynamodb-local" / _VERSION
_LAUNCHER = Path(__file__).with_name("DynamoDbOnLoopback.java")
_DOWNLOAD_SECONDS = 300
_POM = f"""
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>{_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class Missing(Exception):  # noqa: N818 - a reason to skip
    """The engine cannot be had here; the message says why."""


@contextmanager
def dynamodb_local(folder: Path) -> Iterator[str]:
    """
    Lend the address of an engine that keeps everything in memory.

    Raises:
        Missing: there is no JDK, no Maven, or no way to Maven Central.
    """
    java, libraries = _tool("javac").with_name("java"), _libraries()
    port = free_port()
    command = [
        *(str(java), "-Xmx512m", f"-Dsqlite4java.library.path={libraries}", "-cp", f"{libraries}/*", str(_LAUNCHER)),
        *("-inMemory", "-disableTelemetry", "-port", str(port)),
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}  # noqa: TID251 - a child process needs it
    with serving(command, f"http://127.0.0.1:{port}", folder / "dynamodb-local.log", environment) as address:
        yield address


def _libraries() -> Path:
    """Return the folder of the engine's libraries, downloaded when this machine has not got them yet."""
    if not _CACHE.exists():
        _CACHE.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE.parent) as work:
            _download(Path(work))
            # Of several test processes one comes first; the others find its folder not empty.
            if not _CACHE.exists():
                (Path(work) / "libraries").rename(_CACHE)
    return _CACHE


def _download(work: Path) -> None:
    maven = _tool("mvn")
    (work / "pom.xml").write_text(_POM)
    command = [str(maven), "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={work / 'libraries'}"]
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours
            command, cwd=work, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        message = f"Maven took more than {_DOWNLOAD_SECONDS} s"
        raise Missing(message) from error
    if done.returncode != 0:
        message = f"Maven could not get DynamoDB Local {_VERSION}: {done.stdout[-300:]}"
        raise Missing(message)


def _tool(name: str) -> Path:
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not on the PATH"
        raise Missing(message)
    return Path(found)
