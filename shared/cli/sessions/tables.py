"""Answers as tables, for a person to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COLOURS: Final = {"added": "green", "modified": "yellow", "removed": "red"}
_ZONES: Final = ("data", "docs", "code", "env")


def plain(value: object) -> str:
    """Return a text that a terminal takes for nothing else: what others wrote may hold control characters."""
    return "" if value is None else _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(value))


def show_sessions(console: Console, sessions: Sequence[Mapping[str, Any]]) -> None:
    """Print a list of sessions."""
    columns = ("session", "name", "status", "rev", "changes", "tags", "last activity")
    _show(console, columns, (_session_row(each) for each in sessions))


def show_session(console: Console, detail: Mapping[str, Any], checkpoints: Sequence[Mapping[str, Any]]) -> None:
    """Print a session and its checkpoints."""
    names = (
        "sessionId", "name", "status", "purpose", "owner", "revision", "contentHash", "parentSessionId", "headCommitId",
        "uncommitted", "createdAt", "lastActivityAt",
    )  # fmt: skip
    rows = [(name, plain(detail.get(name))) for name in names]
    rows += [(f"zone {zone}", _counts(detail["zones"][zone])) for zone in _ZONES]
    rows += [("tags", _tags(detail)), ("may", " ".join(name for name, may in detail["capabilities"].items() if may))]
    _show(console, ("", ""), rows)
    if checkpoints:
        console.print()
        show_checkpoints(console, checkpoints)


def show_checkpoints(console: Console, checkpoints: Sequence[Mapping[str, Any]]) -> None:
    """Print a list of checkpoints."""
    rows = (
        (
            plain(each["checkpointId"]),
            plain(each["name"]),
            plain(each["revision"]),
            "automatic" if each["automatic"] else plain(each["createdBy"]),
            _minute(each["createdAt"]),
            plain(each["note"]),
        )
        for each in checkpoints
    )
    _show(console, ("checkpoint", "name", "rev", "by", "at", "note"), rows)


def show_changes(
    console: Console, changes: Sequence[Mapping[str, Any]], stats: Mapping[str, Mapping[str, int]]
) -> None:
    """Print what differs, and how much."""
    rows = (
        (Text(plain(each["change"]), _COLOURS.get(str(each["change"]), "")), plain(each["path"])) for each in changes
    )
    if changes:
        _show(console, ("change", "path"), rows)
    console.print(tallied(stats), highlight=False)


def tallied(stats: Mapping[str, Mapping[str, int]]) -> str:
    """Return how many units of each zone differ, in words."""
    parts = [
        f"{zone}: {', '.join(f'{count} {kind}' for kind, count in counts.items() if count)}"
        for zone, counts in stats.items()
        if any(counts.values())
    ]
    return "; ".join(parts) or "no differences"


def show_summary(console: Console, summary: Mapping[str, Any]) -> None:
    """Print a summary: its title, the changes, and what a commit would be refused for."""
    console.print(Text(plain(summary["title"]), "bold"))
    show_changes(console, summary["changes"], summary["stats"])
    if summary["truncated"]:
        console.print(Text(f"only the first {len(summary['changes'])} changes are listed", "dim"))
    for warning in summary["warnings"]:
        console.print(Text(f"warning: {_words(warning, 'code', 'path', 'detail')}", "yellow"))
    for validation in summary["validations"]:
        for finding in validation["findings"]:
            told = f"{plain(validation['name'])}: {_words(finding, 'path', 'code', 'message')}"
            console.print(Text(told, "red"))


def show_conflicts(console: Console, conflicts: Sequence[Mapping[str, Any]]) -> None:
    """Print a list of conflicts."""
    _show(console, ("conflict", "path"), ((plain(each["kind"]), plain(each["path"])) for each in conflicts))
    console.print(f"{len(conflicts)} conflict{'' if len(conflicts) == 1 else 's'}", style="bold red", highlight=False)


def _words(each: Mapping[str, Any], *names: str) -> str:
    return " ".join(plain(each[name]) for name in names)


def _session_row(each: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        plain(each["sessionId"]),
        plain(each["name"]),
        plain(each["status"]),
        plain(each["revision"]),
        "uncommitted" if each["uncommitted"] else "",
        _tags(each),
        _minute(each["lastActivityAt"]),
    )


def _minute(moment: object) -> str:
    """Return a moment to the minute, which a narrow column breaks after the day."""
    return plain(moment)[:16].replace("T", " ")


def _tags(each: Mapping[str, Any]) -> str:
    return plain(" ".join(f"{name}:{value}" if value else name for name, value in each["tags"].items()))


def _counts(zone: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{value} {name}" for name, value in zone.items() if name != "hash")
    return plain(counts or zone.get("hash") or "empty")


def _show(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table without the columns that hold nothing, so that ids and moments fit into a narrow terminal."""
    listed = [[each if isinstance(each, Text) else Text(each) for each in row] for row in rows]
    wanted = [place for place in range(len(columns)) if not listed or any(row[place].plain for row in listed)]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", show_header=any(columns))
    for place in wanted:
        table.add_column(columns[place], overflow="fold", no_wrap=not table.columns)
    for row in listed:
        table.add_row(*(row[place] for place in wanted))
    console.print(table)
