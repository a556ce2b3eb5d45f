"""Rules of the schema, once every script has been evaluated: types, special attributes, flags, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.compiler.verification.framework.attributes import AttributeSchema
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.loading import Place, Setting

_FORMATS: Final = frozenset(
    {
        "int8", "int16", "int32", "uint8", "sf-integer", "int64", "float", "double", "decimal", "decimal128",
        "sf-decimal", "double-int", "byte", "base64url", "binary", "sf-binary", "date-time", "date", "char",
        "sf-boolean", "email", "uri", "uuid", "hostname", "ipv4", "ipv6", "password", "time", "duration", "html",
        "commonmark", "http-date", "regex", "json-pointer", "relative-json-pointer", "iri", "uri-reference",
        "iri-reference", "uri-template", "media-range", "sf-string", "sf-token", "idn-email", "idn-hostname",
    }
)  # fmt: skip
_NEEDS_FORMAT: Final = frozenset({"number", "binary"})
_READ_BADLY: Final = frozenset({"date", "char"})
_TEXT_TYPES: Final = frozenset({"string", None})
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_RESERVED: Final = re.compile(r"__.*__|conndev_.*", re.IGNORECASE)


def check_schema(connector: LoadedConnector) -> None:
    """Report every broken rule of the classes and attributes of `connector`."""
    for declared in connector.schema.classes.values():
        for attribute, place in declared.attributes.values():
            _check_types(connector, attribute)
            _check_flags(connector, attribute, place)
            _check_conversion(connector, attribute, place)
            if attribute.connid.value("name") is None:
                _check_name(connector, attribute.name, place)
        _check_special(connector, declared)
        _check_identity(connector, declared)
        _check_spelling(connector, [(it.name, place) for it, place in declared.attributes.values()])
    _check_spelling(connector, [(it.name, it.place) for it in connector.schema.classes.values()])


def _check_types(connector: LoadedConnector, attribute: AttributeSchema) -> None:
    report, kind, form = connector.loading.report, attribute.json.value("type"), attribute.json.value("format")
    known = form in _FORMATS
    if form and not known and kind is None:
        report("LOD022", attribute.json.settings["format"].place, f"Unknown format `{form}`.", str(form))
    if kind in _NEEDS_FORMAT and not known and attribute.connid.value("type") is None:
        where = attribute.json.settings["type"].place
        report("LOD021", where, f"Attribute type of `{attribute.name}` ({kind}) is not supported.", str(kind))
    if form in _READ_BADLY:
        where = attribute.json.settings["format"].place
        report("LOD071", where, f"`{attribute.name}`: values of format {form} cannot be read.", str(form))
    if attribute.value("complexType"):
        where = attribute.settings["complexType"].place
        report("LOD071", where, f"`{attribute.name}` is of a complex type; its values cannot be read.", "complexType")
    if attribute.connid.value("name") == "__PASSWORD__" and attribute.connid.value("type") != "GuardedString":
        report("LOD026", attribute.connid.settings["name"].place, f"`{attribute.name}` must be a GuardedString.")
    target = attribute.value("objectClass")
    if target and connector.operations.whole and not _declared(connector, str(target)):
        where = attribute.settings["objectClass"].place
        report("LOD073", where, f"no schema declares the object class `{target}`.", str(target))


def _declared(connector: LoadedConnector, name: str) -> bool:
    found = connector.schema.classes.get(name)
    return found is not None and found.declared


def _check_flags(connector: LoadedConnector, attribute: AttributeSchema, place: Place) -> None:
    report = connector.loading.report
    if attribute.value("readable") is False and attribute.value("returnedByDefault") is True:
        where = attribute.settings["returnedByDefault"].place
        report("LOD027", where, f"`{attribute.name}` cannot be read, so it cannot be returned.", attribute.name)
    nested = len(attribute.wire) > 1 or attribute.value("complexType") is not None
    if nested and "reference" not in attribute.touched and is_writable(attribute):
        report("LOD070", place, f"`{attribute.name}` lies inside another value and cannot be written.", attribute.name)


def is_writable(attribute: AttributeSchema) -> bool:
    """Return True when the attribute may be created or updated, as the framework takes it."""
    return any(attribute.value(flag, default=True) for flag in ("creatable", "updatable"))


def _check_conversion(connector: LoadedConnector, attribute: AttributeSchema, place: Place) -> None:
    reads, writes = attribute.code("deserialize"), attribute.code("serialize")
    converted = (reads is not None or writes is not None) and "reference" not in attribute.touched
    if converted and attribute.connid.value("type") is None and attribute.value("objectClass") is None:
        message = f"Attribute type of `{attribute.name}` is not supported: a converted value needs a ConnId type."
        connector.loading.report("LOD029", place, message, attribute.name)
    needs = reads is not None or attribute.connid.value("type") == "GuardedString"
    identifier = attribute.connid.value("type") == "String" and attribute.json.value("type") != "string"
    if needs and writes is None and is_writable(attribute) and not attribute.resolver:
        why = "its values are sent as they are" if identifier else "writing it fails"
        message = f"`{attribute.name}` has no serializer, so {why}."
        connector.loading.report("LOD079", place, message, attribute.name)


def _check_name(connector: LoadedConnector, name: str, place: Place) -> None:
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        connector.loading.report("LOD076", place, f"`{name}` is not a name midPoint takes.", name)


def _special_names(declared: ClassSchema) -> Iterator[tuple[str, AttributeSchema, Place]]:
    for special in ("UID", "NAME"):
        setting = declared.settings.get(special)
        if setting is not None and str(setting.value) in declared.attributes:
            yield f"__{special}__", declared.attributes[str(setting.value)][0], setting.place
    for attribute, _ in declared.attributes.values():
        named = attribute.connid.settings.get("name")
        if named is not None:
            yield str(named.value), attribute, named.place


def _check_special(connector: LoadedConnector, declared: ClassSchema) -> None:
    by_special: dict[str, str] = {}
    by_attribute: dict[str, str] = {}
    for special, attribute, place in _special_names(declared):
        other = by_special.setdefault(special.lower(), attribute.name)
        if other != attribute.name:
            message = f"AttributeInfo {special} of `{declared.name}` already exists: `{other}` and `{attribute.name}`."
            connector.loading.report("LOD025", place, message, special)
        meaning = by_attribute.setdefault(attribute.name, special)
        if meaning != special:
            message = f"`{attribute.name}` of `{declared.name}` is both {meaning} and {special}."
            connector.loading.report("LOD025", place, message, special)


def _check_identity(connector: LoadedConnector, declared: ClassSchema) -> None:
    for special in ("UID", "NAME"):
        setting = declared.settings.get(special)
        attribute = declared.attributes.get(str(setting.value)) if setting else None
        if setting is not None and attribute is None and connector.operations.whole:
            message = f"`{declared.name}` has no attribute `{setting.value}`."
            connector.loading.report("LOD072", setting.place, message, str(setting.value))
        if setting is not None and attribute is not None and not is_text(attribute[0]):
            message = f"`{attribute[0].name}` of `{declared.name}` is the {special} and must be read as a string."
            connector.loading.report("LOD069", setting.place, message, attribute[0].name)
    missing = any(it.value not in declared.attributes for it in _mapped(declared))
    if connector.operations.whole and not missing and _manages_objects(declared):
        message = f"`{declared.name}` needs an attribute as UID and another one as name."
        connector.loading.report("LOD068", declared.place, message, declared.name)


def _mapped(declared: ClassSchema) -> Iterator[Setting]:
    return (declared.settings[special] for special in ("UID", "NAME") if special in declared.settings)


def _manages_objects(declared: ClassSchema) -> bool:
    """Return True when the class has objects of its own, and one of UID and name is missing."""
    own = declared.declared and declared.scim is None and not declared.value("embedded", default=False)
    return own and (declared.special("__UID__") is None or declared.special("__NAME__") is None)


def is_text(attribute: AttributeSchema) -> bool:
    """Return True when values of the attribute are read as strings, numbers on the wire included."""
    if attribute.json.value("type") in _TEXT_TYPES:
        return attribute.json.value("format") not in {"date-time", "date", "int32", "int64", "byte"}
    return attribute.connid.value("type") == "String" and attribute.code("deserialize") is not None


def _check_spelling(connector: LoadedConnector, names: list[tuple[str, Place]]) -> None:
    seen: dict[str, str] = {}
    for name, place in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            message = f"`{name}` and `{other}` differ only by case; one of them is lost."
            connector.loading.report("LOD067", place, message, name)
