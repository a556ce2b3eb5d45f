"""Starting a server, waiting until it answers, and stopping it."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_START_SECONDS = 60
_STOP_SECONDS = 10


def free_port() -> int:
    """Return a port of the loopback interface nobody listens on now."""
    with closing(socket.socket()) as candidate:
        candidate.bind(("127.0.0.1", 0))
        port: int = candidate.getsockname()[1]
        return port


@contextmanager
def serving(command: Sequence[str], address: str, log: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Run a server that ends when its standard input does, and lend its address."""
    with (
        log.open("wb") as output,
        subprocess.Popen(  # noqa: S603 - the command is ours
            command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT, env=dict(environment)
        ) as process,
    ):
        try:
            _wait(process, address, log)
            yield address
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if _answers(address):
            return
        time.sleep(0.1)
    message = f"{address} did not answer; its last words: {log.read_text(errors='replace')[-2000:]}"
    raise RuntimeError(message)


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - http on loopback
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
