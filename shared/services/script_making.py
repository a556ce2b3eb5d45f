"""One script of a connector, made from what was read and what people told in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast, get_args

from shared.compiler import pipeline
from shared.compiler.model.authentication import Authentication, AuthenticationKind
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.operation import OperationKind
from shared.compiler.passes.selection import selected
from shared.compiler.passes.told.endpoints import preferring
from shared.compiler.passes.told.model import Told, overridden
from shared.compiler.writing.form import DEFAULT, FORMATS, Form, ScriptFormat
from shared.compiler.writing.scripts import Finding, Script
from shared.domain import artefact as artefacts
from shared.domain.artefact import Artefact, folded
from shared.domain.forms import described
from shared.domain.forms.authentication import authentication_type
from shared.domain.forms.values import entries, listed, text
from shared.domain.merging.values import DerivedFrom
from shared.kernel.hashing import Json
from shared.services.derivation import sources_of
from shared.services.resources import lens
from shared.services.script_keys import artefact_of

_REASONS_LIMIT: Final = 20
_PREFERRED: Final[Mapping[str, OperationKind]] = {
    artefacts.SEARCH_ALL.name: "list",
    artefacts.SEARCH_FILTER.name: "search",
    artefacts.SEARCH_ID.name: "get",
    artefacts.CREATE.name: "create",
    artefacts.UPDATE.name: "update",
    artefacts.DELETE.name: "delete",
}
"""The operation whose request a client may choose for a script."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which script is wanted, of which class or relation as it is documented, and how."""

    artefact: Artefact
    owner: str
    request: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Made:
    """A script and what it was made from, or "" and the reasons why there is none."""

    code: str
    format: str | None
    reasons: tuple[str, ...] = ()
    derived_from: tuple[DerivedFrom, ...] = ()

    @property
    def value(self) -> dict[str, Json]:
        """The script as its clients read it."""
        return {"format": self.format, "code": self.code}


def keys_of(owners: Iterable[str]) -> tuple[str, ...]:
    """Return the data keys that a script about the classes `owners` may be made from."""
    found = [each.triple().output for each in (artefacts.CLASSES, artefacts.RELATIONS, artefacts.AUTH)]
    for owner in owners:
        found += [each.triple(owner).output for each in (artefacts.ATTRIBUTES, artefacts.ENDPOINTS)]
    return tuple(found)


def made(model: ConnectorModel, data: Mapping[str, Json], asked: Asked) -> Made:
    """Return the script that is asked for, from the model and the session's `data` (those of `keys_of`)."""
    told = overridden(model, _told(data, asked.request))
    wanted = _preferred(_narrowed(told, asked), asked)
    name = wanted.application.name or "application"
    found = pipeline.generate(wanted, name, Form(format=_format(asked.request), layout=DEFAULT.layout))
    script = next((each for each in found.scripts if _is_asked(each, asked)), None)
    if script is not None:
        sources = sources_of(asked.artefact, asked.owner, data)
        return Made(script.text, "yaml" if script.path.endswith(".yaml") else "groovy", derived_from=sources)
    about = [each.diagnostic for each in found.findings if _concerns(each, asked)]
    reasons = tuple(dict.fromkeys(each.message for each in about))[:_REASONS_LIMIT]
    return Made("", None, reasons or (_nothing(asked),))


def _concerns(finding: Finding, asked: Asked) -> bool:
    """Return whether a finding says why there is no such script."""
    if asked.artefact is artefacts.AUTHORIZATION:
        return finding.part in {"rest", "scim"}
    parts = {"class", "relation", _PREFERRED.get(asked.artefact.name, "schema")}
    return folded(finding.owner) == folded(asked.owner) and finding.part in parts


def _nothing(asked: Asked) -> str:
    if asked.artefact is artefacts.AUTHORIZATION:
        return "No script is needed: the framework authenticates this way by itself."
    return f"The documentation tells too little about {asked.owner} for {asked.artefact.name}."


