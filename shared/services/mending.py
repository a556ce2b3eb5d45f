"""Mend the scripts of a session that midPoint rejected: one of them, or all of a class in the light of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact
from shared.domain.content import Write
from shared.domain.forms.values import entries, listed, text
from shared.domain.session import Session
from shared.kernel.errors import Invalid, NotFound, TooLarge
from shared.kernel.hashing import Json
from shared.services.code import Code
from shared.services.repair import Repair, Repaired, Rewrite, RewriteRequest, StoredScript
from shared.services.script_making import Asked, Made
from shared.services.wording import Wording

_LIMIT_CHARACTERS: Final = 480_000
"""About 120,000 tokens: more than any class has, and what a language model could still be asked about."""
_OF_CLASS: Final = tuple(each for each in artefacts.SCRIPTS if each.owner == "class")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """The mended scripts of every session."""

    code: Code
    repair: Repair
    wording: Wording

    def refusals(self, artefact: Artefact, owner: str, code: str) -> tuple[str, ...]:
        """Return why the framework would not load a script; nothing where it would."""
        return self.repair.refusals(artefact.triple(owner).prefix, code) if code.strip() else ()

    def mended(self, session: Session, job_id: str, asked: Asked, anew: Made) -> Made:
        """
        Return the current script with what the messages of the request complain of mended.

        What no rule mends is left to the language model, if there is one, within what the job may ask. Without a
        current script, or where nobody helps and the script cannot be loaded as it is, it is `anew`, the script as it
        would be written now.
        """
        current = text(asked.request.get("currentScript")) or self._stored(session, asked.artefact, asked.owner)
        if not current.strip():
            return anew
        key = asked.artefact.triple(asked.owner).prefix
        others = [each for each in self._scripts(session, asked.owner) if each.operation_key != key]
        repair = self._by_rules_or_model(session, job_id)
        found = repair.repair(StoredScript(operation_key=key, code=current), messages(asked.request), others)
        if not found.changed and anew.code and self.refusals(asked.artefact, asked.owner, current):
            return anew
        sources = self.code.sources(session, asked.artefact, asked.owner) or anew.derived_from
        return Made(found.code, found.format, tuple(_lines(found)), sources)

    def check(self, session: Session, owner: str, request: Mapping[str, Json]) -> None:
        """
        Refuse a fix that cannot be done.

        Raises:
            NotFound: the class has no script (`connector_scripts_not_found`).
            Invalid: the request names an unknown operation (`unknown_connector_operation`).
            TooLarge: the scripts and messages are too long (`connector_fix_context_too_large`).
        """
        scripts = self._given(session, owner, request)
        if not scripts:
            message = f"{owner} has no scripts yet"
            raise NotFound(message, code="connector_scripts_not_found")
        size = sum(len(each.code) for each in scripts) + sum(map(len, messages(request)))
        if size > _LIMIT_CHARACTERS:
            message = (
                f"the scripts and messages have {size} characters, more than the {_LIMIT_CHARACTERS} that are read"
            )
            raise TooLarge(message, code="connector_fix_context_too_large")

    def fixed(self, session: Session, job_id: str, owner: str, request: Mapping[str, Json]) -> dict[str, Json]:
        """
        Return the result of a fix: the scripts that had to change, and why.

        Raises:
            Invalid: every change that was proposed was one the framework would reject
                (`connector_fix_produced_no_valid_script`).
        """
        repair = self._by_rules_or_model(session, job_id)
        found = repair.fix(self._given(session, owner, request), messages(request))
        if found.rejected and not found.scripts:
            message = f"No valid script came of the fix: {found.rejected[0]['reason']}"
            raise Invalid(message, code="connector_fix_produced_no_valid_script")
        return found.answer()

    def writes(self, session: Session, owner: str, result: Mapping[str, Json]) -> Iterator[Write]:
        """Yield what puts the scripts of a fix in their places."""
        known = _keys(owner)
        for each in entries({"all": result["scripts"]}, "all"):
            artefact = known[text(each["operationKey"]).lower()]
            # What is mended follows the data no more than before.
            yield from self.code.writes(session, artefact, owner, each, self.code.sources(session, artefact, owner))

    def _by_rules_or_model(self, session: Session, job_id: str) -> Repair:
        return replace(self.repair, rewriter=_Model(self.wording, self.repair, session, job_id))

    def _given(self, session: Session, owner: str, request: Mapping[str, Json]) -> list[StoredScript]:
        """Return the scripts of a class, those of the request in the place of the stored ones."""
        found = {each.operation_key.lower(): each for each in self._scripts(session, owner)}
        known = _keys(owner)
        for each in entries({"all": listed(request.get("scripts"))}, "all"):
            key = text(each.get("operationKey"))
            if key.lower() not in known:
                message = f"{key} is no operation of {owner}"
                raise Invalid(message, code="unknown_connector_operation")
            found[key.lower()] = _script(known[key.lower()], owner, text(each.get("code")))
        return list(found.values())

    def _scripts(self, session: Session, owner: str) -> list[StoredScript]:
        kept = ((each, self._stored(session, each, owner)) for each in _OF_CLASS) if owner else ()
        return [_script(each, owner, code) for each, code in kept if code]

    def _stored(self, session: Session, artefact: Artefact, owner: str) -> str:
        found = self.code.find(session, artefact, owner)
        return text(found["code"]) if found else ""


@dataclass(frozen=True, slots=True)
class _Model:
    """The language model as a `Rewriter`, in the name of one job; what it writes must pass the load check."""

    wording: Wording
    repair: Repair
    session: Session
    job_id: str

    def rewrite(self, request: RewriteRequest) -> Rewrite:
        key = request.operation_key
        complaints = [*request.messages, *request.findings]
        script = (key, request.code)

        def verify(code: str) -> tuple[str, ...]:
            return self.repair.refusals(key, code)

        answer = self.wording.mended(self.session, self.job_id, script, complaints, verify)
        if answer is None:
            return Rewrite()
        if answer.ending == "answered":
            return Rewrite(code=str(answer.value["code"]))
        return Rewrite(why=f"language model: {answer.why}", refused=answer.ending == "dropped")


def messages(request: Mapping[str, Json]) -> Sequence[str]:
    """Return what the framework complained of."""
    return [text(each) for each in listed(request.get("midpointErrors")) if text(each).strip()]


def _script(artefact: Artefact, owner: str, code: str) -> StoredScript:
    names = artefact.triple(owner)
    return StoredScript(operation_key=names.prefix, session_key=names.output, code=code)


def _keys(owner: str) -> dict[str, Artefact]:
    return {each.triple(owner).prefix.lower(): each for each in _OF_CLASS}


def _lines(found: Repaired) -> Iterator[str]:
    yield from found.diagnostics
    if found.rejected:
        yield found.rejected
