"""
Attributes that requests know by another name than answers.

An attribute of the framework has one name on the wire, for reading and for writing. So what is written under another
name is an attribute of its own, which cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.compiler.backends.groovy.plan.native import NativeAttribute, Role
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import legal, unused


@dataclass(frozen=True, slots=True)
class _Writing:
    """What one name on the wire is written in."""

    create: bool = False
    update: bool = False


def with_renamed_writes(
    object_class: ObjectClass, attributes: tuple[NativeAttribute, ...], findings: Findings
) -> tuple[NativeAttribute, ...]:
    """Return `attributes` with one more for each other name under which one of them is written."""
    documented = {it.name: it for it in object_class.attributes}
    taken = {it.name for it in attributes}
    properties = {it.path[0] for it in attributes}
    planned: list[NativeAttribute] = []
    for native in attributes:
        found = None if native.nested else documented.get(native.path[0])
        if found is None or not native.writable or {found.create_name, found.update_name} <= {"", found.name}:
            planned.append(native)
            continue
        for it in _under_each_name(native, found):
            if it.path != native.path and it.path[0] in properties:
                continue  # that property is documented as an attribute of its own
            name = it.name if it.path == native.path else unused(legal(it.path[0]), taken)
            taken.add(name)
            properties.add(it.path[0])
            planned.append(it if name == it.name else replace(it, name=name))
        _report(object_class.name, native, found, findings)
    return tuple(it for it in planned if it.readable or it.writable)


def _under_each_name(native: NativeAttribute, documented: Attribute) -> Iterator[NativeAttribute]:
    """
    Yield the attribute as it is read and written under its own name, and as it is written under others.

    ConnId knows one password, the first that is written; under another name it is a secret like any other.
    """
    role: Role = native.role if native.role == "password" else "plain"
    for name, writing in _writings(native, documented).items():
        if name == documented.name:
            required = native.required and writing.create
            yield replace(native, creatable=writing.create, updatable=writing.update, required=required)
        else:
            yield _write_only(native, name, writing, role)
        if role == "password" and writing != _Writing():
            role = "secret"


def _writings(native: NativeAttribute, documented: Attribute) -> dict[str, _Writing]:
    """Return the requests by the name they know `native` by, its own first."""
    create = documented.create_name or documented.name
    update = documented.update_name or documented.name
    found = {documented.name: _Writing()}
    for name in (create, update):
        writing = _Writing(create=native.creatable and name == create, update=native.updatable and name == update)
        if name == documented.name or writing.create or writing.update:
            found[name] = writing
    return found


def _write_only(native: NativeAttribute, name: str, writing: _Writing, role: Role) -> NativeAttribute:
    return replace(
        native,
        path=(name,),
        role=role,
        creatable=writing.create,
        updatable=writing.update,
        required=native.required and writing.create,
        readable=False,
    )


def _report(owner: str, native: NativeAttribute, documented: Attribute, findings: Findings) -> None:
    for code, name, sent, what in (
        ("GRV008", documented.create_name, native.creatable, "created"),
        ("GRV009", documented.update_name, native.updatable, "updated"),
    ):
        if sent and name not in {"", documented.name}:
            sentence = f"`{native.name}` is sent as `{name}` when an object is {what}, by an attribute of that name."
            remedy = f"Map both: what is read is `{native.name}`, and what is written is `{name}`."
            if native.role == "password":
                remedy = "Map the password to the attribute of each request: ConnId itself knows only the first."
            findings.add(code, owner, native.name, sentence, native.source, remedy=remedy)
