"""Secrets that stand in a JSON value in plain text, where only a reference to them may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json

_FORMS: Final = re.compile(
    r"""
    -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----      # PEM (RFC 7468)
    | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b             # AWS access keys
    | \bgh[pousr]_[A-Za-z0-9]{36,}              # GitHub tokens
    | \bgithub_pat_[A-Za-z0-9_]{22,}
    | \bglpat-[A-Za-z0-9_-]{20,}                # GitLab
    | \bxox[abeprs]-[A-Za-z0-9-]{10,}           # Slack
    | \bsk-[A-Za-z0-9_-]{20,}                   # keys of several model providers
    | \bAIza[A-Za-z0-9_-]{35}\b                 # Google API keys
    | \bcs_[A-Za-z0-9_-]{40,}                   # our own
    | \beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}   # JSON Web Tokens (RFC 7519)
    | \b(?:Basic|Bearer)\ +[A-Za-z0-9+/=._~-]{16,}                      # credentials of HTTP (RFC 9110, 11.4)
    | ://[^/\s:@]*:[^/\s:@$]+@                  # a password in an address
    """,
    re.VERBOSE,
)
_NAMES: Final = re.compile(
    r"(password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?)$", re.IGNORECASE
)
_REFERENCE: Final = re.compile(r"\$\{[^}]*\}|secret:.+|arn:aws[\w-]*:(secretsmanager|ssm):.+|vault:.+")
_VALUES: Final = ("value", "default", "example")


def check_no_secret(value: Json) -> None:
    """
    Refuse a value that holds a secret.

    A text does when it has the form of a credential, when the name it stands under says that it is one, or when it
    is the value of a variable that is said to be secret; a reference, such as `${NAME}` or `secret:path`, is none.

    Raises:
        Invalid: it does (`secret_in_spec`); `errors` say where, never what.
    """
    found = list(_secrets(value, ""))
    if found:
        errors = [{"pointer": pointer, "code": "secret", "message": "name a secret by reference"} for pointer in found]
        message = f"a secret stands at {found[0] or 'the root'}; only a reference to it may"
        raise Invalid(message, code="secret_in_spec", facts={"errors": errors})


def _secrets(value: Json, pointer: str) -> Iterator[str]:
    """Yield the JSON Pointer (RFC 6901) of every text that is a secret."""
    if isinstance(value, str):
        if _FORMS.search(value):
            yield pointer
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _secrets(item, f"{pointer}/{place}")
    elif isinstance(value, dict):
        for name, item in value.items():
            below = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if _is_told(value, name, item):
                yield below
            else:
                yield from _secrets(item, below)


def _is_told(around: dict[str, Json], name: str, item: Json) -> bool:
    """Return whether an object says that one of its texts is a secret."""
    if not isinstance(item, str) or not item or _REFERENCE.fullmatch(item):
        return False
    named = around.get("name")
    secret = around.get("secret") is True or (isinstance(named, str) and _NAMES.search(named) is not None)
    return _NAMES.search(name) is not None or (secret and name in _VALUES)
