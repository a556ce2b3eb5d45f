"""ConnId's special attributes: which documented attribute means enabled, and which is the password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shared.compiler.backends.groovy.plan.native import NativeAttribute, Role
from shared.compiler.backends.groovy.plan.status import is_status, words_of
from shared.compiler.writing.names import folded, unused
from shared.compiler.writing.special_names import DISABLED, ENABLED, PASSWORD, STATUS

_PAIR: Final = 2


def with_special_roles(attributes: tuple[NativeAttribute, ...]) -> tuple[NativeAttribute, ...]:
    """Return `attributes` where at most one means enabled or disabled, and at most one is the password."""
    flag = _first(attributes, (*ENABLED, *DISABLED), _is_switch)
    status = None if flag else _first(attributes, STATUS, is_status)
    password = _first(attributes, PASSWORD, _is_secret)
    planned: list[NativeAttribute] = []
    for it in attributes:
        planned.append(_special(it, flag or status, password))
        if it is status and len(it.values) > _PAIR:
            name = unused(f"{it.name}_text", (other.name for other in attributes))
            planned.append(replace(it, name=name, creatable=False, updatable=False, required=False, format=""))
    return tuple(planned)


def _first(
    attributes: tuple[NativeAttribute, ...], names: tuple[str, ...], fits: Callable[[NativeAttribute], bool]
) -> NativeAttribute | None:
    ranked = [it for it in attributes if folded(it.name) in names and fits(it)]
    return min(ranked, key=lambda it: names.index(folded(it.name)), default=None)


def _is_switch(attribute: NativeAttribute) -> bool:
    return attribute.json_type == "boolean" and attribute.readable and _plain(attribute)


def _is_secret(attribute: NativeAttribute) -> bool:
    return attribute.json_type == "string" and attribute.writable and _plain(attribute)


def _plain(attribute: NativeAttribute) -> bool:
    return attribute.role == "plain" and not attribute.multivalued and not attribute.nested


def _special(
    attribute: NativeAttribute, switch: NativeAttribute | None, password: NativeAttribute | None
) -> NativeAttribute:
    if attribute is switch and attribute.json_type == "string":
        return replace(attribute, role="status", values=words_of(attribute))
    if attribute is switch:
        role: Role = "disable" if folded(attribute.name) in DISABLED else "enable"
        return replace(attribute, role=role)
    if attribute is password:
        return replace(attribute, role="password", readable=False, format="")
    return attribute
