"""`connectorsmith serve` as a process of its own, over a folder, on a free port of the loopback."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import IO

import httpx


class Server:
    """A running server; `client` speaks to it."""

    def __init__(self, process: subprocess.Popen[str], base_url: str) -> None:
        self._process = process
        self.base_url = base_url
        self.client = httpx.Client(base_url=base_url, timeout=60, trust_env=False)

    def kill(self) -> None:
        """End it as a power cut would: no handler runs, nothing is flushed."""
        self.client.close()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        self.client.close()
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "shared.cli.main", "serve", "--port", "0", "--data", str(folder), *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stderr is not None
        try:
            server = Server(process, _announced(process.stderr))
            yield server
            server.stop()
        finally:
            process.kill()


def _announced(stream: IO[str], seconds: float = 60) -> str:
    """Return the address from the line the server prints once it listens."""
    told = ""
    while select([stream], [], [], seconds)[0]:
        line = stream.readline()
        if (found := re.search(r"serves (http://\S+)", line)) is not None:
            return found[1]
        if not line:
            break
        told += line
    raise AssertionError("the server did not start:\n" + told)
