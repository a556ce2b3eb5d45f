"""Which attribute is the UID and which the name, and what that means for both."""

from __future__ import annotations

from dataclasses import replace

from shared.compiler.backends.groovy.plan.native import NativeAttribute
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute
from shared.compiler.writing.findings import Findings
from shared.compiler.writing.names import unused

_COPY_NAME = "name"


def with_identity(
    object_class: ObjectClass, identifier: Attribute, attributes: tuple[NativeAttribute, ...], findings: Findings
) -> tuple[tuple[NativeAttribute, ...], str, str]:
    """
    Return the attributes with the UID and the name in their final form, and the names of the two.

    The framework wants two different string attributes. Where the client chooses the identifier, the name has to carry
    it, because a new object is sent without a UID; and where a list answers identifiers only, the name must be among
    what it answers. Then, and where no other attribute names the objects, the name is a second attribute on the
    identifier's property. A name inside a nested value (`profile.login`) is read like any other.
    """
    uid = next(it for it in attributes if it.path == (identifier.name,))
    identifiers_only = _lists_identifiers(object_class)
    if identifiers_only:
        sentence = f"The list of `{object_class.name}` answers identifiers only."
        findings.add("GRV023", object_class.name, "list", sentence, object_class.source)
    naming = (
        None
        if identifiers_only or (uid.creatable and uid.required)
        else _documented_name(object_class, uid, attributes)
    )
    if naming is None:
        naming = _copy(uid, attributes)
        sentence = f"`{naming.name}` shows the identifier `{uid.name}` once more, as the name."
        findings.add("GRV042", object_class.name, naming.name, sentence, identifier.source)
        attributes = (*attributes, naming)
    fixed = (_fixed(it, uid, naming) for it in attributes)
    return tuple(fixed), uid.name, naming.name


def _lists_identifiers(object_class: ObjectClass) -> bool:
    listing = object_class.operation("list")
    return listing is not None and listing.element == "identifier"


def _documented_name(
    object_class: ObjectClass, uid: NativeAttribute, attributes: tuple[NativeAttribute, ...]
) -> NativeAttribute | None:
    wanted = object_class.naming.attribute if object_class.naming else ""
    return next((it for it in attributes if ".".join(it.path) == wanted and it is not uid and _can_name(it)), None)


def _can_name(attribute: NativeAttribute) -> bool:
    text = (
        attribute.json_type in {"string", "integer"} and attribute.role == "plain" and attribute.format != "date-time"
    )
    return text and attribute.readable and not attribute.multivalued


def _copy(uid: NativeAttribute, attributes: tuple[NativeAttribute, ...]) -> NativeAttribute:
    taken = {it.name.lower() for it in attributes}
    name = _COPY_NAME if _COPY_NAME not in taken else unused(f"{uid.name}_{_COPY_NAME}", taken)
    return replace(uid, name=name, updatable=False, description="", returned_by_default=True)


def _fixed(attribute: NativeAttribute, uid: NativeAttribute, naming: NativeAttribute) -> NativeAttribute:
    if attribute is uid:
        closed = replace(attribute, creatable=False, updatable=False, required=False, returned_by_default=True)
        return _as_string(closed)
    return _as_string(replace(attribute, returned_by_default=True)) if attribute is naming else attribute


def _as_string(attribute: NativeAttribute) -> NativeAttribute:
    if attribute.json_type == "integer":
        return replace(attribute, role="text", format="")
    return attribute
