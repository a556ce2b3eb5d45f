"""Lambda's own runtime beside a built function, on this machine."""

from __future__ import annotations

import json
import platform
import shutil
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tests.architecture.artefacts import BUILD, LAYER
from tests.contract.engines.processes import free_port, serving

RUNTIME = "awslambdaric"
_PROCESSOR = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
_SECONDS = 60

# The emulator, ended with this process: it would outlive a test run that was killed.
_RUN = """
import os, signal, subprocess, sys
emulator = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
def end(*_):
    os.killpg(emulator.pid, signal.SIGKILL)
    os._exit(0)
signal.signal(signal.SIGTERM, end)
sys.stdin.read()
end()
"""


def interpreter() -> list[str]:
    """
    Return this Python's command without the libraries of its environment and the working directory.

    What an artefact lacks must not be found there.
    """
    return [getattr(sys, "_base_executable", sys.executable), "-S", "-P"]


def command(handler: str) -> list[str]:
    """Return the command that serves a handler."""
    return [*interpreter(), "-m", RUNTIME, handler]


def python_path(function: str, runtime: Path) -> str:
    """Return the path on which Lambda finds modules: the function's, the layer's, the runtime's."""
    return ":".join(map(str, (BUILD / function, LAYER, runtime)))


def copy_runtime(folder: Path) -> Path:
    """Copy the runtime and what it needs, and nothing else, to `folder`; return that."""
    for distribution in _closure(RUNTIME):
        for file in distribution.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
    return folder


@contextmanager
def served(function: str, handler: str, log: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Run a built function under AWS's Runtime Interface Emulator, and lend the address that invokes it."""
    address, runtime_api = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    emulator = resources.files("samcli") / "local" / "rapid" / f"aws-lambda-rie-{_PROCESSOR}"
    # Both addresses: the defaults listen on every interface of the machine.
    flags = ["--runtime-interface-emulator-address", address, "--runtime-api-address", runtime_api]
    line = [sys.executable, "-c", _RUN, str(emulator), *flags, *command(handler)]
    variables = {"LAMBDA_TASK_ROOT": str(BUILD / function), "_HANDLER": handler, **environment}
    with serving(line, f"http://{address}", log, variables):
        yield f"http://{address}/2015-03-31/functions/function/invocations"


def invoke(address: str, event: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a function answers any JSON
    """Return what the function answers to the event, or the error it ended with."""
    request = urllib.request.Request(address, json.dumps(event).encode(), method="POST")  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        return json.load(answer)


def _closure(name: str) -> Iterator[metadata.Distribution]:
    names, seen = [name], set[str]()
    while names:
        name = names.pop()
        if name not in seen:
            seen.add(name)
            distribution = metadata.distribution(name)
            requirements = map(Requirement, distribution.requires or ())
            names += [one.name for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]
            yield distribution
