"""Which attribute identifies the objects of a class, as the framework needs it: the one item requests select by."""

from __future__ import annotations

from shared.compiler.backends.groovy.plan.paths import asked_parameter, selector
from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Operation
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.writing.names import folded

_ITEM_KINDS = ("get", "update", "delete")
_NAME_WORDS = ("name", "login")


def identifying_attribute(object_class: ObjectClass) -> Attribute | None:
    """
    Return the attribute whose value the item requests carry in their path, if one can be told.

    The framework can put nothing but the UID into such a path, so the placeholder decides before the documented
    choice does: with `/users/{login}`, `login` has to be the UID even where the objects also have an `id`.
    """
    for kind in _ITEM_KINDS:
        operation = object_class.operation(kind)
        found = selected_attribute(object_class, operation) if operation else None
        if found:
            return found
    return _chosen(object_class)


def selected_attribute(object_class: ObjectClass, operation: Operation) -> Attribute | None:
    """
    Return the attribute of `object_class` that `operation` selects by, where that can be told.

    It is the attribute the placeholder is named after. Otherwise it is the naming attribute, when the placeholder
    speaks of a name, or takes a string where the identifier is a number.
    """
    placeholder = selector(operation) or asked_parameter(operation)
    wanted = folded(placeholder)
    named = (it for it in object_class.attributes if wanted and folded(it.name) == wanted and can_identify(it))
    return next(named, None) or _selected_name(object_class, operation, placeholder)


def _selected_name(object_class: ObjectClass, operation: Operation, placeholder: str) -> Attribute | None:
    naming = object_class.attribute(object_class.naming.attribute) if object_class.naming else None
    if naming is None or not can_identify(naming) or not _is_text(naming):
        return None
    chosen = _chosen(object_class)
    parameter = next(
        (it for it in operation.parameters if it.name == placeholder and it.placement in {"path", "query"}), None
    )
    takes_text = parameter is not None and isinstance(parameter.type, Scalar) and parameter.type.json_type == "string"
    number = chosen is not None and not _is_text(chosen)
    speaks_of_name = folded(placeholder).endswith(_NAME_WORDS)
    return naming if speaks_of_name or (takes_text and number) else None


def _is_text(attribute: Attribute) -> bool:
    return isinstance(attribute.type, Scalar) and attribute.type.json_type == "string"


def can_identify(attribute: Attribute) -> bool:
    """Return True when every object can show one plain string or number under this attribute."""
    kind = attribute.type
    plain = isinstance(kind, Scalar) and kind.json_type in {"string", "integer"}
    return plain and not attribute.multivalued and not attribute.path and attribute.readable is not False


def _chosen(object_class: ObjectClass) -> Attribute | None:
    if object_class.identifier is None:
        return None
    attribute = object_class.attribute(object_class.identifier.attribute)
    return attribute if attribute and can_identify(attribute) else None
