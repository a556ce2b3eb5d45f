"""Relations that documents declare: their ends found among the classes, their direction decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute
from shared.compiler.passes.declared_names import Names
from shared.compiler.passes.declared_worth import head
from shared.compiler.passes.lexicon import rank_of_subject
from shared.compiler.passes.scim_requests import membership
from shared.compiler.reading import codes
from shared.compiler.reading.words import words
from shared.kernel.diagnostics import Diagnostic, Location, Severity

_UNMANAGED = rank_of_subject("")


def relations(
    classes: Sequence[ObjectClass],
    names: Names,
    stated: Iterable[Relation],
    concluded: Iterable[Relation],
    findings: list[Diagnostic],
) -> tuple[Relation, ...]:
    """Return the `stated` relations between `classes`, then the `concluded` ones, each pair of classes once."""
    listed = tuple(stated)
    ends = _Ends(classes, names)
    targets = Counter((each.subject.lower(), each.subject_attribute) for each in dict.fromkeys(map(_bare, listed)))
    merged: dict[tuple[str, str], Relation] = {}
    for each in listed:
        only = targets[each.subject.lower(), each.subject_attribute] == 1
        for found in _found(ends, each, findings, is_only_target=only):
            _add(merged, found)
    for each in concluded:
        _add(merged, each)
    return tuple(merged.values())


def _bare(each: Relation) -> Relation:
    return Relation(name="", subject=each.subject, subject_attribute=each.subject_attribute, object=each.object.lower())


def _add(merged: dict[tuple[str, str], Relation], each: Relation) -> None:
    pair = (each.subject, each.object)
    known = merged.get(pair)
    if known is None:
        merged[pair] = each
        return
    merged[pair] = replace(
        known,
        description=known.description or each.description,
        subject_attribute=known.subject_attribute or each.subject_attribute,
        object_attribute=known.object_attribute or each.object_attribute,
        link_class=known.link_class or each.link_class,
        operations=known.operations or each.operations,
        source=tuple(dict.fromkeys((*known.source, *each.source))),
    )


class _Ends:
    """The classes by what relations call them: a name, a schema's URN or the URN of an extension, a table."""

    def __init__(self, classes: Iterable[ObjectClass], names: Names) -> None:
        own = {(each.protocol, each.name): each for each in classes if not each.embedded}
        self._ranked: tuple[dict[str, list[ObjectClass]], ...] = ({}, {}, {}, {})
        schemas, extensions, called, endings = self._ranked
        for each in own.values():
            schema = each.schema_name.lower()
            if each.protocol != "rest" and schema:
                _put(schemas, schema, each)
                _put(endings, schema.rpartition(":" if each.protocol == "scim" else ".")[2], each)
            for urn in dict.fromkeys(a.path[0].lower() for a in each.attributes if len(a.path) > 1):
                _put(extensions, urn, each)
        for (protocol, documented), name in names.items():
            if (protocol, name) in own:
                _put(called, documented, own[protocol, name])

    def find(self, end: str, protocol: Protocol | None, document: str) -> ObjectClass | None:
        """Return the class that `end` means in that protocol (None: in any), best one told of in `document`."""
        for known in self._ranked:
            fitting = [each for each in known.get(end.lower(), ()) if protocol in {None, each.protocol}]
            near = (each for each in fitting if any(place.document == document for place in each.source))
            if fitting:
                return next(near, fitting[0])
        return None


def _put(known: dict[str, list[ObjectClass]], key: str, each: ObjectClass) -> None:
    known.setdefault(key, []).append(each)


def _found(ends: _Ends, each: Relation, findings: list[Diagnostic], *, is_only_target: bool) -> tuple[Relation, ...]:
    at = each.source[0] if each.source else Location("", "")
    holder = ends.find(each.subject, None, at.document)
    other = ends.find(each.object, holder.protocol, at.document) if holder else None
    if holder is None or other is None:
        missing = each.subject if holder is None else each.object
        message = f"{missing} is related to other classes, but no document describes it"
        findings.append(codes.finding(codes.RELATION_DANGLING, Severity.INFO, message, at))
        return ()
    link = ends.find(each.link_class, holder.protocol, at.document) if each.link_class else None
    whole = replace(each, subject=holder.name, object=other.name, link_class=link.name if link else "")
    if each.name:
        return (_called(whole),)
    attribute = _attribute(holder, each)
    if each.kind == "reference" and (
        attribute is None or not _ties(holder, other, attribute, is_only_target=is_only_target)
    ):
        return ()
    told = replace(
        whole,
        subject_attribute=attribute.name if attribute else "",
        operations=_changes(holder, attribute) if attribute else (),
    )
    return (_called(_reversed(told) if _grants(holder, other) else told),)


def _grants(one: ObjectClass, other: ObjectClass) -> bool:
    """Return whether `one` rather grants access than receives it: a group beside a user."""
    return rank_of_subject(head(other)) < rank_of_subject(head(one))


def _reversed(each: Relation) -> Relation:
    return replace(
        each,
        subject=each.object,
        subject_attribute=each.object_attribute,
        object=each.subject,
        object_attribute=each.subject_attribute,
    )


def _called(each: Relation) -> Relation:
    """Return the relation named after the two classes as they are called now."""
    subject, object_ = words(each.subject), words(each.object)
    return replace(
        each,
        name=f"{'_'.join(subject)}_to_{'_'.join(object_)}",
        display_name=f"{' '.join(subject).capitalize()} to {' '.join(object_)}",
    )


def _attribute(holder: ObjectClass, each: Relation) -> Attribute | None:
    inside = f"{each.subject}:{each.subject_attribute}".lower()
    wanted = {each.subject_attribute.lower(), inside}
    return next((a for a in holder.attributes if wanted & {a.name.lower(), *map(str.lower, a.path[-1:])}), None)


def _ties(holder: ObjectClass, other: ObjectClass, attribute: Attribute, *, is_only_target: bool) -> bool:
    """Return whether the attribute gives access to something, and does not only mention it."""
    if holder.name == other.name:
        # A list of members that may be of several kinds is foremost one of the others.
        return attribute.multivalued and is_only_target
    return attribute.multivalued or (rank_of_subject(head(other)) < _UNMANAGED and not _grants(holder, other))


def _changes(holder: ObjectClass, attribute: Attribute) -> tuple[Operation, ...]:
    listing = holder.operation("list")
    patched = any(each.method == "PATCH" for each in (*holder.operations, *holder.other_operations))
    if listing is None or not patched or not attribute.updatable or holder.protocol != "scim":
        return ()
    return membership(listing.path, attribute.name, listing.source[0])
