"""
Executions as items: where each one is, and how it ended.

    partition                       sort                item
    EXECUTION#{machine}#{name}      STATE               one execution; its place while it runs, its end afterwards
    EXECUTIONS                      {machine}#{name}    one that has not ended, so that it can be found after a crash
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, cast

from shared.adapters.in_process.effects import Failed, Place, Succeeded
from shared.kernel.hashing import Json, canonical
from shared.ports.items import Absent, Attributes, ConditionFailed, Delete, Equals, Items, Key, Present, Put, Update
from shared.ports.pipelines import Machine, Outcome

Identity: TypeAlias = tuple[Machine, str]

_OPEN: Final = "EXECUTIONS"
_RUNNING: Final = "running"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One execution as last written: a place while it runs, else an end."""

    status: Outcome
    started: datetime
    place: Place | None = None
    end: Succeeded | Failed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Executions:
    """The executions in an item store; one process writes them."""

    items: Items

    def begin(self, identity: Identity, place: Place) -> bool:
        """Keep a new execution at its first place; False when there is one of that name already."""
        attributes = {"status": _RUNNING, "started": place.entered.isoformat(), "place": _place_text(place)}
        try:
            self.items.transact(
                [
                    Put(key=_key(identity), attributes=attributes, conditions=(Absent(),)),
                    Put(
                        key=_open_key(identity), attributes={"machine": identity[0], "name": identity[1]}, conditions=()
                    ),
                ]
            )
        except ConditionFailed:
            return False
        return True

    def get(self, identity: Identity) -> Execution | None:
        """Return the execution, if there is one of that name."""
        item = self.items.get(_key(identity))
        return None if item is None else _execution(item.attributes)

    def move(self, identity: Identity, place: Place) -> None:
        """Keep the place that a running execution has reached."""
        running = (Equals("status", _RUNNING),)
        self.items.transact([Update(key=_key(identity), conditions=running, set={"place": _place_text(place)})])

    def end(self, identity: Identity, end: Succeeded | Failed) -> None:
        """Keep how a running execution ended, and drop its place; an output is kept, for the parent that waits."""
        attributes = _end_attributes(end)
        self.items.transact(
            [
                Update(key=_key(identity), conditions=(Equals("status", _RUNNING),), set=attributes, remove=("place",)),
                Delete(key=_open_key(identity), conditions=(Present(),)),
            ]
        )

    def unfinished(self) -> Iterator[Identity]:
        """Yield every execution that has not ended, by machine and name."""
        after: str | None = None
        while True:
            page = self.items.query(_OPEN, after=after)
            for item in page.items:
                yield cast("Machine", item.attributes["machine"]), str(item.attributes["name"])
            after = page.after
            if after is None:
                return


def check_name(name: str) -> None:
    """Raise ValueError unless `name` may name an execution (a subset of what Step Functions allows)."""
    if not _NAME.fullmatch(name):
        message = f"{name!r} cannot name an execution: 1 to 80 letters, digits, and _ . -"
        raise ValueError(message)


def _key(identity: Identity) -> Key:
    return Key(f"EXECUTION#{identity[0]}#{identity[1]}", "STATE")


def _open_key(identity: Identity) -> Key:
    return Key(_OPEN, f"{identity[0]}#{identity[1]}")


def _end_attributes(end: Succeeded | Failed) -> Attributes:
    if isinstance(end, Succeeded):
        return {"status": "succeeded", "output": canonical(end.output).decode()}
    return {"status": "failed", "error": end.error, "cause": end.cause}


def _execution(attributes: Attributes) -> Execution:
    started = datetime.fromisoformat(str(attributes["started"]))
    match attributes["status"]:
        case "running":
            return Execution(status="running", started=started, place=_place(str(attributes["place"])))
        case "succeeded":
            output: Json = json.loads(str(attributes["output"]))
            return Execution(status="succeeded", started=started, end=Succeeded(output))
        case _:
            failed = Failed(str(attributes["error"]), str(attributes["cause"]))
            return Execution(status="failed", started=started, end=failed)


def _place_text(place: Place) -> str:
    value: Json = {
        "state": place.state,
        "data": place.data,
        "entered": place.entered.isoformat(),
        "retries": list(place.retries),
        "until": place.until.isoformat() if place.until else None,
        "transitions": place.transitions,
    }
    return canonical(value).decode()


def _place(text: str) -> Place:
    value = json.loads(text)
    return Place(
        state=value["state"],
        data=value["data"],
        entered=datetime.fromisoformat(value["entered"]),
        retries=tuple(value["retries"]),
        until=datetime.fromisoformat(value["until"]) if value["until"] else None,
        transitions=value["transitions"],
    )
