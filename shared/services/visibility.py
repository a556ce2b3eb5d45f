"""Who may do what with a session; one that a principal may not see does not exist."""

from __future__ import annotations

from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.domain.workspace import SCOPES
from shared.kernel.errors import Forbidden, NotFound
from shared.records.sessions import SessionRecords


def check_scope(principal: Principal, scope: str) -> None:
    """
    Refuse a principal that was not given `scope`.

    Raises:
        Forbidden: it was not.
    """
    if not principal.may(scope):
        message = f"this needs the scope {scope}"
        raise Forbidden(message)


def visible(records: SessionRecords, principal: Principal, session_id: str, scope: str = "session.read") -> Session:
    """
    Return the session, if the principal may see it.

    Raises:
        NotFound: it does not exist, or the principal has no role in it: both look the same.
        Forbidden: the principal's role is not enough for `scope`, or `scope` was not given.
    """
    session = records.get(session_id)
    check_access(session, principal, scope)
    return session


def check_access(session: Session, principal: Principal, scope: str) -> None:
    """Raise as `visible` does."""
    role = session.role(f"user:{principal.subject}")
    if role is None or session.tenant != principal.tenant:
        message = f"Session {session.id} not found"
        raise NotFound(message, code="session_not_found")
    if role not in SCOPES[scope]:
        message = f"this needs another role in the session than {role}"
        raise Forbidden(message)
    check_scope(principal, scope)


def may_see(session: Session, principal: Principal) -> bool:
    """Return whether the principal may see the session."""
    try:
        check_access(session, principal, "session.read")
    except (NotFound, Forbidden):
        return False
    return True
