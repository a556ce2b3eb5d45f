"""MiniStack: DynamoDB and S3 over HTTP, which unlike moto keep their promises under parallel writers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contract.engines.processes import free_port, serving

# The emulator as its own command runs it, ending when standard input does.
_RUN = """
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
sys.argv = ["ministack"]
runpy.run_module("ministack", run_name="__main__")
"""


@contextmanager
def ministack(folder: Path) -> Iterator[str]:
    """Lend the address of an emulator that keeps its files below `folder`."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - a child process needs it
        "HOME": str(folder),
        "TMPDIR": str(folder),
        # Its default is every interface of the machine.
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    with serving([sys.executable, "-c", _RUN], f"http://127.0.0.1:{port}", folder / "ministack.log", environment) as at:
        yield at
