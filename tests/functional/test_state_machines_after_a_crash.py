"""A process killed in the middle of the connector; another one, over the same file, does exactly what was left."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.in_process.definitions import load_definition
from shared.adapters.in_process.engine import InProcessPipelines
from shared.adapters.sqlite import SqliteItems
from tests.functional.scripts import TASKS, TEXTS, URLS, Script, children

ROOT = Path(__file__).parents[2]

# Every call of a whole connector: the task and the job, in order; those of one Map by their page.
WHOLE = [
    ("JobsBegin", "job"),
    ("JobsBegin", "job-discovery"),
    ("DiscoverySearch", "job-discovery"),
    ("DiscoveryPublish", "job-discovery"),
    ("JobsBegin", "job-scrape"),
    ("ScrapePlan", "job-scrape"),
    *[("ScrapeFetch", "job-scrape")] * len(URLS),
    ("ScrapePlan", "job-scrape"),
    ("ScrapePublish", "job-scrape"),
    ("JobsBegin", "job-digester"),
    ("DigesterAwaitDocuments", "job-digester"),
    ("DigesterRead", "job-digester"),
    ("DigesterPublish", "job-digester"),
    ("JobsBegin", "job-codegen"),
    ("CodegenGenerate", "job-codegen"),
    ("CodegenVerify", "job-codegen"),
    ("CodegenPublish", "job-codegen"),
    ("JobsSucceed", "job"),
]


def killed_at(task: str, database: Path, log: Path) -> list[tuple[str, str]]:
    """Run the connector in another process until the task is called, and return the calls there were."""
    command = [sys.executable, "-m", "tests.functional.crashing", str(database), str(log), task]
    ended = subprocess.run(command, cwd=ROOT, check=False, timeout=60, capture_output=True)  # noqa: S603 - our own module

    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    names = [line.split(" ") for line in log.read_text(encoding="utf-8").splitlines()]
    return [(name[0], name[1]) for name in names]


@pytest.mark.parametrize("task", ["JobsBegin", "ScrapeFetch", "DigesterRead", "JobsSucceed"])
def test_what_was_left_is_done_and_nothing_else(task: str, tmp_path: Path) -> None:
    before = killed_at(task, tmp_path / "items", tmp_path / "log")
    script, calls, lock = Script(children(links=True)), list[tuple[str, str]](), threading.Lock()

    def handler(name: str, event: dict[str, Any]) -> dict[str, Any]:
        with lock:
            calls.append((name, event["jobId"]))
        return script.play(name, event)

    tasks = {f"{name}FunctionArn": (lambda event, _context, name=name: handler(name, event)) for name in TASKS}
    machines = {name: load_definition(text) for name, text in TEXTS.items()}
    with closing(SqliteItems(tmp_path / "items")) as items:
        pipelines = InProcessPipelines(items, machines, tasks, SystemClock())
        unfinished = pipelines.resume()
        outcome = pipelines.wait("connector", "job", 20)
        assert pipelines.shutdown(5)

    reached = [name for name, _ in WHOLE].index(task)
    assert outcome == "succeeded"
    assert calls == WHOLE[reached:]
    assert before[:reached] == WHOLE[:reached]
    assert unfinished == (1 if WHOLE[reached][1] == "job" else 2)
