"""The one logger: JSON lines on standard error, with the keys of the work in hand and never its contents."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools import Logger


class _StandardError(logging.Handler):
    """Writes to whatever standard error is at that moment; a program may redirect it after the import."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - logging's own rule: a broken log must not break the work
            self.handleError(record)


logger = Logger(service="connectorsmith", logger_handler=_StandardError())
"""Log identifiers, names, counts and durations; never documents, prompts, headers or keys."""


@contextmanager
def quiet() -> Iterator[None]:
    """Log only what went wrong inside the block, where a person is shown the rest."""
    before = logger.log_level
    logger.setLevel("WARNING")
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def logged_as(**keys: str) -> Iterator[None]:
    """Add `keys` to every line this thread logs inside the block."""
    before = dict(logger.thread_safe_get_current_keys())
    logger.thread_safe_append_keys(**keys)
    try:
        yield
    finally:
        logger.thread_safe_clear_keys()
        logger.thread_safe_append_keys(**before)
