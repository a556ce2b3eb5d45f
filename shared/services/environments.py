"""Environment specs: what it takes to build, configure and test a session's connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from shared.domain.content import Write, is_made, made
from shared.domain.document import Document
from shared.domain.principal import Principal
from shared.domain.session import Change, Session
from shared.kernel.errors import Invalid, NotFound, TooLarge
from shared.kernel.hashing import Json, canonical, digest
from shared.ports.models import ModelCodec
from shared.records.content import View
from shared.records.documents import DocumentRecords
from shared.records.values import Values, to_text
from shared.services.data_keys import check_keys
from shared.services.plain_secrets import check_no_secret
from shared.services.states import States
from shared.services.visibility import visible
from shared.services.workspaces import check_revision

if TYPE_CHECKING:
    from shared.compiler.backends.environment.specification import Input

LIMIT_BYTES: Final = 256 * 1024
PARTS: Final = 100
"""How many names a spec has at its top, each of which is a leaf of its own."""

Origin: TypeAlias = Literal["generated", "manual"]

_ORIGIN: Final = made("origin")
_NAMING: Final = ("codegenInput", "connectorInput", "discoveryInput")
"""The requests that name the application; what the scripts were made for comes first."""


@dataclass(frozen=True, slots=True)
class Specification:
    """
    A spec, and the digest of what it was generated from ("" when somebody wrote it).

    `stale` says that it would be generated from something else now.
    """

    session: Session
    spec: Mapping[str, Json]
    origin: Origin
    generated_from: str
    stale: bool


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a spec is generated from."""

    model: str
    application: str
    documents: tuple[Document, ...]

    @property
    def digest(self) -> str:
        """The digest of all of it."""
        documents: list[Json] = [[it.id, it.raw, it.filename, it.url, it.media_type] for it in self.documents]
        return digest(canonical([self.model, self.application, documents]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Environments:
    """The environment specs of all sessions; every call raises NotFound or Forbidden as `visible` does."""

    states: States
    documents: DocumentRecords
    models: ModelCodec

    def get(self, principal: Principal, session_id: str) -> Specification:
        """
        Return the session's spec.

        Raises:
            NotFound: it has none (`environment_spec_absent`).
        """
        session, view = self.states.records.read(visible(self.states.records, principal, session_id))
        leaves = view.leaves("env")
        if not leaves:
            message = f"session {session_id} has no environment spec; generate one, or write it"
            raise NotFound(message, code="environment_spec_absent")
        values = Values(self.states.records.blobs, session.space)
        spec = {name: values.load(leaf) for name, leaf in sorted(leaves.items()) if not is_made(name)}
        told = values.load(leaves[_ORIGIN]) if _ORIGIN in leaves else {}
        source = str(told.get("from", "")) if isinstance(told, dict) else ""
        origin: Origin = "generated" if source else "manual"
        return Specification(
            session, spec, origin, source, stale=bool(source) and source != self._digest(session, view)
        )

    def put(self, principal: Principal, session_id: str, spec: Mapping[str, Json], revision: int) -> Specification:
        """
        Make a spec the session's, which is at `revision`.

        Raises:
            Stale: it is at another one.
            Invalid: a secret stands in it (`secret_in_spec`), or it has too many parts (`validation_failed`).
            TooLarge: it is larger than 256 KiB.
        """
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        return self._store(principal, session, spec, "", revision)

    def generate(self, principal: Principal, session_id: str) -> Specification:
        """
        Return the spec of the connector of the session's model, which changes nothing.

        Raises:
            NotFound: no stage has made a model yet (`environment_spec_absent`).
            Invalid: the documents' own texts hold a secret (`secret_in_spec`).
        """
        return self._generated(visible(self.states.records, principal, session_id))

    def generate_and_store(self, principal: Principal, session_id: str, revision: int) -> Specification:
        """Make the same the session's, which is at `revision`; raises as `generate` and `put`."""
        session = visible(self.states.records, principal, session_id, "session.write")
        check_revision(session, revision)
        found = self._generated(session)
        return self._store(principal, session, found.spec, found.generated_from, revision)

    def _generated(self, session: Session) -> Specification:
        session, view = self.states.records.read(session)
        basis = self._basis(session, view)
        if basis is None:
            message = f"session {session.id} has no connector model yet; the digester makes it"
            raise NotFound(message, code="environment_spec_absent")
        from shared.compiler import pipeline  # noqa: PLC0415 - one request of many needs the compiler

        model = self.models.decode(self.states.records.blobs.get(session.space, basis.model))
        name = basis.application or model.application.name or "application"
        inputs = [_input(document) for document in basis.documents]
        spec = pipeline.environment(model, name, inputs, basis.digest)
        check_no_secret(spec)
        return Specification(session, spec, "generated", basis.digest, stale=False)

    def _store(
        self, principal: Principal, session: Session, spec: Mapping[str, Json], source: str, revision: int
    ) -> Specification:
        check_spec(spec)
        values = Values(self.states.records.blobs, session.space)
        wanted = {name: values.store(value) for name, value in spec.items()} | {_ORIGIN: values.store({"from": source})}
        _session, view = self.states.records.read(session)
        present = view.leaves("env")
        writes = [
            Write("env", name, leaf) for name, leaf in wanted.items() if to_text(present.get(name)) != to_text(leaf)
        ]
        writes += [Write("env", name, None) for name in present if name not in wanted]
        origin: Origin = "generated" if source else "manual"
        if writes:
            session = self.states.records.change(session, self._change(principal, writes), revision=revision)
        return Specification(session, spec, origin, source, stale=False)

    def _change(self, principal: Principal, writes: list[Write]) -> Change:
        return Change(
            event_id=self.states.identifiers.new(),
            kind="env.changed",
            author=f"user:{principal.subject}",
            at=self.states.clock.now(),
            writes=tuple(writes),
        )

    def _digest(self, session: Session, view: View) -> str:
        basis = self._basis(session, view)
        return "" if basis is None else basis.digest

    def _basis(self, session: Session, view: View) -> _Basis | None:
        """Return what a spec of the content would be generated from, None without a model."""
        model = view.find("data", made("model"))
        if model is None:
            return None
        value = cast("Mapping[str, Json]", model["v"])
        documents = self.documents.listed(session, view, whole=False)
        name = next(filter(None, (self._named(session, view, key) for key in _NAMING)), "")
        ordered = tuple(sorted(documents, key=lambda it: (it.filename, it.id)))
        return _Basis(str(value["blob"]), name, ordered)

    def _named(self, session: Session, view: View, key: str) -> str:
        """Return what the request under a data key calls the application, "" if it does not."""
        leaf = view.find("data", key)
        told = None if leaf is None else Values(self.states.records.blobs, session.space).load(leaf)
        name = told.get("applicationName") if isinstance(told, dict) else None
        return name if isinstance(name, str) else ""


def _input(document: Document) -> Input:
    from shared.compiler.backends.environment.specification import Input  # noqa: PLC0415 - as above

    place = document.filename if document.source == "upload" else document.url
    return Input(path=f"docs:/@{document.id}", hash=document.raw, place=place, media_type=document.media_type)


def check_spec(spec: Mapping[str, Json]) -> None:
    """
    Refuse what is no environment spec.

    Raises:
        Invalid: a secret stands in it (`secret_in_spec`), it has too many parts, or a name is none.
        TooLarge: it is larger than 256 KiB.
    """
    check_keys(spec)
    if len(spec) > PARTS:
        message = f"an environment spec has at most {PARTS} names at its top"
        raise Invalid(message, code="validation_failed")
    if len(canonical(dict(spec))) > LIMIT_BYTES:
        message = f"an environment spec has at most {LIMIT_BYTES} bytes"
        raise TooLarge(message)
    check_no_secret(dict(spec))
