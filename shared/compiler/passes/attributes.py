"""The attributes of a class: what answers show, what creating and updating accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.compiler.model.fragment import Fragment
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.schema import Member, Schema
from shared.compiler.model.types import Attribute
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.envelopes import View, is_entity
from shared.compiler.passes.renames import Names
from shared.compiler.passes.resources import Kindred
from shared.compiler.passes.sightings import Sighting
from shared.compiler.passes.suitability import foreignness, home, is_patch_format
from shared.compiler.passes.values import MAX_NESTED, Values, described, is_attribute, is_read_only, is_write_only
from shared.compiler.reading import codes
from shared.compiler.reading.words import folded
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_Members = Mapping[str, tuple[Member, tuple[str, ...]]]
_NAMING: Final = frozenset({"name", "key", "slug", "login", "username", "email"})
_READ_KINDS: Final = ("get", "list", "create", "update")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """The members an object has in answers, in a create and in an update; None when there is no such request."""

    read: _Members
    create: _Members | None
    update: _Members | None
    thing: tuple[str, ...]


def attributes(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the attributes of every class, their flags decided."""
    values = Values(draft.fragment)
    described_classes = [_with_attributes(draft, each, values) for each in draft.model.object_classes]
    return draft.with_classes(described_classes), tuple(_cut(place) for place in dict.fromkeys(values.cut))


def _cut(place: Location) -> Diagnostic:
    message = f"the values nested here are more than {MAX_NESTED}; their deepest levels were left out"
    return codes.finding(codes.NESTED_TOO_MUCH, Severity.INFO, message, place)


def _with_attributes(draft: Draft, each: ObjectClass, values: Values) -> ObjectClass:
    family = draft.of(each.name)
    if family is None:
        return each
    view = _read_view(draft, each, family)
    bodies = Bodies(
        read=_members(draft.fragment, view.schema) if view else {},
        create=_sent(draft, each, "create"),
        update=_sent(draft, each, "update"),
        thing=family.key,
    )
    shown = view.schema if view else None
    return replace(
        each,
        schema_name=view.name if view else "",
        description=shown.description if shown else each.description,
        superclass=shown.parents[0] if shown and shown.parents else "",
        attributes=tuple(_attributes(values, bodies)),
    )


def _read_view(draft: Draft, each: ObjectClass, family: Kindred) -> View | None:
    """Return the fullest description of one object that an answer gives; a request's where no answer gives any."""
    chosen = [s for kind in _READ_KINDS if (s := draft.sighting(each.name, each.operation(kind)))]
    at_home = home(family)
    near = [s for s in family.sightings if foreignness(family, s) <= at_home]
    rest = [s for kind in _READ_KINDS for s in near if s.kind == kind]
    reads = [s for s in (*chosen, *rest) if s.kind in {"get", "list"}]
    views = [s.answer for s in reads if s.answer and s.answered == family.key]
    views += [s.answer for s in (*reads, *chosen, *rest) if s.answer]
    views += [s.request for s in chosen if s.request]
    described = [view for view in views if _describes(draft.fragment, view)]
    # Some answers only show a card of the object, without what identifies it.
    whole = next((view for view in described if is_entity(view.schema, family.key)), next(iter(described), None))
    return whole or next((s.answer for s in reads if s.answer and _only_identifies(s.answer, family.key)), None)


def _describes(fragment: Fragment, view: View) -> bool:
    return view.schema.kind == "object" and len(_members(fragment, view.schema)) > 1


def _only_identifies(view: View, thing: tuple[str, ...]) -> bool:
    """Return whether one value that tells objects apart is all there is to see of one, as of a role that is a name."""
    members = view.schema.members if view.schema.kind == "object" else ()
    named = len(members) == 1 and folded(members[0].name) in _NAMING | {"".join((*thing[-1:], "name"))}
    return named or (len(members) == 1 and is_entity(view.schema, thing))


def _sent(draft: Draft, each: ObjectClass, kind: str) -> _Members | None:
    sighting: Sighting | None = draft.sighting(each.name, each.operation(kind))
    if sighting is None:
        return None
    if sighting.request is None or is_patch_format(sighting):
        return {}
    return _members(draft.fragment, sighting.request.schema)


