"""Lists inside other objects: `/orgs/{org}/teams` is read once for each organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.compiler.backends.groovy.plan.identity import selected_attribute
from shared.compiler.backends.groovy.plan.paths import endpoint, placeholders, selector, template
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation

Parents = Mapping[str, str]
"""The path of a class's single objects, without names (`orgs/{}`), and the class's name in the connector."""


def item_paths(object_class: ObjectClass, name: str, identifier: str) -> Iterator[tuple[str, str]]:
    """Yield the path of single objects of `object_class`, if they can be listed and are selected by `identifier`."""
    listing, get = object_class.operation("list"), object_class.operation("get")
    if listing is None or get is None or endpoint(listing).unfilled:
        return
    selected = selected_attribute(object_class, get)
    whole = len(placeholders(get.path)) == 1 and template(get.path).endswith("{}")
    if whole and (selected is None or selected.name == identifier):
        yield template(get.path), name


def parent_of(operation: Operation, parents: Parents) -> str:
    """Return the class inside whose objects the list `operation` is, or "" when there is none or more than one."""
    unfilled = endpoint(operation).unfilled
    if len(unfilled) != 1 or selector(operation) != unfilled[0]:
        return ""
    before, found, _ = operation.path.partition(f"{{{unfilled[0]}}}")
    return parents.get(template(before + found), "")