def _is_asked(script: Script, asked: Asked) -> bool:
    owner = script.object_class or script.relation
    return artefact_of(script) is asked.artefact and folded(owner) == folded(asked.owner)


def _format(request: Mapping[str, Json]) -> ScriptFormat:
    return next((each for each in FORMATS if each == request.get("format")), DEFAULT.format)


def _told(data: Mapping[str, Json], request: Mapping[str, Json]) -> Told:
    """Return what the data tells, in the form in which it is shown to clients."""
    attributes, endpoints = artefacts.ATTRIBUTES.triple("").output, artefacts.ENDPOINTS.triple("").output
    classes, relations = (data.get(each.triple().output) for each in (artefacts.CLASSES, artefacts.RELATIONS))
    shown_attributes: dict[str, Mapping[str, dict[str, Json]]] = {}
    shown_endpoints: dict[str, list[dict[str, Json]]] = {}
    for key, value in data.items():
        if key.endswith(attributes):
            found = described.attributes(value)["attributes"]
            shown_attributes[key.removesuffix(attributes)] = cast("dict[str, dict[str, Json]]", found)
        elif key.endswith(endpoints) and key != artefacts.CONNECTIVITY.triple().output:
            shown_endpoints[key.removesuffix(endpoints)] = entries(described.endpoints(value), "endpoints")
    return Told(
        classes=None if classes is None else entries(described.object_classes(classes), "objectClasses"),
        attributes=shown_attributes,
        endpoints=shown_endpoints,
        relations=None if relations is None else entries(described.relations(relations), "relations"),
        protocol=lens(request).protocol or "rest",
    )


def _narrowed(model: ConnectorModel, asked: Asked) -> ConnectorModel:
    """Return the model with the classes a connector has anyway, and those that the script is about."""
    likely = {each.name for each in selected(model, "high").object_classes}
    relation = next((each for each in model.relations if each.name == asked.owner), None)
    about = {asked.owner} if relation is None else {relation.subject, relation.object, relation.link_class}
    names = likely | {each.name for each in model.object_classes if folded(each.name) in map(folded, about)}
    return replace(
        model,
        object_classes=tuple(each for each in model.object_classes if each.name in names),
        relations=tuple(each for each in model.relations if {each.subject, each.object} <= names),
    )


def _preferred(model: ConnectorModel, asked: Asked) -> ConnectorModel:
    if asked.artefact is artefacts.AUTHORIZATION:
        return replace(model, authentications=_authentications(model, asked.request))
    kind = _PREFERRED.get(asked.artefact.name)
    wanted = tuple(_places(asked.request))
    if kind is None or not wanted:
        return model
    classes = (
        preferring(each, kind, wanted) if folded(each.name) == folded(asked.owner) else each
        for each in model.object_classes
    )
    return replace(model, object_classes=tuple(classes))


def _places(request: Mapping[str, Json]) -> Iterable[tuple[str, str]]:
    for each in entries({"all": listed(request.get("preferredEndpoints"))}, "all"):
        path = text(each.get("path")).strip()
        if path:
            yield text(each.get("method")).strip().upper(), f"/{path.lstrip('/')}"


def _authentications(model: ConnectorModel, request: Mapping[str, Json]) -> tuple[Authentication, ...]:
    """Return the preferred ways to authenticate, best first, each as it is documented where it is."""
    found = []
    for each in entries({"all": listed(request.get("preferredAuthorizations"))}, "all"):
        kind = authentication_type(text(each.get("type")))
        name = text(each.get("name")).strip()
        alike = [one for one in model.authentications if one.kind == kind]
        named = [one for one in alike if name and folded(one.name) == folded(name)]
        known: AuthenticationKind = (
            cast("AuthenticationKind", kind) if kind in get_args(AuthenticationKind) else "other"
        )
        made_up = Authentication(kind=known, name=name or kind, quirks=text(each.get("quirks")))
        found.append(next(iter([*named, *alike]), made_up))
    return tuple(found) or model.authentications
