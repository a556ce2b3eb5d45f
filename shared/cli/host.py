"""The embedded host: the same functions, the same state machines, in one process over one folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shared.bootstrap import engines
from shared.bootstrap.embedded import EmbeddedEngines, Plan
from shared.bootstrap.outside import Outside
from shared.cli import machines
from shared.cli.daily import Daily
from shared.cli.folder import owned
from shared.cli.memory import share_one_heap
from shared.cli.uploads import UploadWorkers
from shared.domain.upload_place import UploadPlace
from shared.kernel.errors import NotFound
from shared.ports.web import Web


class Host:
    """A running host; `engines` are what its services are built on."""

    def __init__(self, hosted: EmbeddedEngines, workers: UploadWorkers, daily: Daily) -> None:
        self.engines = hosted
        self._workers = workers
        self._daily = daily

    def resume(self) -> None:
        """Go on with everything a former process of this folder left undone, and with what is done every day."""
        self._daily.start()
        self.engines.pipelines.resume()
        for place in self.engines.uploads.places():
            with suppress(NotFound):  # a worker removed it with its session
                self._workers.submit(place, self.engines.uploads.delivery(place))

    def drain(self, seconds: float) -> None:
        """Return when the uploads that are known have been processed, or after so many seconds."""
        self._workers.drain(seconds)

    def close_workers(self) -> None:
        """Process no upload any more; the next host of the folder does."""
        self._workers.close()


@contextmanager
def hosted(
    folder: Path,
    *,
    base_url: str = "",
    authentication: str = "none",
    web: Web | None = None,
    outside: Outside | None = None,
) -> Iterator[Host]:
    """
    Run a host over `folder` until the block ends; then every service of this process is the environment's again.

    Raises:
        Conflict: another process has the folder.
    """
    share_one_heap()
    workers, daily = UploadWorkers(), Daily()

    def heard(place: UploadPlace) -> None:
        with suppress(NotFound):  # its session was deleted this moment
            workers.submit(place, built.uploads.delivery(place))

    with owned(folder):
        plan = Plan(
            folder=folder,
            base_url=base_url,
            authentication=authentication,
            machines=machines.definitions(),
            tasks=machines.tasks(),
            on_upload=heard,
            web=web,
            outside=outside,
        )
        built = EmbeddedEngines(plan)
        engines.host(built)
        try:
            yield Host(built, workers, daily)
        finally:
            daily.close()
            workers.close()
            built.close()
            engines.host(None)
