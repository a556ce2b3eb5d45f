"""The state machines and their tasks, as they lie in `functions/pipelines`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast, get_args

import functions.pipelines
from shared.ports.pipelines import Machine

Handler = Callable[[dict[str, Any], object], dict[str, Any]]

_FOLDER: Final = Path(functions.pipelines.__path__[0])


def definitions() -> dict[Machine, str]:
    """Return the text of every machine's ASL file."""
    names: tuple[Machine, ...] = get_args(Machine)
    return {name: (_FOLDER / f"{name}.asl.yaml").read_text(encoding="utf-8") for name in names}


def tasks() -> dict[str, Handler]:
    """Return every task's handler by the substitution that stands for it, each loaded when it is first called."""
    return {substitution(module): _deferred(module) for module in task_modules()}


def task_modules() -> Iterator[str]:
    """Yield the module of every task, such as `functions.pipelines.digester.read`."""
    for package in sorted(pkgutil.iter_modules([str(_FOLDER)]), key=lambda found: found.name):
        for module in sorted(pkgutil.iter_modules([str(_FOLDER / package.name)]), key=lambda found: found.name):
            yield f"functions.pipelines.{package.name}.{module.name}"


def substitution(module: str) -> str:
    """Return what stands for a task in the ASL files: `functions.pipelines.jobs.begin` is `JobsBeginFunctionArn`."""
    words = module.removeprefix("functions.pipelines.").replace(".", "_").split("_")
    return "".join(word.title() for word in words) + "FunctionArn"


def _deferred(module: str) -> Handler:
    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        return cast("Handler", import_module(module).handler)(event, context)

    return handler
