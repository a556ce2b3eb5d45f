"""What can be wrong with scripts, each with a stable code: the framework rejects it, or accepts it and goes wrong."""

from __future__ import annotations

from typing import Final

from shared.kernel.diagnostics import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

LOAD_CODES: Final[dict[str, tuple[Severity, str]]] = {
    # The text.
    "LOD001": (_ERROR, "The text is no Groovy or YAML: a string, comment or bracket has no end."),
    "LOD002": (_WARNING, "The script is written in a way that is not read here, so it was not checked."),
    "LOD003": (_WARNING, "The script is not ASCII; the framework may read it with another character set."),
    "LOD004": (_ERROR, "The script raises an exception while it is evaluated."),
    "LOD005": (_WARNING, "The script depends on something that is not known here, so it was checked in part."),
    # Calls.
    "LOD010": (_ERROR, "A call or property that the block around it does not know."),
    "LOD011": (_ERROR, "An argument is missing or is of the wrong type."),
    "LOD012": (_WARNING, "A call inside one block that only a block further out knows; it takes effect there."),
    "LOD013": (_ERROR, "Two statements on one line are read as one chain of calls."),
    "LOD014": (_ERROR, "A block or method that exists, but raises an exception."),
    # Schema.
    "LOD020": (_ERROR, "Unknown JSON schema type; string, integer, boolean, number and binary are known."),
    "LOD021": (_ERROR, "A type that ConnId does not support: number and binary need a format."),
    "LOD022": (_ERROR, "An unknown format, and no type beside it."),
    "LOD023": (_ERROR, "Only UID and NAME can be mapped by connIdAttribute."),
    "LOD024": (_ERROR, "One property is set to two different values."),
    "LOD025": (_ERROR, "One attribute has two special meanings, or two attributes have the same one."),
    "LOD026": (_ERROR, "A password that is not of type GuardedString."),
    "LOD027": (_ERROR, "An attribute that cannot be read is to be returned by default."),
    "LOD028": (_ERROR, "An emulated attribute whose resolver is declared among the searches."),
    "LOD029": (_ERROR, "A value that is converted by a closure, and no type in ConnId."),
    # Operations.
    "LOD030": (_ERROR, "Two requests answer the empty filter of one class."),
    "LOD031": (_ERROR, "A filter of a request without a closure that sends it."),
    "LOD032": (_ERROR, "A filter other than equality and containment."),
    "LOD033": (_ERROR, "A custom search that says neither which filter nor that it answers the empty one."),
    "LOD034": (_ERROR, "An operation of an object class that no schema declares."),
    "LOD035": (_ERROR, "An operation or filter names an attribute that its class does not have."),
    "LOD036": (_ERROR, "A request body that is not JSON; only JSON can be written."),
    # Manifest and YAML.
    "LOD040": (_ERROR, "There must be exactly one manifest."),
    "LOD041": (_ERROR, "The manifest has no connector."),
    "LOD042": (_ERROR, "The path of a script in the manifest does not begin with a slash."),
    "LOD043": (_ERROR, "The manifest lists a script that is not there, or one twice."),
    "LOD044": (_WARNING, "A script that the manifest does not list is never evaluated."),
    "LOD045": (_ERROR, "A YAML document with a key that the framework does not know."),
    "LOD046": (_ERROR, "A YAML document must hold exactly one operation."),
    "LOD047": (_ERROR, "A YAML request without a method."),
    "LOD048": (_ERROR, "A schema in YAML is read, but takes no effect."),
    # Accepted, and wrong when it runs.
    "LOD060": (_ERROR, "A list is asked for without end: it has neither pages nor a single result."),
    "LOD061": (_ERROR, "An update without a search by identifier, with which every update begins."),
    "LOD062": (_WARNING, "A search that does not look at the status, so that a refusal reads as an empty list."),
    "LOD063": (_ERROR, "A placeholder in a path that the framework does not fill."),
    "LOD064": (_ERROR, "A path with a leading slash or a query."),
    "LOD065": (_ERROR, "Two requests answer the same filter; which one is left to chance."),
    "LOD066": (_ERROR, "More than one way to authenticate; only one ever runs."),
    "LOD067": (_ERROR, "Two attributes or classes whose names differ only by case."),
    "LOD068": (_ERROR, "A class needs two different attributes as UID and as name."),
    "LOD069": (_ERROR, "A UID or name that is not read as a string."),
    "LOD070": (_ERROR, "A value inside another, or of a complex type, that is said to be writable."),
    "LOD071": (_WARNING, "A type that the framework does not read well: date, char, complexType."),
    "LOD072": (_ERROR, "connIdAttribute names an attribute that is not declared, and makes an empty one."),
    "LOD073": (_ERROR, "A relationship or reference to a class that no schema declares."),
    "LOD074": (_ERROR, "The name on the wire is set after the JSON type, which has already taken another."),
    "LOD075": (_ERROR, "An update that depends on a value; the framework fails when it runs."),
    "LOD076": (_WARNING, "A name that midPoint or ConnId does not take as it is."),
    "LOD077": (_WARNING, "A list that does not say that it answers the empty filter."),
    "LOD078": (_ERROR, "A resolver searches by a filter that no request of the other class answers."),
    "LOD079": (_ERROR, "A value that is read by a closure and written without one."),
    "LOD080": (_ERROR, "A search by identifier that does not say that it has a single result."),
}
