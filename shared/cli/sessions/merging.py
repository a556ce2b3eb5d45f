"""Merge one session into another, and walk through what they disagree on."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from shared.cli.sessions import tables
from shared.cli.sessions.client import Client, Refused, session_path
from shared.cli.sessions.walk import Walk

_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """The service's last answer, and the conflicts that are left: with any, nothing was changed."""

    answer: Mapping[str, Any]
    conflicts: Sequence[Mapping[str, Any]]


def merge(client: Client, console: Console, options: Namespace) -> Merged:
    """
    Merge as the command line says; where somebody can be asked, ask about conflicts until none is left.

    Raises:
        Refused: for another reason than conflicts.
    """
    wish = request(options)
    walk = Walk(console, lambda question: console.input(question, markup=False), client.text)
    for _ in range(_ROUNDS):
        merged = _attempt(client, options, wish)
        if not merged.conflicts or not _can_ask(options):
            return merged
        answers = walk.resolutions(merged.conflicts)
        if answers is None:
            return merged
        wish = wish | {"resolutions": [*wish.get("resolutions", ()), *answers], "expect": merged.answer["expect"]}
    return merged


def request(options: Namespace) -> dict[str, Any]:
    """Return the body of the request; of patterns, the target's come first."""
    patterns = [(pattern, side) for side in ("ours", "theirs") for pattern in getattr(options, side)]
    return {
        "source": {"sessionId": options.source},
        "strategy": options.strategy,
        "pathStrategies": [{"pattern": pattern, "strategy": side} for pattern, side in patterns],
        "dryRun": options.dry_run,
        "message": options.message,
        **({"granularity": {"code": "line"}} if options.lines else {}),
    }


def show(console: Console, merged: Merged) -> None:
    """Print what came of a merge."""
    if merged.conflicts:
        tables.show_conflicts(console, merged.conflicts)
        return
    answer = merged.answer
    stats = ", ".join(f"{count} {_spaced(name)}" for name, count in answer["stats"].items() if count)
    told = "would be" if answer["dryRun"] else "at"
    at = f"{told} revision {answer['target'].get('revisionAfter')}"
    console.print(Text(f"{_spaced(str(answer['result']))}, {at}{f'; {stats}' if stats else ''}"))
    for each in answer.get("resolved", ()):
        console.print(Text(f"  {tables.plain(each['path'])}: took {each['took']} ({each['resolvedBy']})"))
    for each in (*answer.get("staleDerived", ()), *answer.get("warnings", ())):
        console.print(Text(f"warning: {tables.plain(each['path'])}: {tables.plain(each['detail'])}", "yellow"))


def _attempt(client: Client, options: Namespace, wish: Mapping[str, Any]) -> Merged:
    door = ":mergeFrom" if options.related else ":merge"
    tag = client.get(session_path(options.target)).tag
    try:
        answer = client.post(session_path(options.target, door), wish, tag=tag).value
    except Refused as refused:
        if refused.code != "merge-conflict":
            raise
        answer = refused.problem
    return Merged(answer, _conflicts(client, options, answer))


def _conflicts(client: Client, options: Namespace, answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = answer.get("conflicts", ())
    if not answer.get("truncated"):
        return found
    path = session_path(options.target, f"/merges/{answer['mergeId']}/conflicts")
    return tuple(client.pages(path, "conflicts"))


def _can_ask(options: Namespace) -> bool:
    return not (options.dry_run or options.no_walk or options.json) and sys.stdin.isatty()


def _spaced(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
