"""What the environment says about a service somewhere else that the command line talks to."""

from __future__ import annotations

import os
from typing import Final

KEY: Final = "CONNECTORSMITH_API_KEY"
"""The variable with the API key; a command line would show it to everybody on the machine."""


def api_key() -> str:
    """Return the API key to send, "" without one."""
    return os.environ.get(KEY, "")
