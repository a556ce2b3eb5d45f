"""The schema of object classes and of relationships between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from shared.compiler.verification.evaluation.values import Invocation
from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.builder import Builder, Handler, flag_setting, ignored, text_setting
from shared.compiler.verification.framework.loading import Loading, Place, Setting


class ScimClass(Builder):
    """`scim { }` of a class."""

    kind = "scim"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "name": text_setting("name"),
        "schemaUri": text_setting("schemaUri"),
        "extension": ignored,
        "onlyExplicitlyListed": flag_setting("onlyExplicitlyListed"),
    }


def _attribute(builder: ClassSchema, invocation: Invocation) -> None:
    found = builder.attribute(builder.loading.text(invocation), builder.loading.place(invocation.at))
    builder.loading.open(found, builder.loading.body(invocation))


def _reference(builder: ClassSchema, invocation: Invocation) -> None:
    found = builder.attribute(builder.loading.text(invocation), builder.loading.place(invocation.at))
    found.touched.add("reference")
    builder.loading.open(found, builder.loading.body(invocation))


def _mapping(builder: ClassSchema, invocation: Invocation) -> None:
    special, name = builder.loading.constant(invocation), builder.loading.text(invocation, 1)
    if special not in {"UID", "NAME"}:
        message = f"`{special}` cannot be mapped; only UID and NAME can."
        builder.loading.report("LOD023", invocation.at, message, special)
        return
    builder.once(special, name, invocation)


def _open_scim(builder: ClassSchema, invocation: Invocation) -> None:
    builder.scim = builder.scim or ScimClass(builder.loading)
    builder.loading.open(builder.scim, builder.loading.required_body(invocation))


class SqlClass(Builder):
    """`sql { }` of a class, which the SQL connector knows."""

    kind = "sql"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"table": text_setting("table"), "schema": text_setting("schema")}


def _open_sql(builder: ClassSchema, invocation: Invocation) -> None:
    builder.loading.open(SqlClass(builder.loading), builder.loading.required_body(invocation))


class ClassSchema(Builder):
    """`objectClass(name) { }` in a schema script; opened again, it goes on."""

    kind = "objectClass"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "description": text_setting("description"),
        "embedded": flag_setting("embedded"),
        "attribute": _attribute,
        "reference": _reference,
        "connIdAttribute": _mapping,
        "scim": _open_scim,
        "sql": _open_sql,
        "namespace": text_setting("namespace"),
        "readOnly": flag_setting("readOnly"),
    }

    def __init__(self, loading: Loading, name: str, place: Place) -> None:
        super().__init__(loading)
        self.name = name
        self.place = place
        self.scim: ScimClass | None = None
        self.declared = False
        self.attributes: dict[str, tuple[AttributeSchema, Place]] = {}

    def attribute(self, name: str, place: Place) -> AttributeSchema:
        """Return the attribute `name`, new where it was not there."""
        if name not in self.attributes:
            self.attributes[name] = (AttributeSchema(self.loading, name), place)
        return self.attributes[name][0]

    def named(self, name: str) -> AttributeSchema | None:
        """Return the attribute that filters and requests call `name`, if there is one."""
        return next((it for it, _ in self.attributes.values() if it.protocol_name == name), None)

    def special(self, name: str) -> AttributeSchema | None:
        """Return the attribute that has the special meaning `name`, such as `__UID__`, if there is one."""
        mapped = {"__UID__": self.value("UID"), "__NAME__": self.value("NAME")}.get(name)
        found = self.attributes.get(str(mapped)) if mapped else None
        others = (it for it, _ in self.attributes.values() if it.connid.value("name") == name)
        return found[0] if found else next(others, None)

    @cached_property
    def layout(self) -> Mapping[str, tuple[str, tuple[str | int, ...]]]:
        """
        The name midPoint sees and the place on the wire, by the name of each attribute.

        Asked for once the scripts are loaded: it is worked out once, because every object of a class is read by it.
        """
        chosen = {special: self.special(special) for special in ("__NAME__", "__UID__")}
        names = {it.name: special for special, it in chosen.items() if it is not None}
        return {it.name: (names.get(it.name, it.visible_name), it.wire) for it, _ in self.attributes.values()}

    @cached_property
    def read_from_answers(self) -> tuple[tuple[AttributeSchema, str, tuple[str | int, ...]], ...]:
        """The attributes whose values come with an object, each with its name and place as in `layout`."""
        every = (it for it, _ in self.attributes.values())
        return tuple((it, *self.layout[it.name]) for it in every if it.resolver is None and not it.value("emulated"))


class Participant(Builder):
    """`subject(class) { }` or `object(class) { }`."""

    kind = "relationship side"

    def __init__(self, loading: Loading, side: ClassSchema, role: str) -> None:
        super().__init__(loading)
        self.side, self.role = side, role


def _participant_attribute(builder: Participant, invocation: Invocation) -> None:
    name = builder.loading.text(invocation)
    first = builder.settings.setdefault("attribute", Setting(name, builder.loading.place(invocation.at)))
    found = builder.side.attribute(str(first.value), builder.loading.place(invocation.at))
    found.touched.add("reference")
    builder.loading.open(found, builder.loading.body(invocation))


Participant.MEMBERS = {"attribute": _participant_attribute, "owner": flag_setting("owner")}


class Relationship(Builder):
    """`relationship(name) { subject(class) { } object(class) { } }`."""

    kind = "relationship"

    def __init__(self, loading: Loading, name: str, schema: Schema) -> None:
        super().__init__(loading)
        self.name = name
        self.schema = schema
        self.sides: dict[str, Participant] = {}

    def connect(self) -> None:
        """Give both sides their reference, as the framework does once the script has been evaluated."""
        subject, target = self.sides.get("SUBJECT"), self.sides.get("OBJECT")
        for one, other in ((subject, target), (target, subject)):
            if one is None or other is None or "attribute" not in one.settings:
                continue
            setting = one.settings["attribute"]
            found = one.side.attribute(str(setting.value), setting.place)
            wanted = {"objectClass": other.side.name, "subtype": self.name, "role": one.role}
            for name, value in wanted.items():
                found.once(name, value, Invocation((), {}, setting.place.part))


def _side(role: str) -> Handler:
    def opened(builder: Relationship, invocation: Invocation) -> None:
        name = builder.loading.text(invocation)
        side = builder.schema.classes.get(name)
        if side is None:
            side = builder.schema.object_class(name, builder.loading.place(invocation.at))
        participant = builder.sides.setdefault(role, Participant(builder.loading, side, role))
        builder.loading.open(participant, builder.loading.required_body(invocation))

    return opened


Relationship.MEMBERS = {"subject": _side("SUBJECT"), "object": _side("OBJECT")}


class Schema(Builder):
    """What schema scripts can call, and all they declare."""

    kind = "a schema script"

    def __init__(self, loading: Loading) -> None:
        super().__init__(loading)
        self.classes: dict[str, ClassSchema] = {}
        self.relationships: dict[str, Relationship] = {}

    def object_class(self, name: str, place: Place) -> ClassSchema:
        """Return the class `name`, new where it was not there."""
        return self.classes.setdefault(name, ClassSchema(self.loading, name, place))

    def find(self, name: str) -> ClassSchema | None:
        """Return the class called `name` in any case: operations are merged so."""
        folded = name.lower()
        return self.classes.get(name) or next((it for it in self.classes.values() if it.name.lower() == folded), None)


def _object_class(builder: Schema, invocation: Invocation) -> None:
    found = builder.object_class(builder.loading.text(invocation), builder.loading.place(invocation.at))
    found.declared = True
    builder.loading.open(found, builder.loading.required_body(invocation))


def _relationship(builder: Schema, invocation: Invocation) -> None:
    name = builder.loading.text(invocation)
    found = builder.relationships.setdefault(name, Relationship(builder.loading, name, builder))
    builder.loading.open(found, builder.loading.required_body(invocation))
    found.connect()


Schema.MEMBERS = {"objectClass": _object_class, "relationship": _relationship}
