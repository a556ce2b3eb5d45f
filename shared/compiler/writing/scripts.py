"""The scripts of a connector, what each is for, and what was left out: the back ends' common currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.kernel.diagnostics import Diagnostic

Phase = Literal["schema", "authorization", "operation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """
    One script file.

    `phase` is when the framework evaluates it. `operation` (schema, search, get, create, update, delete) and `intent`
    (native, connid, all, id, filter, relation, auth, or "") are the manifest's words for what it does. `object_class`
    or `relation` names what it is about; both are "" for the authentication script.
    """

    path: str
    text: str
    phase: Phase
    operation: str
    intent: str = ""
    object_class: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that could not be generated as documented: which part of which class or relation, and why."""

    owner: str
    part: str
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationProperty:
    """
    One property the administrator sets: its name, whether it is secret, and what to enter, in one sentence.

    `value` is what the documents say has to be entered, or "".
    """

    name: str
    meaning: str
    secret: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was generated for one object class: how its identifier and name are called, and what can be done with it."""

    object_class: str
    uid: str
    name: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """
    Everything generated from one model, in manifest order.

    `template` is the generic connector whose bundle the scripts go into; `notes` are sentences the administrator has to
    know beside the properties.
    """

    scripts: tuple[Script, ...] = ()
    classes: tuple[Summary, ...] = ()
    findings: tuple[Finding, ...] = ()
    authentication: str = ""
    properties: tuple[ConfigurationProperty, ...] = ()
    template: str = ""
    notes: tuple[str, ...] = ()
