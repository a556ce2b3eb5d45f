"""What the command line of `connectorsmith sessions` takes."""

from __future__ import annotations

import argparse
from typing import Final

from shared.bootstrap.remote import KEY

_ZONES: Final = ("data", "docs", "code", "env")
_STATES: Final = "head, origin, forkPoint, lastCommit, commit:ID, revision:N, session:ID or a checkpoint"


def add_actions(command: argparse.ArgumentParser) -> None:
    """Add what can be done with sessions to the parser of the command."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--data", default=".connectorsmith", metavar="DIR", help="the folder (default: %(default)s)")
    where.add_argument("--url", metavar="URL", help=f"a service instead of the folder; its key is in ${KEY}")
    where.add_argument("--json", action="store_true", help="print the answer as JSON")
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_reading(actions, where)
    _add_states(actions, where)
    _add_committing(actions, where)
    _add_merge(actions, where)


def _add_reading(actions: argparse._SubParsersAction[argparse.ArgumentParser], where: argparse.ArgumentParser) -> None:
    listing = actions.add_parser("list", parents=[where], help="list your sessions, newest first")
    listing.add_argument("--tag", action="append", default=[], metavar="NAME[:VALUE]", help="only those; repeatable")
    listing.add_argument("--status", help="only those")
    listing.add_argument("--limit", type=int, default=100, help="at most so many (default: %(default)s)")
    _session(actions.add_parser("show", parents=[where], help="show a session and its checkpoints"))
    diff = actions.add_parser("diff", parents=[where], help="compare two states; exit code 10 where they differ")
    _session(diff)
    diff.add_argument(
        "--from", dest="before", default="origin", metavar="STATE", help=f"{_STATES} (default: %(default)s)"
    )
    diff.add_argument("--to", dest="after", default="head", metavar="STATE", help="(default: %(default)s)")
    _zones(diff)


def _add_states(actions: argparse._SubParsersAction[argparse.ArgumentParser], where: argparse.ArgumentParser) -> None:
    fork = actions.add_parser("fork", parents=[where], help="make sessions with the content of this one")
    _session(fork)
    fork.add_argument("--name", default="", help="what they are called")
    start = fork.add_mutually_exclusive_group()
    start.add_argument("--checkpoint", metavar="STATE", help="a checkpoint's id or name, instead of the head")
    start.add_argument("--commit", metavar="ID", help="the content of a commit, instead of the head's")
    fork.add_argument("--count", type=int, choices=range(1, 5), default=1, help="how many (default: %(default)s)")
    checkpoint = actions.add_parser("checkpoint", parents=[where], help="save the content")
    _session(checkpoint)
    checkpoint.add_argument("--name", default="", help="what the checkpoint is called")
    checkpoint.add_argument("--note", default="", help="why it is taken")
    restore = actions.add_parser("restore", parents=[where], help="bring a session back to a checkpoint or a commit")
    _session(restore)
    restore.add_argument("checkpoint", metavar="STATE", help="a checkpoint's id or name, or commit:ID")
    restore.add_argument("--keep-as", default="", metavar="NAME", help="name of the checkpoint of what is replaced")
    restore.add_argument(
        "--dry-run", action="store_true", help="tell what would change; exit code 10 if anything would"
    )
    restore.add_argument("--reason", default="", help="why")
    _zones(restore)


def _add_committing(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], where: argparse.ArgumentParser
) -> None:
    summary = actions.add_parser("summary", parents=[where], help="summarise what would be committed")
    _session(summary)
    summary.add_argument("--since", default="lastCommit", help="lastCommit, forkPoint or a checkpoint")
    summary.add_argument("--full", action="store_true", help="every change")
    commit = actions.add_parser("commit", parents=[where], help="summarise, ask, and commit")
    _session(commit)
    commit.add_argument("--message", "-m", help="what it is about (default: the summary's title)")
    commit.add_argument("--approval", metavar="ID", help="the approval that lets it happen")
    commit.add_argument("--yes", "-y", action="store_true", help="do not ask")


def _add_merge(actions: argparse._SubParsersAction[argparse.ArgumentParser], where: argparse.ArgumentParser) -> None:
    merge = actions.add_parser(
        "merge", parents=[where], help="merge a session into another; exit code 10 where conflicts are left"
    )
    merge.add_argument("target", metavar="TARGET", help="the session to change")
    merge.add_argument("source", metavar="SOURCE", help="the session whose changes it gets")
    merge.add_argument("--related", action="store_true", help="the source need not descend from the target")
    merge.add_argument(
        "--strategy", choices=("fail", "ours", "theirs"), default="fail", help="for conflicts (default: %(default)s)"
    )
    for side, whose in (("ours", "target"), ("theirs", "source")):
        text = f"paths whose conflicts the {whose} decides; repeatable"
        merge.add_argument(f"--{side}", action="append", default=[], metavar="PATTERN", help=text)
    merge.add_argument("--lines", action="store_true", help="merge code by lines instead of by files")
    merge.add_argument("--message", "-m", default="", help="what it is about")
    merge.add_argument("--dry-run", action="store_true", help="tell what would happen")
    merge.add_argument("--no-walk", action="store_true", help="list conflicts, ask nothing")


def _session(action: argparse.ArgumentParser) -> None:
    action.add_argument("session", metavar="SESSION", help="its id")


def _zones(action: argparse.ArgumentParser) -> None:
    action.add_argument("--zone", action="append", default=[], choices=_ZONES, help="only these; repeatable")
