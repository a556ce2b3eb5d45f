"""Sessions as plain values in memory: what the services must behave like, said in the simplest way."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from shared.domain.content import Zone

ZONES: Final[tuple[Zone, ...]] = ("data", "docs", "code")

Content = dict[str, dict[str, Any]]
"""Data keys with their values, documents with their chunks' texts, code files with their texts."""


def empty() -> Content:
    return {zone: {} for zone in ZONES}


@dataclass
class PlainSession:
    """A content, the one that it was last committed with or began with, and how often it changed."""

    content: Content
    base: Content
    revision: int = 1
    commit: str = ""
    """The commit it departed from."""


@dataclass
class PlainCommit:
    """What was committed, and in which session."""

    session: PlainSession
    content: Content


@dataclass
class PlainFamily:
    """Sessions, every state that was saved of them with the session's name, and what was committed, by their ids."""

    sessions: dict[str, PlainSession] = field(default_factory=dict)
    saved: dict[str, tuple[str, Content]] = field(default_factory=dict)
    commits: dict[str, PlainCommit] = field(default_factory=dict)

    def write(self, name: str, zone: str, key: str, value: object) -> None:
        session = self.sessions[name]
        session.content = {**session.content, zone: {**session.content[zone], key: value}}
        session.revision += 1

    def remove(self, name: str, zone: str, key: str) -> None:
        session = self.sessions[name]
        session.content = {
            **session.content,
            zone: {each: session.content[zone][each] for each in session.content[zone] if each != key},
        }
        session.revision += 1

    def fork(self, source: Content, name: str, commit: str = "") -> None:
        self.sessions[name] = PlainSession(source, source, commit=commit)

    def knows(self, name: str, commit: str) -> bool:
        """Return whether a commit is the session's own, or the one it departed from."""
        session = self.sessions[name]
        return self.commits[commit].session is session or session.commit == commit

    def restored(self, name: str, state: Content, zones: tuple[Zone, ...]) -> Content:
        """Return what a session would hold after it was brought back to a state."""
        present = self.sessions[name].content
        return {zone: state[zone] if zone in zones else present[zone] for zone in ZONES}

    def become(self, name: str, content: Content) -> bool:
        """Replace the content, as a change if it is another; return whether it is."""
        session = self.sessions[name]
        changed = text_of(session.content) != text_of(content)
        session.content, session.revision = content, session.revision + changed
        return changed


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
