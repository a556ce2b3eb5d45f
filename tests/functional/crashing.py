"""A process that runs the connector over a database file and is killed, without a word, when it reaches a task."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from shared.adapters.clock import SystemClock
from shared.adapters.in_process.definitions import load_definition
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.sqlite import SqliteItems
from tests.functional.scripts import JOB, TASKS, TEXTS, Script, children


def main(database: str, log: str, fatal: str) -> None:
    """Run until the task `fatal` is called; every call is a line of `log` before anything else happens."""
    script = Script(children(links=True))
    path = Path(log)

    def handler(name: str, event: dict[str, Any]) -> dict[str, Any]:
        with path.open("a", encoding="utf-8") as lines:
            lines.write(f"{name} {event['jobId']} {event.get('url', '')}\n")
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return script.play(name, event)

    tasks = {f"{name}FunctionArn": (lambda event, _context, name=name: handler(name, event)) for name in TASKS}
    machines = {name: load_definition(text) for name, text in TEXTS.items()}
    pipelines = InProcessPipelines(SqliteItems(database), machines, tasks, SystemClock())
    pipelines.start("connector", "job", {**JOB, "stage": "connector"})
    pipelines.wait("connector", "job", 20)


if __name__ == "__main__":
    main(*sys.argv[1:])