def _members(fragment: Fragment, schema: Schema) -> _Members:
    """Return the members by name with the path that leads to each; JSON:API keeps them in `attributes`."""
    own: dict[str, tuple[Member, tuple[str, ...]]] = {
        m.name: (m, ()) for m in schema.members if is_attribute(fragment, m)
    }
    nested = own.get("attributes")
    inner = fragment.resolve(nested[0].schema) if nested and "type" in own else None
    if inner is None or not inner.members:
        return own
    outside = {
        name: entry for name, entry in own.items() if name not in {"attributes", "type", "relationships", "meta"}
    }
    return outside | {m.name: (m, ("attributes",)) for m in inner.members}


def _attributes(values: Values, bodies: Bodies) -> Iterator[Attribute]:
    taken: set[str] = set()
    shown = Names(bodies.read, bodies.thing)
    create, update = (
        Names((name for name in sent or () if name not in bodies.read), bodies.thing)
        for sent in (bodies.create, bodies.update)
    )
    for name, (member, path) in bodies.read.items():
        created = _counterpart(name, bodies.read, bodies.create, (shown, create))
        updated = _counterpart(name, bodies.read, bodies.update, (shown, update))
        taken |= {found.name for found in (created, updated) if found}
        yield _shown(values, (member, path), bodies, (created, updated))
    for name, (member, path) in {**(bodies.create or {}), **(bodies.update or {})}.items():
        known = name in bodies.read or name in taken or _selects(name, bodies)
        if not known and not is_read_only(values.fragment, member.schema):
            yield _hidden(values, (member, path), bodies)


def _selects(name: str, bodies: Bodies) -> bool:
    """Return whether only updates take the value, as the way to say which object is meant (`group`, `group_id`)."""
    own = {"".join(bodies.thing), bodies.thing[-1]} if bodies.thing else set()
    created = bodies.create is not None and name in bodies.create
    return bool(bodies.read) and not created and folded(name).removesuffix("id") in own


def _counterpart(name: str, read: _Members, sent: _Members | None, names: tuple[Names, Names]) -> Member | None:
    """Return what a request calls the attribute `name` of the answers; `names` are theirs and those only sent."""
    if not sent:
        return None
    if name in sent:
        return sent[name][0]
    found = names[1].first(name)
    # An earlier attribute of the answers may have the same claim.
    if found is None or names[0].first(found) not in {name, None}:
        return None
    return sent[found][0] if _is_flag(read[name][0]) == _is_flag(sent[found][0]) else None


def _is_flag(member: Member) -> bool:
    """Return whether the value is a boolean: `is_group` is not the `group` that a request asks for."""
    return member.schema.kind == "scalar" and member.schema.json_type == "boolean"


def _shown(
    values: Values, entry: tuple[Member, tuple[str, ...]], bodies: Bodies, sent: tuple[Member | None, Member | None]
) -> Attribute:
    member, path = entry
    created, updated = sent
    fragment = values.fragment
    kind, many = values.type_of(member.schema)
    return Attribute(
        name=member.name,
        type=kind,
        description=described(fragment, member.schema),
        multivalued=many,
        required=_accepted(fragment, created) and bool(created and created.required),
        creatable=_is_accepted(fragment, member, created, bodies.create),
        updatable=_is_accepted(fragment, member, updated, bodies.update),
        readable=not is_write_only(fragment, member.schema),
        returned_by_default=not is_write_only(fragment, member.schema),
        create_name=created.name if created and created.name != member.name else "",
        update_name=updated.name if updated and updated.name != member.name else "",
        path=path,
        source=(member.schema.source,),
    )


def _accepted(fragment: Fragment, sent: Member | None) -> bool:
    return sent is not None and not is_read_only(fragment, sent.schema)


def _is_accepted(fragment: Fragment, shown: Member, sent: Member | None, body: _Members | None) -> bool:
    """Return whether a request accepts the attribute; one whose body is undescribed accepts what is not read-only."""
    if body is None:
        return False
    return _accepted(fragment, sent) if body else not is_read_only(fragment, shown.schema)


def _hidden(values: Values, entry: tuple[Member, tuple[str, ...]], bodies: Bodies) -> Attribute:
    """Return an attribute that requests accept and answers never show, a password for instance."""
    member, path = entry
    kind, many = values.type_of(member.schema)
    creatable = bodies.create is not None and member.name in bodies.create
    return Attribute(
        name=member.name,
        type=kind,
        description=described(values.fragment, member.schema),
        multivalued=many,
        required=creatable and bodies.create is not None and bodies.create[member.name][0].required,
        creatable=creatable,
        updatable=bodies.update is not None and member.name in bodies.update,
        readable=False,
        returned_by_default=False,
        path=path,
        source=(member.schema.source,),
    )
