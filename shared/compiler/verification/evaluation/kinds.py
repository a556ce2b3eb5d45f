"""Conversions and checks of type."""

from __future__ import annotations

from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.methods import iterated
from shared.compiler.verification.evaluation.operators import shown
from shared.compiler.verification.evaluation.values import JavaClass, NotSimulated, Secret


def as_type(value: object, wanted: object) -> object:
    """Return `value` as the class `wanted`."""
    name = wanted.name if isinstance(wanted, JavaClass) else ""
    match name.rsplit(".", 1)[-1]:
        case "String":
            return None if value is None else shown(value)
        case "int" | "Integer" | "long" | "Long" if isinstance(value, str | int | float):
            return int(value)
        case "Set":
            return set(iterated(value))
        case "List" | "ArrayList":
            return list(iterated(value))
        case _:
            return value


def is_instance(value: object, name: str) -> bool:
    """Return whether `value` is of the class `name`; raises NotSimulated for one that is not known here."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "String": str,
        "CharSequence": str,
        "Collection": (list, set),
        "List": list,
        "Map": dict,
        "Boolean": bool,
        "Number": (int, float),
        "Integer": int,
        "Long": int,
        "GuardedString": Secret,
        "JsonNode": Node,
    }
    simple = name.rsplit(".", 1)[-1]
    if simple not in kinds:
        message = f"instanceof {name}"
        raise NotSimulated(message)
    return isinstance(value, kinds[simple])
