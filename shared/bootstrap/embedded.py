"""The engines on one machine: SQLite, files, and the state machines in process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs, FileUploads
from shared.adapters.in_process import InProcessPipelines
from shared.adapters.sqlite import SqliteItems
from shared.adapters.web import PublicWeb
from shared.ports.blobs import UploadPlace
from shared.ports.pipelines import Machine
from shared.ports.web import Web

Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def items_file(folder: Path) -> Path:
    """Return where an embedded host keeps its items."""
    return folder / "items.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a host brings along: where it keeps things, how it is reached, and what its pipelines run."""

    folder: Path
    base_url: str
    authentication: str
    machines: Mapping[Machine, Mapping[str, Any]]
    tasks: Mapping[str, Handler]
    on_upload: Callable[[UploadPlace], None]
    web: Web | None = None


class EmbeddedEngines:
    """Adapters of one embedded host; the folder is the whole state."""

    def __init__(self, plan: Plan) -> None:
        plan.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.authentication = plan.authentication
        self.items = SqliteItems(items_file(plan.folder))
        self.blobs = FileBlobs(plan.folder)
        self.uploads = FileUploads(plan.folder, plan.base_url, plan.on_upload)
        self.pipelines = InProcessPipelines(self.items, plan.machines, plan.tasks, SystemClock())
        self.web = plan.web or PublicWeb()

    def close(self) -> None:
        """Stop the pipelines where they are; they go on when the folder is opened again."""
        self.pipelines.shutdown(5)
        self.items.close()
