"""An upper limit that a call may not exceed, whatever it is given."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

LONGEST: Final = 5.0
"""Seconds of this process's own processor time: a busy machine delays nobody over the limit."""


class TooLong(Exception):  # noqa: N818 - reads as a sentence
    """The call was stopped."""


@contextmanager
def within(seconds: float = LONGEST) -> Iterator[None]:
    """
    Stop what the block does after so many seconds of processor time.

    Raises:
        TooLong: it was stopped.
    """
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong
