"""`connectorsmith sessions`: do one thing with a session, and tell what came of it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from shared.cli.sessions import merging, tables
from shared.cli.sessions.client import Client, Refused, opened, session_path
from shared.kernel.errors import NotFound

DONE: Final = 0
FAILED: Final = 1
DIFFERENT: Final = 10
"""There are conflicts, or differences."""

_COMMIT: Final = "commit:"
_STATES: Final = ("head", "origin", "forkPoint", "lastCommit")
"""The states that every session has, by name."""
_MOST: Final = 1000


def run(options: Namespace) -> int:
    """Do it and return the exit code."""
    with opened(options) as client:
        try:
            return _ACTIONS[options.action](client, Console(), options)
        except Refused as refused:
            if not options.json:
                raise
            _print(refused.problem)
            return FAILED


def _list(client: Client, console: Console, options: Namespace) -> int:
    filters = {"tag": options.tag, "status": options.status, "pageSize": max(1, min(options.limit, 200))}
    found = list(islice(client.pages("/v1/sessions", "sessions", filters), max(options.limit, 0)))
    if options.json:
        return _print({"sessions": found})
    tables.show_sessions(console, found)
    return DONE


def _show(client: Client, console: Console, options: Namespace) -> int:
    detail = client.get(session_path(options.session)).value
    checkpoints = list(client.pages(session_path(options.session, "/checkpoints"), "checkpoints"))
    if options.json:
        return _print(detail | {"checkpoints": checkpoints})
    tables.show_session(console, detail, checkpoints)
    return DONE


def _diff(client: Client, console: Console, options: Namespace) -> int:
    before, after = (_state(client, options.session, each) for each in (options.before, options.after))
    states = {"from": before, "to": after, "zone": options.zone}
    found = client.get(session_path(options.session, "/diff"), states).value
    if options.json:
        _print(found)
    else:
        tables.show_changes(console, found["changes"], found["stats"])
    return DIFFERENT if found["changes"] else DONE


def _fork(client: Client, console: Console, options: Namespace) -> int:
    saved = options.checkpoint and _checkpoint_id(client, options.session, options.checkpoint)
    start = {"checkpointId": saved, "commitId": options.commit}
    wish = {"name": options.name, "count": options.count, "from": {name: it for name, it in start.items() if it}}
    made = client.post(session_path(options.session, "/fork"), wish).value
    if options.json:
        return _print(made)
    for fork in made["sessions"]:
        console.print(Text(tables.plain(fork["sessionId"])))
    return DONE


def _checkpoint(client: Client, console: Console, options: Namespace) -> int:
    wish = {"name": options.name, "note": options.note}
    saved = client.post(session_path(options.session, "/checkpoints"), wish).value
    if options.json:
        return _print(saved)
    tables.show_checkpoints(console, [saved])
    return DONE


def _restore(client: Client, console: Console, options: Namespace) -> int:
    tag = client.get(session_path(options.session)).tag
    wish = {
        "to": _saved(client, options),
        "keepCurrentAs": options.keep_as,
        "dryRun": options.dry_run,
        "reason": options.reason,
        **({"zones": options.zone} if options.zone else {}),
    }
    done = client.post(session_path(options.session, "/restore"), wish, tag=tag).value
    if options.json:
        _print(done)
    else:
        told = "would be restored" if options.dry_run else "restored" if done["changed"] else "was so already"
        console.print(Text(f"{told}; {tables.tallied(done['changes'])}"))
    return DIFFERENT if options.dry_run and done["changed"] else DONE


def _saved(client: Client, options: Namespace) -> Mapping[str, str]:
    """Return the state that the command line names: a commit, or a checkpoint by its id or its name."""
    if options.checkpoint.startswith(_COMMIT):
        return {"commitId": options.checkpoint.removeprefix(_COMMIT)}
    return {"checkpointId": _checkpoint_id(client, options.session, options.checkpoint)}


def _state(client: Client, session: str, state: str) -> str:
    """Return how the service calls a state, of which a checkpoint may be given by its name."""
    if state in _STATES or ":" in state:
        return state
    return _checkpoint_id(client, session, state)


def _checkpoint_id(client: Client, session: str, wanted: str) -> str:
    """Return the id of a checkpoint that is given by it, or by its name."""
    for each in client.pages(session_path(session, "/checkpoints"), "checkpoints"):
        if wanted in {each["checkpointId"], each["name"]}:
            return str(each["checkpointId"])
    message = f"session {session} has no checkpoint {wanted}"
    raise NotFound(message)


def _summary(client: Client, console: Console, options: Namespace) -> int:
    since = _state(client, options.session, options.since)
    summary = _summarised(client, options, since, full=options.full)
    if options.json:
        return _print(summary)
    tables.show_summary(console, summary)
    return DONE


def _commit(client: Client, console: Console, options: Namespace) -> int:
    summary = _summarised(client, options, "lastCommit", full=False)
    if not options.json:
        tables.show_summary(console, summary)
    if not options.yes and not _agreed(console, options):
        return FAILED
    # The hash of what was shown guards the commit, beside the revision.
    tag = client.get(session_path(options.session)).tag
    wish = {
        "summaryId": summary["summaryId"],
        "contentHash": summary["contentHash"],
        "message": options.message or summary["title"],
        "approvalId": options.approval,
    }
    done = client.post(session_path(options.session, "/commit"), wish, tag=tag).value
    if options.json:
        return _print(done)
    console.print(Text(f"committed {tables.plain(done['commitId'])}"))
    return DONE


def _summarised(client: Client, options: Namespace, since: str, *, full: bool) -> Mapping[str, Any]:
    wish = {"since": since, **({"style": "full", "maxItems": _MOST} if full else {})}
    found: Mapping[str, Any] = client.post(session_path(options.session, "/generateCommitSummary"), wish).value
    return found


def _agreed(console: Console, options: Namespace) -> bool:
    if options.json or not sys.stdin.isatty():
        sys.stderr.write("connectorsmith: nobody can be asked; say --yes to commit\n")
        return False
    try:
        return console.input("Commit this? [y/N] ", markup=False).strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _merge(client: Client, console: Console, options: Namespace) -> int:
    merged = merging.merge(client, console, options)
    if options.json:
        _print(merged.answer)
    else:
        merging.show(console, merged)
    return DIFFERENT if merged.conflicts else DONE


def _print(value: Mapping[str, Any]) -> int:
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    return DONE


_ACTIONS: Final[Mapping[str, Callable[[Client, Console, Namespace], int]]] = {
    "list": _list,
    "show": _show,
    "diff": _diff,
    "fork": _fork,
    "checkpoint": _checkpoint,
    "restore": _restore,
    "summary": _summary,
    "commit": _commit,
    "merge": _merge,
}
