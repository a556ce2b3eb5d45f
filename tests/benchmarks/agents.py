"""
Agent sessions under long histories and long lists, beside google-adk's own database service on SQLite.

`python -m tests.benchmarks.agents [EVENTS...]` prints, for sessions of so many events (50, 500 and 5,000 if none are
named), what an append and a read of the last 50 events take, both services in turn, and what reading a list of 1,000
sessions page by page takes while others write. The figures to look at are the ratios: within a row, of the longest to
the shortest history; between rows, of one service to the other.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from google.adk.events.event import Event
from google.adk.events.event_actions import EventActions
from google.adk.sessions import BaseSessionService, DatabaseSessionService, Session
from google.adk.sessions.base_session_service import GetSessionConfig
from google.genai import types

from shared.adk import SessionService
from shared.bootstrap import stores
from shared.bootstrap.agents import agent_lists_on
from shared.domain.agent import AgentPlace
from shared.domain.principal import LOCAL

APP: Final[dict[str, Any]] = {"app_name": "bench", "user_id": "ann"}
RECENT: Final = GetSessionConfig(num_recent_events=50)
REPEATS: Final = 30
_Call: TypeAlias = Callable[[BaseSessionService, Session], Awaitable[None]]
SESSIONS: Final = 1000
PAGE: Final = 100


def main(sizes: Sequence[int]) -> int:
    """Print the tables; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_histories(Path(folder), sizes))
        asyncio.run(_lists(Path(folder) / "lists"))
    return 0


async def _histories(folder: Path, sizes: Sequence[int]) -> None:
    ours = SessionService.in_folder(folder / "ours")
    theirs = DatabaseSessionService(f"sqlite+aiosqlite:///{folder}/theirs.db")
    services: list[tuple[str, BaseSessionService]] = [("ours", ours), ("google-adk", theirs)]
    sessions = {(name, size): await _filled(service, size) for name, service in services for size in sizes}
    sys.stdout.write(f"{'median milliseconds':34}" + "".join(f"{size:>10}" for size in sizes) + "     ratio\n")
    for what, call in (("append", _append), ("read the last 50", _read)):
        timings: dict[tuple[str, int], list[float]] = {key: [] for key in sessions}
        for _ in range(REPEATS):
            for name, service in services:
                for size in sizes:
                    timings[name, size].append(await _timed(call, service, sessions[name, size]))
        for name, _ in services:
            medians = [statistics.median(timings[name, size]) * 1000 for size in sizes]
            row = "".join(f"{median:10.2f}" for median in medians)
            sys.stdout.write(f"{what + ', ' + name:34}{row}{medians[-1] / medians[0]:10.2f}\n")
    await ours.close()
    await theirs.close()


async def _filled(service: BaseSessionService, size: int) -> Session:
    session = await service.create_session(**APP, session_id=f"s{size}", state={f"k{key}": key for key in range(20)})
    for number in range(size):
        await service.append_event(session, _event(number))
    return session


def _event(number: int) -> Event:
    content = types.Content(role="model", parts=[types.Part(text="A sentence of some length. " * 10)])
    return Event(invocation_id="i", author="a", content=content, actions=EventActions(state_delta={"turn": number}))


async def _append(service: BaseSessionService, session: Session) -> None:
    await service.append_event(session, _event(0))


async def _read(service: BaseSessionService, session: Session) -> None:
    found = await service.get_session(**APP, session_id=session.id, config=RECENT)
    if found is None or len(found.events) != RECENT.num_recent_events:
        message = f"{type(service).__name__} returned another number of events"
        raise RuntimeError(message)


async def _timed(call: _Call, service: BaseSessionService, session: Session) -> float:
    began = time.perf_counter()
    await call(service, session)
    return time.perf_counter() - began


async def _lists(folder: Path) -> None:
    service = SessionService.in_folder(folder)
    made = [(await service.create_session(**APP, session_id=f"s{number:04d}")) for number in range(SESSIONS)]
    lists = agent_lists_on(stores.in_folder(folder))
    seen: list[str] = []
    after: str | None = None
    began = time.perf_counter()
    while True:
        found, after = lists.list(LOCAL, AgentPlace(app="bench", user="ann"), after=after, limit=PAGE)
        seen += [each.session.agent_id for each in found]
        await service.append_event(made[len(seen) % SESSIONS], _event(0))
        await service.create_session(**APP)
        if after is None:
            break
    whole = seen == [f"s{number:04d}" for number in reversed(range(SESSIONS))]
    took = (time.perf_counter() - began) * 1000
    sys.stdout.write(f"\n{SESSIONS} sessions in pages of {PAGE} while others write: {took:.0f} ms; ")
    sys.stdout.write(f"newest first, none missed, none twice: {whole}\n")
    began = time.perf_counter()
    await service.list_sessions(**APP)
    sys.stdout.write(f"all of them in one list: {(time.perf_counter() - began) * 1000:.0f} ms\n")
    await service.close()


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [50, 500, 5000]))
