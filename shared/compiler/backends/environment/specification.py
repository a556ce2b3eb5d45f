"""The environment spec of a connector: framework, coordinates, properties, inputs and commands, as one JSON object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shared.compiler.backends.environment.commands import commands, variable
from shared.compiler.backends.environment.targets import JAVA, TARGETS, Coordinates, Target
from shared.compiler.model.connector import ConnectorModel
from shared.compiler.writing.scripts import ConfigurationProperty, Connector
from shared.kernel.hashing import Json

SCHEMA_VERSION: Final = 1
_OPTIONAL: Final = frozenset({"restTestEndpoint", "testConnectionQuery", "restOAuth2Scope", "scimOAuth2Scope"})
_GROUP: Final = "connectorsmith"
_USER: Final = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """
    A document that the model was read from: its path in the session, its digest, and where it is to be had again.

    `place` is a file's name or an address.
    """

    path: str
    hash: str
    place: str
    media_type: str


def specification(
    model: ConnectorModel, connector: Connector, *, application: str, inputs: Sequence[Input], origin: str
) -> dict[str, Json]:
    """
    Return the spec of a connector, by name of its parts.

    `origin` is the digest of everything the spec is made from: the connector's version ends with its beginning.
    Secrets are named and never given.
    """
    target = TARGETS[any(it.protocol == "sql" for it in model.object_classes[:1])]
    artifact = f"{_slug(application)}-connector"
    ours = Coordinates(group=_GROUP, artifact=artifact, version=f"1.0.0-{origin[:12]}", role="connector")
    chosen = next((it for it in model.authentications if it.kind == connector.authentication), None)
    variables = [*_variables(connector.properties, artifact), *_own(target, artifact)]
    return {
        "schemaVersion": SCHEMA_VERSION,
        "application": {"name": application, "version": model.application.version or None},
        "runtime": {"name": target.name, "version": target.template.version, "java": JAVA},
        "packages": [_coordinates(it) for it in target.packages],
        "connector": _coordinates(ours),
        "baseAddress": _base_address(model),
        "testEndpoint": _value(connector, "restTestEndpoint"),
        "authentication": connector.authentication or None,
        "variables": variables,
        "inputs": [
            {"path": it.path, "hash": f"sha256:{it.hash}", "from": it.place, "mediaType": it.media_type}
            for it in sorted(inputs, key=lambda it: (it.path, it.hash))
        ],
        "commands": commands(connector, chosen, target.template, application, [it.place for it in inputs]),
    }


def _variables(properties: Sequence[ConfigurationProperty], artifact: str) -> Iterator[Json]:
    for item in properties:
        kind = "guardedString" if item.secret else "string"
        yield _variable(item, kind, artifact, item.value or None, required=item.name not in _OPTIONAL)


def _own(target: Target, artifact: str) -> Iterator[Json]:
    for item, default in target.own:
        kind = "boolean" if isinstance(default, bool) else "integer"
        yield _variable(item, kind, artifact, default, required=False)


def _variable(item: ConfigurationProperty, kind: str, artifact: str, default: Json, *, required: bool) -> Json:
    return {
        "name": item.name,
        "variable": variable(item.name),
        "type": kind,
        "required": required,
        "secretRef": f"secret:{artifact}/{item.name}" if item.secret else None,
        "default": _address(default) if isinstance(default, str) else default,
        "description": _address(item.meaning),
    }


def _base_address(model: ConnectorModel) -> Json:
    first = next(iter(model.application.base_urls), None)
    return None if first is None else {"url": _address(first.uri.rstrip("/")), "dynamic": first.dynamic}


def _value(connector: Connector, name: str) -> str | None:
    return next((it.value for it in connector.properties if it.name == name and it.value), None)


def _coordinates(item: Coordinates) -> Json:
    return {"groupId": item.group, "artifactId": item.artifact, "version": item.version, "role": item.role}


def _address(text: str) -> str:
    """Return a text without the accounts that addresses in it name (RFC 3986, section 3.2.1)."""
    return _USER.sub("//", text)


def _slug(application: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", application.lower()))[:60] or "application"
