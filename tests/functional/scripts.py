"""What tasks answer in a test, and what they were asked; and answers with which every machine ends well."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from shared.ports.pipelines import Machine
from shared.tasks.failures import Failure

FOLDER = Path(__file__).parents[2] / "functions" / "pipelines"
MACHINES: tuple[Machine, ...] = get_args(Machine)
TEXTS: dict[Machine, str] = {name: (FOLDER / f"{name}.asl.yaml").read_text(encoding="utf-8") for name in MACHINES}
TASKS = (
    "JobsBegin",
    "JobsSucceed",
    "JobsFail",
    "DiscoverySearch",
    "DiscoveryPublish",
    "ScrapePlan",
    "ScrapeFetch",
    "ScrapePublish",
    "DigesterAwaitDocuments",
    "DigesterRead",
    "DigesterPublish",
    "CodegenGenerate",
    "CodegenVerify",
    "CodegenPublish",
)
Event = dict[str, Any]
Answer = Callable[[Event], Event]


@dataclass
class Script:
    """What the tasks answer, one answer per call, the last one for ever; and what they were asked."""

    answers: Mapping[str, tuple[Answer, ...]]
    calls: list[tuple[str, Event]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counter[str] = field(default_factory=Counter)

    def play(self, task: str, event: Event) -> Event:
        with self.lock:
            self.calls.append((task, _told(event)))
            answers = self.answers.get(task, (_nothing,))
            answer = answers[min(self.counts[task], len(answers) - 1)]
            self.counts[task] += 1
        return answer(event)

    def trace(self) -> list[tuple[str, Event]]:
        """Return the calls in order; those of one Map, which come in any order, by their page."""
        ordered = enumerate(self.calls)
        first = next((place for place, (task, _) in enumerate(self.calls) if task == "ScrapeFetch"), 0)
        key = {
            place: (first, event["stops"][0]["url"]) if task == "ScrapeFetch" else (place, "")
            for place, (task, event) in ordered
        }
        return [self.calls[place] for place in sorted(key, key=key.__getitem__)]


def _nothing(_event: Event) -> Event:
    return {}


def _told(event: Event) -> Event:
    """Return the event as both engines must give it: without the parent's identifier, an error as a sentence."""
    told = {key: value for key, value in event.items() if not key.startswith("AWS_STEP_FUNCTIONS_")}
    if "error" in told:
        told["error"] = (told["error"]["Error"], Failure.decode(told["error"]).sentence)
    return told


Calls = list[tuple[str, Event]]

STAGES: tuple[Machine, ...] = ("discovery", "scrape", "digester", "codegen")
JOB = {"sessionId": "s", "jobId": "job"}
CANDIDATES, DIGEST, FILES, REPORT, CRAWL, CRAWLED = ({"blob": digit * 64, "size": 1} for digit in "abcdef")
URLS = [f"https://docs.example/{number}" for number in range(6)]
FAILED = "the document cannot be read"


def says(answer: Event) -> Answer:
    return lambda _event: answer


def fails(error: Exception) -> Answer:
    def answer(_event: Event) -> Event:
        raise error

    return answer


def lane(url: str) -> Event:
    return {"stops": [{"url": url, "depth": 0, "known": ""}], "pauseMilliseconds": 500}


def visits(url: str) -> Event:
    return {"blob": f"{URLS.index(url):064d}", "size": 1}


def planned(*urls: str) -> tuple[Answer, ...]:
    """Return the answer of a plan: a lane for each address at first, and nothing more once a crawl is under way."""
    lanes = [lane(url) for url in urls]

    def plan(event: Event) -> Event:
        if event["crawl"] is not None:
            return {"crawl": CRAWLED, "lanes": [], "more": False}
        return {"crawl": CRAWL, "lanes": lanes, "more": bool(lanes)}

    return (plan,)


GOOD: dict[str, tuple[Answer, ...]] = {
    "DiscoverySearch": (says({"candidates": CANDIDATES}),),
    "ScrapePlan": planned(*URLS),
    "ScrapeFetch": (lambda event: {"visits": visits(event["stops"][0]["url"])},),
    "DigesterAwaitDocuments": (says({"ready": True, "attempt": 1}),),
    "DigesterRead": (says({"digest": DIGEST}),),
    "CodegenGenerate": (says({"files": FILES}),),
    "CodegenVerify": (says({"report": REPORT}),),
}


def children(*, links: bool) -> dict[str, tuple[Answer, ...]]:
    begun = says({"links": links, "children": {stage: f"job-{stage}" for stage in STAGES}})
    return {**GOOD, "JobsBegin": (begun,)}
