"""The environment, read once, as one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from shared.ports.pipelines import Machine

_MACHINES: Final[tuple[Machine, ...]] = ("connector", "discovery", "scrape", "digester", "codegen")
_MODES: Final = ("none", "keys", "jwt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a Lambda finds its table, bucket and state machines, and how its callers authenticate."""

    table: str
    bucket: str
    authentication: str
    stage: str
    machines: Mapping[Machine, str]


@cache
def settings() -> Settings:
    """
    Return the settings of this process.

    Raises:
        RuntimeError: variables are missing or wrong; the message names all of them.
    """
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings that `environment` holds; raises as `settings` does."""
    missing = [name for name in ("TABLE_NAME", "BUCKET_NAME", "AUTHENTICATION") if not environment.get(name)]
    if missing:
        message = f"environment variables are missing: {', '.join(missing)}"
        raise RuntimeError(message)
    if environment["AUTHENTICATION"] not in _MODES:
        message = f"AUTHENTICATION is one of {', '.join(_MODES)}"
        raise RuntimeError(message)
    arns = {name: environment.get(f"{name.upper()}_MACHINE_ARN", "") for name in _MACHINES}
    return Settings(
        table=environment["TABLE_NAME"],
        bucket=environment["BUCKET_NAME"],
        authentication=environment["AUTHENTICATION"],
        stage=environment.get("STAGE", "dev"),
        machines={name: arn for name, arn in arns.items() if arn},
    )
