"""What a stage makes in parts: the resources of the digester and of code generation, and where a session keeps each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shared.domain.job import JobKind

Owner = Literal["session", "class", "relation"]


@dataclass(frozen=True, slots=True)
class Triple:
    """The three data keys of one resource: what was asked, which job does it, what came out."""

    prefix: str

    @property
    def input(self) -> str:
        """The key of the request."""
        return f"{self.prefix}Input"

    @property
    def job(self) -> str:
        """The key of the job's id."""
        return f"{self.prefix}JobId"

    @property
    def output(self) -> str:
        """The key of the result."""
        return f"{self.prefix}Output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """
    One resource that is made by a job of its own, read, and overridden.

    `key` is its data keys' prefix, or what follows the name of the class or relation that owns it in them.
    """

    name: str
    kind: JobKind
    key: str
    owner: Owner = "session"

    def triple(self, owner: str = "") -> Triple:
        """Return the data keys; those of a class start with its name in lower case, as in `userAttributesOutput`."""
        return Triple(f"{folded(owner) if self.owner == 'class' else owner.strip()}{self.key}")


def folded(object_class: str) -> str:
    """Return the name of a class as the data keys have it."""
    return object_class.strip().lower()


def of_class(object_class: str, resource: str) -> Triple:
    """Return the keys of one class's resource: `of_class("User", "Attributes")` is `userAttributes…`."""
    return Triple(f"{folded(object_class)}{resource}")


METADATA: Final = Artefact(name="metadata", kind=JobKind.METADATA, key="metadata")
AUTH: Final = Artefact(name="auth", kind=JobKind.AUTH, key="auth")
CLASSES: Final = Artefact(name="classes", kind=JobKind.CLASSES, key="objectClasses")
ATTRIBUTES: Final = Artefact(name="attributes", kind=JobKind.ATTRIBUTES, key="Attributes", owner="class")
ENDPOINTS: Final = Artefact(name="endpoints", kind=JobKind.ENDPOINTS, key="Endpoints", owner="class")
RELATIONS: Final = Artefact(name="relations", kind=JobKind.RELATIONS, key="relations")
CONNECTIVITY: Final = Artefact(name="connectivity-endpoint", kind=JobKind.CONNECTIVITY, key="connectivityEndpoint")

DIGESTED: Final = (METADATA, AUTH, CLASSES, ATTRIBUTES, ENDPOINTS, RELATIONS, CONNECTIVITY)
"""What is read out of the documents."""

AUTHORIZATION: Final = Artefact(name="authorization", kind=JobKind.AUTHORIZATION, key="authorization")
NATIVE_SCHEMA: Final = Artefact(name="native-schema", kind=JobKind.NATIVE_SCHEMA, key="NativeSchema", owner="class")
CONNID: Final = Artefact(name="connid", kind=JobKind.CONNID, key="Connid", owner="class")
SEARCH_ALL: Final = Artefact(name="search/all", kind=JobKind.SEARCH, key="SearchAll", owner="class")
SEARCH_FILTER: Final = Artefact(name="search/filter", kind=JobKind.SEARCH, key="SearchFilter", owner="class")
SEARCH_ID: Final = Artefact(name="search/id", kind=JobKind.SEARCH, key="SearchId", owner="class")
CREATE: Final = Artefact(name="create", kind=JobKind.CREATE, key="Create", owner="class")
UPDATE: Final = Artefact(name="update", kind=JobKind.UPDATE, key="Update", owner="class")
DELETE: Final = Artefact(name="delete", kind=JobKind.DELETE, key="Delete", owner="class")
RELATION: Final = Artefact(name="relation", kind=JobKind.RELATION, key="Code", owner="relation")
FIX: Final = Artefact(name="fix", kind=JobKind.FIX, key="ConnectorFix", owner="class")

SCRIPTS: Final = (
    AUTHORIZATION, NATIVE_SCHEMA, CONNID, SEARCH_ALL, SEARCH_FILTER, SEARCH_ID, CREATE, UPDATE, DELETE, RELATION
)  # fmt: skip
"""What is written as a script."""

ARTEFACTS: Final = {artefact.name: artefact for artefact in (*DIGESTED, *SCRIPTS, FIX)}
