"""The names that apps, users and sessions of agents may have, and the ids under which such sessions are kept."""

from __future__ import annotations

import re
from typing import Final

from shared.domain.agent import AgentPlace, session_id
from shared.domain.session import CONNECTORSMITH
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.identifiers import SessionId

NAME_LIMIT: Final = 512
"""How many characters the name of an app, a user or a session may have."""

_OUR_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


def new_id(tenant: str, place: AgentPlace, name: str) -> SessionId:
    """
    Return the id under which a new session of this name is to be kept.

    Raises:
        Invalid: no app, user or session may have such a name (`invalid_name`, `invalid_session_id`).
    """
    _check_name(place.app, "an app")
    _check_name(place.user, "a user")
    _check_name(name, "a session")
    if _is_no_id(place, name):
        message = f"a session of {CONNECTORSMITH} has an id of up to 128 letters, digits, _ and -"
        raise Invalid(message, code="invalid_session_id")
    return session_id(tenant, place, name)


def known_id(tenant: str, place: AgentPlace, name: str) -> SessionId:
    """
    Return the id under which a session of this name is kept.

    Raises:
        NotFound: there can be none.
    """
    if _is_no_id(place, name):
        raise missing(name)
    return session_id(tenant, place, name)


def missing(name: str) -> NotFound:
    """Return the error that there is no session of this name."""
    return NotFound(f"session {name} not found", code="session_not_found")


def _is_no_id(place: AgentPlace, name: str) -> bool:
    return place.app == CONNECTORSMITH and not _OUR_ID.fullmatch(name)


def _check_name(name: str, what: str) -> None:
    if not name.strip() or len(name) > NAME_LIMIT:
        message = f"the name of {what} has 1 to {NAME_LIMIT} characters, not only blanks"
        raise Invalid(message, code="invalid_name")
