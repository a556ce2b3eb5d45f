"""How the C library hands out memory to the threads of the embedded host."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_M_ARENA_MAX: Final = -8
"""The parameter's number in glibc's malloc.h."""


def share_one_heap() -> None:
    """
    Let every thread of this process take its memory from one heap, where the C library is glibc.

    A heap for each thread serves threads that run at once; those of one interpreter take turns, and what is free in
    one heap is of no use in another: with the number of documents read, each grows to the size of its largest one.
    https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
    """
    if sys.platform == "linux" and (tune := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        tune(_M_ARENA_MAX, 1)
