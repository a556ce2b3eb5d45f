"""`connectorsmith serve` as a process of its own, over a folder, on a free port of the loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import httpx


class Server:
    """A running server; `client` speaks to it."""

    def __init__(self, process: subprocess.Popen[str], base_url: str) -> None:
        self._process = process
        self.base_url = base_url
        self.client = httpx.Client(base_url=base_url, timeout=60, trust_env=False)

    def busy(self) -> float:
        """Return the seconds of processor time it has taken, or nan where the system does not tell (proc(5))."""
        try:
            told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        except OSError:
            return float("nan")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

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
    # A pipe nobody reads would stop the server when it is full.
    with (
        NamedTemporaryFile("w+", suffix=".log") as log,
        subprocess.Popen(command, stderr=log, text=True) as process,  # noqa: S603 - our own command
    ):
        try:
            server = Server(process, _announced(process, Path(log.name)))
            yield server
            server.stop()
        finally:
            process.kill()


def _announced(process: subprocess.Popen[str], log: Path, seconds: float = 60) -> str:
    """Return the address from the line the server prints once it listens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (found := re.search(r"serves (http://\S+)", log.read_text())) is not None:
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError("the server did not start:\n" + log.read_text())
