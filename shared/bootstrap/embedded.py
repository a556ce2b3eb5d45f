"""The engines on one machine: SQLite, files, and the state machines in process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs, FileUploads
from shared.adapters.in_process.definitions import load_definition
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.in_process.states import Definition
from shared.adapters.sqlite import SqliteItems
from shared.adapters.web import PublicWeb
from shared.bootstrap.outside import Outside, outside
from shared.ports.blobs import UploadPlace
from shared.ports.pipelines import Machine
from shared.ports.web import Web

BODY_LIMIT: Final = 64 * 1024 * 1024
"""One machine's memory holds the bodies of the requests it serves; larger files go through upload links."""

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
    machines: Mapping[Machine, str]
    tasks: Mapping[str, Handler]
    on_upload: Callable[[UploadPlace], None]
    web: Web | None = None
    outside: Outside | None = None


def _loaded(machines: Mapping[Machine, str]) -> dict[Machine, Definition]:
    return {name: load_definition(text) for name, text in machines.items()}


class EmbeddedEngines:
    """Adapters of one embedded host; the folder is the whole state."""

    def __init__(self, plan: Plan) -> None:
        plan.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.authentication = plan.authentication
        self.body_limit = BODY_LIMIT
        self.openapi = True
        self.items = SqliteItems(items_file(plan.folder))
        self.blobs = FileBlobs(plan.folder)
        self.uploads = FileUploads(plan.folder, plan.base_url, plan.on_upload)
        self.pipelines = InProcessPipelines(self.items, _loaded(plan.machines), plan.tasks, SystemClock())
        self.web = plan.web or PublicWeb()
        self.outside = plan.outside or outside()

    def close(self) -> None:
        """Stop the pipelines where they are; they go on when the folder is opened again."""
        self.pipelines.shutdown(5)
        self.items.close()
