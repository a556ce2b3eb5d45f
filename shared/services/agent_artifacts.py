"""The files that agents keep with a session, or, under names that begin with `user:`, with all sessions of a user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.domain.agent import USER, AgentPlace
from shared.domain.agent_artifact import ArtifactVersion, NewArtifact
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Invalid, NotFound
from shared.kernel.hashing import Json, canonical
from shared.ports.clock import Clock, Identifiers
from shared.records.agent_artifacts import AgentArtifactRecords, Shelf, session_shelf, user_shelf
from shared.services.agent_names import NAME_LIMIT
from shared.services.agents import AgentSessions

METADATA_LIMIT_BYTES: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentArtifacts:
    """Files as agents see them. Every call raises NotFound for a session the principal does not see."""

    sessions: AgentSessions
    records: AgentArtifactRecords
    clock: Clock
    identifiers: Identifiers

    def names(self, principal: Principal, place: AgentPlace, agent_id: str) -> tuple[str, ...]:
        """Return the names of the session's files and of its user's, sorted."""
        session = self.sessions.find(principal, place, agent_id, "session.read")
        own = self.records.names(session_shelf(session))
        return tuple(sorted({*own, *self.records.names(_user_shelf(session))}))

    def save(self, principal: Principal, place: AgentPlace, agent_id: str, new: NewArtifact) -> ArtifactVersion:
        """
        Keep a part as the next version of a file.

        Raises:
            NotFound: as the class says, also when the session goes meanwhile.
            Invalid: the name is empty or too long, or the metadata are too large.
        """
        session = self.sessions.find(principal, place, agent_id, "session.write")
        _check(new)
        return self.records.save(_shelf(session, new.name), new, self.clock.now(), self.identifiers.new())

    def load(
        self, principal: Principal, place: AgentPlace, agent_id: str, name: str, version: int | None = None
    ) -> dict[str, Json]:
        """
        Return the part that a version is, the latest if none is named.

        Raises:
            NotFound: there is no such file or version (`artifact_not_found`).
        """
        session = self.sessions.find(principal, place, agent_id, "session.read")
        return self.records.part(_shelf(session, name), self._version(session, name, version))

    def describe(
        self, principal: Principal, place: AgentPlace, agent_id: str, name: str, version: int | None = None
    ) -> ArtifactVersion:
        """Return what is known of a version; raises as `load` does."""
        session = self.sessions.find(principal, place, agent_id, "session.read")
        return self._version(session, name, version)

    def versions(
        self, principal: Principal, place: AgentPlace, agent_id: str, name: str
    ) -> tuple[ArtifactVersion, ...]:
        """Return every version of a file, oldest first; none of one that does not exist."""
        session = self.sessions.find(principal, place, agent_id, "session.read")
        return self.records.versions(_shelf(session, name), name)

    def delete(self, principal: Principal, place: AgentPlace, agent_id: str, name: str) -> None:
        """Remove a file with all its versions; one that does not exist is removed already."""
        session = self.sessions.find(principal, place, agent_id, "session.write")
        self.records.delete(_shelf(session, name), name)

    def _version(self, session: Session, name: str, version: int | None) -> ArtifactVersion:
        found = self.records.find(_shelf(session, name), name, version)
        if found is None:
            message = "artifact not found: file does not exist"
            raise NotFound(message, code="artifact_not_found")
        return found


def _shelf(session: Session, name: str) -> Shelf:
    return _user_shelf(session) if name.startswith(USER) else session_shelf(session)


def _user_shelf(session: Session) -> Shelf:
    return user_shelf(session.tenant, session.app, session.owner)


def _check(new: NewArtifact) -> None:
    if not new.name.strip() or len(new.name) > NAME_LIMIT:
        message = f"the name of a file has 1 to {NAME_LIMIT} characters, not only blanks"
        raise Invalid(message, code="invalid_name")
    if len(canonical(dict(new.metadata))) > METADATA_LIMIT_BYTES:
        message = f"the metadata of a file have at most {METADATA_LIMIT_BYTES} bytes"
        raise Invalid(message, code="metadata_too_large")
