"""Uploads processed in the background, one after the other per worker, as the bucket's events are in the cloud."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final
from urllib.parse import quote_plus

from shared.domain.upload_place import UploadPlace, object_key
from shared.kernel.errors import Unavailable
from shared.observability.logging import logger

_TRIES: Final = 3
_WORKERS: Final = 2


class UploadWorkers:
    """Hands each upload to the function the bucket's events go to; `places()` has what a crash left undone."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="upload")
        self._open: set[Future[None]] = set()

    def submit(self, place: UploadPlace, delivery: str) -> None:
        """Process the upload soon; after `close`, the next host of the folder does."""
        try:
            future = self._pool.submit(_process, place, delivery)
        except RuntimeError:
            return
        self._open.add(future)
        future.add_done_callback(self._open.discard)

    def drain(self, seconds: float) -> None:
        """Return when everything submitted has been processed, or after so many seconds."""
        wait(tuple(self._open), timeout=seconds)

    def close(self) -> None:
        """Begin nothing more; what was not processed is found again when the host starts."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _process(place: UploadPlace, delivery: str) -> None:
    from functions.on_documentation_uploaded.handler import handler  # noqa: PLC0415 - loads the readers

    for attempt in range(_TRIES):
        try:
            handler(_event(place, delivery), None)
        except Unavailable:
            logger.warning("upload not processed; tried again", extra={"attempt": attempt + 1})
            time.sleep(0.2 * 2**attempt)
        except Exception as error:  # noqa: BLE001 - a worker outlives what one upload does to it
            logger.error("upload broke", extra={"error": type(error).__name__})
            return
        else:
            return


def _event(place: UploadPlace, delivery: str) -> dict[str, Any]:
    key = quote_plus(object_key(place), safe="/")
    return {"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": key, "versionId": delivery}}}]}
