"""
The `connectorsmith` command.

argparse rather than a larger library: it is loaded in milliseconds, and `digest` is measured against the bare parse of
its documents. Every command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from shared.cli.sessions.options import add_actions
from shared.domain.principal import IMPERSONATE
from shared.domain.workspace import SCOPES
from shared.kernel.errors import ApplicationError

DONE: Final = 0
FAILED: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command and return its exit code.

    0: done, 1: it could not be done, 2: the command line is wrong, 10: done, and there are differences or conflicts.
    """
    options = _parser().parse_args(arguments)
    command = import_module(f"shared.cli.{options.module}")
    try:
        code: int = command.run(options)
    except ApplicationError as error:
        sys.stderr.write(f"connectorsmith: {error}\n")
        return FAILED
    except OSError as error:
        about = f"{error.filename}: " if error.strerror and error.filename else ""
        sys.stderr.write(f"connectorsmith: {about}{error.strerror or error}\n")
        return FAILED
    except KeyboardInterrupt:
        sys.stderr.write("connectorsmith: interrupted\n")
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="connectorsmith", description=(__doc__ or "").strip().splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_generate(commands)
    _add_digest(commands)
    _add_serve(commands)
    _add_keys(commands)
    _add_sessions(commands)
    return parser


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "generate", "generate", "documentation in, connector out, through the real pipelines")
    command.add_argument("sources", nargs="+", metavar="FILE", help="a file, a folder, or an http(s) address")
    command.add_argument("--app", required=True, metavar="NAME", help="what the application is called")
    command.add_argument(
        "--confidence",
        choices=("high", "medium", "low"),
        default="high",
        help="from which confidence on a class gets scripts (default: %(default)s)",
    )
    command.add_argument(
        "--format", choices=("groovy", "yaml"), default="groovy", help="language of the scripts (default: %(default)s)"
    )
    command.add_argument(
        "--layout",
        choices=("separate", "merged"),
        default="separate",
        help="where the ConnId mapping goes: a script of its own, or the native schema (default: %(default)s)",
    )
    command.add_argument(
        "--manifest", choices=("yaml", "json"), default="yaml", help="language of the manifest (default: %(default)s)"
    )
    command.add_argument(
        "--failing",
        choices=("mark", "omit"),
        default="mark",
        help="what happens to a script that fails its run against a simulation (default: %(default)s)",
    )
    command.add_argument("--into", metavar="DIR", help="also write the connector's files, unpacked, into this folder")
    command.add_argument(
        "--template-jar",
        metavar="FILE",
        help="also make a connector jar from a copy of this generic one; it goes beside the zip",
    )
    command.add_argument("--out", default="out", metavar="DIR", help="where the zip goes (default: %(default)s)")


def _add_digest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "digest", "digest", "documentation in, connector model out, as JSON")
    command.add_argument("sources", nargs="+", metavar="FILE", help="a file or a folder")
    command.add_argument("--format", choices=("model", "evaluation"), default="model", help="(default: %(default)s)")


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "serve", "serve", "serve all APIs from one folder")
    command.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    command.add_argument("--port", type=int, default=8090, help="(default: %(default)s; 0 takes a free one)")
    command.add_argument(
        "--url", metavar="URL", help="how others reach it, for upload links (default: by host and port)"
    )
    command.add_argument("--authentication", choices=("none", "keys"), help="(default: none on loopback, else keys)")
    command.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="whose pages may call the APIs, as in https://console.example.com; may be repeated (default: nobody's)",
    )
    _add_data(command)


def _add_keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keys = _command(commands, "keys", "keys", "API keys of a folder or a table").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    create = keys.add_parser("create", help="make a key and print its secret, once")
    create.add_argument("--subject", required=True, help="whose key it is")
    create.add_argument("--tenant", default="default", help="(default: %(default)s)")
    create.add_argument(
        "--scope",
        action="append",
        default=[],
        choices=("*", *SCOPES, IMPERSONATE),
        help=f"what it may do; may be repeated (default: *, everything but {IMPERSONATE}, to act for others)",
    )
    create.add_argument("--label", default="", help="what it is for")
    listing = keys.add_parser("list", help="list the keys, never their secrets")
    revoke = keys.add_parser("revoke", help="make a key useless")
    revoke.add_argument("key_id", metavar="ID")
    for action in (create, listing, revoke):
        _add_data(action)
        action.add_argument("--table", metavar="NAME", help="a DynamoDB table in the cloud, instead of a folder")


def _add_sessions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "fork, save, restore, compare, commit and merge sessions; exit code 10: there are differences or conflicts"
    add_actions(_command(commands, "sessions", "sessions.run", text))


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", default=".connectorsmith", metavar="DIR", help="the folder (default: %(default)s)")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, module: str, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(module=module)
    return command


if __name__ == "__main__":
    sys.exit(main())
