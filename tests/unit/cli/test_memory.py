"""The heaps of the embedded host's threads, in a process of their own."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

_IN_FOUR_THREADS = """
import ctypes, sys, threading
from shared.cli.memory import share_one_heap
share_one_heap()
libc, gate = ctypes.CDLL(None), threading.Barrier(4)
def take():
    gate.wait()
    libc.free(ctypes.c_void_p(libc.malloc(1000)))
    gate.wait()
libc.malloc.restype = ctypes.c_void_p
threads = [threading.Thread(target=take) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="the C library is not glibc"
)
@pytest.mark.parametrize("shared", [True, False])
def test_threads_share_one_heap(*, shared: bool) -> None:
    program = _IN_FOUR_THREADS if shared else _IN_FOUR_THREADS.replace("\nshare_one_heap()", "")

    told = subprocess.run(  # noqa: S603 - this interpreter, on the program above
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout

    assert (told.count("<heap ") == 1) is shared
