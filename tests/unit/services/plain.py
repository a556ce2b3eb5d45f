"""Sessions as plain values in memory: what the services must behave like, said in the simplest way."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from shared.domain.content import Zone
from tests.unit.services.plain_history import History

ZONES: Final[tuple[Zone, ...]] = ("data", "docs", "code")

Content = dict[str, dict[str, Any]]
"""Data keys with their values, documents with their chunks' texts, code files with their texts."""


def empty() -> Content:
    return {zone: {} for zone in ZONES}


@dataclass(frozen=True)
class PlainState:
    """A content at one place in the history of all sessions."""

    place: int
    content: Content


@dataclass
class PlainSession:
    """A state, the content that was last committed or that it began with, and how often it changed."""

    name: str
    state: PlainState
    base: Content
    revision: int = 1
    commit: str = ""
    """The commit it departed from."""

    @property
    def content(self) -> Content:
        return self.state.content


@dataclass(frozen=True)
class Kept:
    """A state that stays, and the session whose it was."""

    session: PlainSession
    state: PlainState


@dataclass
class PlainFamily:
    """Sessions by name, what was saved and what was committed by its id, and the history of all states."""

    sessions: dict[str, PlainSession] = field(default_factory=dict)
    saved: dict[str, Kept] = field(default_factory=dict)
    commits: dict[str, Kept] = field(default_factory=dict)
    history: History = field(default_factory=History)
    contents: dict[int, Content] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        state = self.state(empty())
        self.sessions[name] = PlainSession(name, state, state.content)

    def fork(self, start: PlainState, name: str, commit: str = "") -> None:
        self.sessions[name] = PlainSession(name, start, start.content, commit=commit)

    def state(self, content: Content, *parents: int) -> PlainState:
        """Return a new state that comes from others."""
        place = self.history.new(*parents)
        self.contents[place] = content
        return PlainState(place, content)

    def write(self, name: str, zone: str, key: str, value: object) -> None:
        content = self.sessions[name].content
        self._change(name, {**content, zone: {**content[zone], key: value}})

    def remove(self, name: str, zone: str, key: str) -> None:
        content = self.sessions[name].content
        self._change(name, {**content, zone: {each: content[zone][each] for each in content[zone] if each != key}})

    def commit(self, name: str, commit: str) -> None:
        """Keep the content for good, as a state of its own."""
        session = self.sessions[name]
        self._change(name, session.content)
        session.base = session.content
        self.commits[commit] = Kept(session, session.state)

    def knows(self, name: str, commit: str) -> bool:
        """Return whether a commit is the session's own, or the one it departed from."""
        session = self.sessions[name]
        return self.commits[commit].session is session or session.commit == commit

    def restored(self, name: str, state: PlainState, zones: tuple[Zone, ...]) -> Content:
        """Return what a session would hold after it was brought back to a state."""
        present = self.sessions[name].content
        return {zone: state.content[zone] if zone in zones else present[zone] for zone in ZONES}

    def restore(self, name: str, state: PlainState, content: Content) -> None:
        """Bring a session back, as a change if the content is another; a return to the whole state is that state."""
        session = self.sessions[name]
        if text_of(content) == text_of(session.content):
            return
        if text_of(content) == text_of(state.content):
            session.state, session.revision = state, session.revision + 1
        else:
            self._change(name, content)

    def merge(self, name: str, source: str, content: Content) -> None:
        session = self.sessions[name]
        session.state = self.state(content, session.state.place, self.sessions[source].state.place)
        session.revision += 1

    def _change(self, name: str, content: Content) -> None:
        session = self.sessions[name]
        session.state = self.state(content, session.state.place)
        session.revision += 1


def text_of(content: Content) -> str:
    """Return the one text of a content; the order of units tells nothing, that within a value does."""
    return json.dumps(
        {zone: sorted((name, json.dumps(unit)) for name, unit in content[zone].items()) for zone in ZONES}
    )


def differing(one: Content, other: Content) -> dict[str, str]:
    """Return the path of every unit that differs, and how."""
    found = {}
    for zone in ZONES:
        before, after = units(zone, one), units(zone, other)
        for path in {*before, *after}:
            if path not in before:
                found[path] = "added"
            elif path not in after:
                found[path] = "removed"
            elif json.dumps(before[path]) != json.dumps(after[path]):
                found[path] = "modified"
    return found


def units(zone: str, content: Content) -> dict[str, Any]:
    """Return the units of a zone by their path: for the documents each chunk is one."""
    if zone != "docs":
        return {f"{zone}:/{key}": value for key, value in content[zone].items()}
    return {f"docs:/{chunk}": text for chunks in content[zone].values() for chunk, text in chunks.items()}
