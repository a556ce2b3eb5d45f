"""SCIM resources as the framework's schema scripts."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.groovy.lower.calls import VALUE, in_class
from shared.compiler.backends.groovy.scim.resources import Member, Membership, Place, Resource
from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Expression, Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Do, Statement

_ROLES = {"subject": Name("SUBJECT"), "object": Name("OBJECT")}
_NEVER_SENT = (Command("creatable", (FALSE,)), Command("updatable", (FALSE,)))
_PRIMARY = (Text("primary"), TRUE)


def resource_schema(resource: Resource) -> tuple[Statement, ...]:
    """Return the statements that customise the class of `resource`, for inside it."""
    return tuple(_body(resource))


def resource_mapping(resource: Resource) -> tuple[Statement, ...]:
    """Return the statement that maps the name, where the framework does not do it; the identifier it always maps."""
    mapped = Do(Invoke(None, "connIdAttribute", (Text("NAME"), Text(resource.naming))))
    return (mapped,) if resource.naming else ()


def membership_schema(membership: Membership) -> tuple[Statement, ...]:
    """Return the script that declares what the lists of references refer to."""
    if len(membership.members) == 1:
        return (_one_sided(membership, membership.members[0]),)
    sides = tuple(Block(it.side, (Text(it.owner),), (_attribute("attribute", it),)) for it in membership.members)
    return (Block("relationship", (Text(membership.name),), sides),)


def _body(resource: Resource) -> Iterator[Statement]:
    if resource.extensions:
        listed = (Do(Invoke(None, "extension", (Text(alias), Text(urn)))) for alias, urn in resource.extensions)
        yield Block("scim", (), tuple(listed))
    if resource.naming:
        place = Block("scim", (), (Command("path", (_path(Place(steps=(resource.naming,))),)),))
        yield Block("attribute", (Text(resource.naming),), (place,))
    if resource.enabling:
        connid = Block("connId", (), (Command("name", (Text("__ENABLE__"),)),))
        yield Block("attribute", (Text(resource.enabling),), (connid,))
    for it in resource.attributes:
        scim = Block("scim", (), (Command("path", (_path(it.place),)),))
        yield Block("attribute", (Text(it.name),), (scim, *_NEVER_SENT))


def _path(place: Place) -> Expression:
    first, *rest = place.steps
    path: Expression = Invoke(None, "attribute", (Text(first),))
    if place.extension:
        path = Invoke(Invoke(None, "extension", (Text(place.extension),)), "child", (Text(first),))
    if place.in_list:
        path = Invoke(path, "valueFilter", _PRIMARY)
    for name in rest:
        path = Invoke(path, "child", (Text(name),))
    return path


def _one_sided(membership: Membership, member: Member) -> Block:
    """Return the reference where one resource alone carries the relation: the other side has no attribute to name."""
    role = Command("role", (_ROLES[member.side],))
    named = (Command("objectClass", (Text(member.target),)), role, Command("subtype", (Text(membership.name),)))
    return in_class(member.owner, _attribute("reference", member, *named))


def _attribute(kind: str, member: Member, *named: Statement) -> Block:
    scim = Block("scim", (), (Command("path", (_path(Place(steps=(member.attribute,))),)), _reading(member)))
    return Block(kind, (Text(member.attribute),), (*named, scim, Command("multiValued", (TRUE,)), *_NEVER_SENT))


def _reading(member: Member) -> Block:
    identifier = Invoke(Invoke(VALUE, "get", (Text("value"),)), "asText")
    shown = Invoke(Invoke(VALUE, "get", (Text("display"),)), "asText", safe=True)
    reference = Invoke(None, "connectorObjectReference", (Text(member.target), identifier, shown))
    return Block("implementation", (), (Block("deserialize", (), (Do(reference),)),))
