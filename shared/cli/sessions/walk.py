"""A walk through the conflicts of a merge: each side by side, and what is to become of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from shared.cli.sessions.columns import SIDES, side_by_side
from shared.cli.sessions.tables import plain

_KEYS: Final = {"o": "ours", "t": "theirs", "b": "base", "d": "delete", "v": "value"}

_TEXTS: Final = re.compile(r"code:/|docs:/[^@/][^/]*(/content)?$")
"""The paths of what is a text: files, and chunks or what they say, but not what is known about them."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Asks about conflicts; `ask` puts a question and returns the answer, `fetch` the text behind an href."""

    console: Console
    ask: Callable[[str], str]
    fetch: Callable[[str], str]

    def resolutions(self, conflicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
        """Return what is to become of each conflict, or None where the walk was broken off."""
        found = []
        for number, conflict in enumerate(conflicts, 1):
            self._show(conflict, f"{number}/{len(conflicts)}")
            resolution = self._resolution(conflict)
            if resolution is None:
                return None
            found.append(resolution)
        return found

    def _show(self, conflict: Mapping[str, Any], place: str) -> None:
        head = f"{place}  {plain(conflict['path'])}  {plain(conflict['kind'])}"
        self.console.print(Text(f"\n{head}", "bold"))
        texts = {side: self._text(conflict.get(side)) for side in SIDES}
        self.console.print(side_by_side(texts))
        for side in SIDES[1:]:
            about = conflict.get(side) or {}
            if about.get("changedBy"):
                told = f"{side}: {about['changedBy']} at {about.get('changedAt', '')}"
                self.console.print(Text(plain(told), "dim"))

    def _text(self, side: Mapping[str, Any] | None) -> str | None:
        """Return what a side holds, None where it holds nothing."""
        if side is None:
            return None
        if "value" in side:
            value = side["value"]
            return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
        return self.fetch(side["href"]) if side.get("href") else f"({side.get('size', '?')} bytes)"

    def _resolution(self, conflict: Mapping[str, Any]) -> dict[str, Any] | None:
        allowed = conflict.get("choices", list(_KEYS.values()))
        keys = {key: take for key, take in _KEYS.items() if take in allowed}
        question = f"take {', '.join(f'[{key}]{take[1:]}' for key, take in keys.items())}, or [q]uit? "
        while True:
            try:
                answer = self.ask(question).strip().lower()
            except EOFError:
                return None
            if answer in {"q", "quit"}:
                return None
            take = keys.get(answer) or (answer if answer in keys.values() else None)
            if take == "value":
                given = self._given(conflict)
                if given is not None:
                    return {"path": conflict["path"], "take": "value", **given}
            elif take is not None:
                return {"path": conflict["path"], "take": take}

    def _given(self, conflict: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return a value that is typed, or a text that lies in a file; None where it is no such thing."""
        try:
            if _TEXTS.match(str(conflict["path"])):
                return {"content": Path(self.ask("file with the text: ").strip()).read_text(encoding="utf-8")}
            return {"value": json.loads(self.ask("value, as JSON: "))}
        except (OSError, ValueError) as error:
            self.console.print(Text(plain(error), "red"))
            return None
