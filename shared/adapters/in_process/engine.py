"""`Pipelines` in this process: a few workers, and every execution's place in the item store."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from shared.adapters.in_process.calls import Calls, Handler
from shared.adapters.in_process.definitions import MACHINES, tasks_of
from shared.adapters.in_process.driver import Driver
from shared.adapters.in_process.effects import Failed
from shared.adapters.in_process.executions import Executions, Identity
from shared.adapters.in_process.faults import RUNTIME, BadDefinition, Stopped
from shared.adapters.in_process.interpreter import Interpreter
from shared.adapters.in_process.schedule import Schedule
from shared.adapters.in_process.states import LAMBDA, Definition
from shared.kernel.errors import Unavailable
from shared.kernel.hashing import Json
from shared.observability.logging import logger
from shared.ports.clock import Clock
from shared.ports.items import Items
from shared.ports.pipelines import Machine, Outcome

_STORE_PAUSE: Final = 2.0
"""Seconds before an execution goes on whose place the item store did not keep."""


class InProcessPipelines:
    """
    The state machines on this machine: every execution is kept in `items` before `start` returns.

    A task is called at least once: after a crash, `resume` enters the state again that was last kept. `tasks` are the
    handlers by the substitutions of the definitions (`ScrapePlanFunctionArn`); `chance` is the jitter of retries.
    One process owns the items; whoever opens the folder they lie in locks it.
    """

    def __init__(  # noqa: PLR0913 - the engine's parts
        self,
        items: Items,
        machines: Mapping[Machine, Definition],
        tasks: Mapping[str, Handler],
        clock: Clock,
        *,
        workers: int = 4,
        chance: Callable[[], float] = random.random,
    ) -> None:
        _check_targets(machines, tasks)
        self._executions = Executions(items=items)
        self._schedule = Schedule()
        self._calls = Calls(tasks)
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._driver = Driver(
            executions=self._executions,
            machines=machines,
            interpreter=Interpreter(calls=self._calls, clock=clock, chance=chance, stopping=self._stopping),
            begun=self._schedule.add,
            ended=self._when_ended,
        )
        names = [f"pipelines-{number}" for number in range(workers)]
        self._workers = [threading.Thread(target=self._work, name=name, daemon=True) for name in names]
        for worker in self._workers:
            worker.start()

    def start(self, machine: Machine, name: str, command: Mapping[str, Json]) -> None:
        """
        Start an execution called `name`; starting the same name again changes nothing.

        Raises:
            Unavailable: the item store did not keep it, or the engine has been shut down.
            ValueError: the name is no name, or the command is larger than a state may carry.
        """
        if self._stopping.is_set():
            message = "the pipelines have been shut down"
            raise Unavailable(message, code="pipelines_stopped")
        self._driver.begin((machine, name), command)

    def outcome(self, machine: Machine, name: str) -> Outcome:
        """Return how the execution is doing."""
        execution = self._executions.get((machine, name))
        return "absent" if execution is None else execution.status

    def resume(self) -> int:
        """Go on with every execution that has not ended, and return how many there are; call it once, at the start."""
        unfinished = list(self._executions.unfinished())
        for identity in unfinished:
            self._schedule.add(identity)
        return len(unfinished)

    def wait(self, machine: Machine, name: str, seconds: float) -> Outcome:
        """Return the execution's outcome when it has ended, or after that many seconds."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                outcome = self.outcome(machine, name)
                left = end - time.monotonic()
                if outcome != "running" or left <= 0 or self._stopping.is_set():
                    return outcome
                self._changed.wait(left)

    def drain(self, seconds: float) -> bool:
        """Wait until no execution is left to run; False when that took longer."""
        return self._schedule.wait_until_empty(seconds)

    def shutdown(self, seconds: float) -> bool:
        """
        Enter no more states, wait up to `seconds` for the tasks that run, and abandon the others.

        Returns whether every worker has stopped; what was not finished goes on with `resume` of the next engine.
        """
        self._stopping.set()
        self._schedule.close()
        with self._changed:
            self._changed.notify_all()
        self._join(seconds)
        self._calls.abandon()
        return self._join(1.0)

    def _join(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        for worker in self._workers:
            worker.join(max(0.0, end - time.monotonic()))
        return not any(worker.is_alive() for worker in self._workers)

    def _work(self) -> None:
        while (identity := self._schedule.take()) is not None:
            self._schedule.give_back(identity, self._advanced(identity))

    def _advanced(self, identity: Identity) -> float | None:
        keys = {"machine": identity[0], "execution": identity[1]}
        try:
            return self._driver.advance(identity)
        except Stopped:
            return None
        except Unavailable as error:
            logger.warning("the place of an execution was not kept", extra={**keys, "code": error.code})
            return _STORE_PAUSE
        except Exception as error:  # noqa: BLE001 - a defect ends its execution, not the worker
            logger.error("an execution broke", extra={**keys, "error": type(error).__name__})
            self._give_up(identity, error)
            return None

    def _give_up(self, identity: Identity, error: Exception) -> None:
        with suppress(Exception):
            self._executions.end(identity, Failed(RUNTIME, f"the engine broke: {type(error).__name__}"))
        self._when_ended(identity)

    def _when_ended(self, identity: Identity) -> None:
        logger.info("execution ended", extra={"machine": identity[0], "execution": identity[1]})
        parent = self._driver.parent_of(identity)
        if parent is not None:
            self._schedule.hasten(parent)
        with self._changed:
            self._changed.notify_all()


def _check_targets(machines: Mapping[Machine, Definition], tasks: Mapping[str, Handler]) -> None:
    for machine, definition in machines.items():
        for task in tasks_of(definition):
            known = task.target in tasks if task.resource == LAMBDA else MACHINES[task.target] in machines
            if not known:
                message = f"nothing is registered for {task.target}, which {machine} uses"
                raise BadDefinition(message)
