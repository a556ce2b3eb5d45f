"""What generated connectors run in: the generic connectors that take their scripts, and the framework under these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.compiler.writing.scripts import ConfigurationProperty


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """Where Maven finds something, and what it is to a connector."""

    group: str
    artifact: str
    version: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A generic connector, and its properties that have nothing to do with the application, each with its default."""

    name: str
    template: Coordinates
    own: tuple[tuple[ConfigurationProperty, bool | int], ...] = ()

    @property
    def packages(self) -> tuple[Coordinates, ...]:
        """What there has to be, the generic connector first."""
        return (self.template, *_FRAMEWORK)


REPOSITORY: Final = "https://nexus.evolveum.com/nexus/content/repositories/snapshots/"
"""Where the generic connectors are published."""

JAVA: Final = "17"

# The versions are those of the projects' build files in August 2026:
# https://github.com/Evolveum/connector-scimrest and https://github.com/Evolveum/connector-sql.
_FRAMEWORK: Final = (
    Coordinates(
        group="net.tirasa.connid", artifact="connector-framework", version="1.7.0.0-SNAPSHOT", role="framework"
    ),
    Coordinates(group="org.apache.groovy", artifact="groovy", version="4.0.25", role="scripts"),
)

_SCIMREST: Final = Target(
    name="scimrest",
    template=Coordinates(
        group="com.evolveum.polygon.scimrest",
        artifact="connector-scimrest-generic",
        version="0.2-SNAPSHOT",
        role="template",
    ),
    own=(
        (ConfigurationProperty(name="trustAllCertificates", meaning="Whether every certificate is trusted."), True),
        (ConfigurationProperty(name="timeoutSeconds", meaning="How many seconds to wait for an answer."), 30),
    ),
)
_SQL: Final = Target(
    name="sql",
    template=Coordinates(
        group="com.evolveum.polygon.sql", artifact="connector-sql-generic", version="0.1-SNAPSHOT", role="template"
    ),
)
TARGETS: Final[Mapping[bool, Target]] = {True: _SQL, False: _SCIMREST}
"""By whether the application is a database."""
