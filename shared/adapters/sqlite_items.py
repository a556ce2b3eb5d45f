"""Items as rows: their text, and what conditions and changes mean where no engine evaluates them for us."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from shared.adapters.item_rules import STORED_LIMIT_BYTES, check_integer, item_size
from shared.kernel.hashing import Json, canonical
from shared.ports.items import (
    Absent,
    Action,
    Attributes,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Item,
    Present,
    Put,
    Update,
    Value,
)


def encode_attributes(attributes: Attributes) -> str:
    """Return JSON: text and integers as such, bytes as `{"base64": …}`."""
    return canonical({name: _to_json(value) for name, value in attributes.items()}).decode()


def decode_attributes(text: str) -> Attributes:
    """Return what `encode_attributes` was given."""
    return {name: _from_json(value) for name, value in json.loads(text).items()}


def refuse_failed(actions: Sequence[Action], found: Sequence[Item | None]) -> None:
    """Raise `ConditionFailed` for the first action one of whose conditions does not hold for the item found."""
    for index, (action, old) in enumerate(zip(actions, found, strict=True)):
        if not all(_holds(condition, old) for condition in action.conditions):
            raise ConditionFailed(index, old)


def changed(action: Action, old: Item | None) -> Attributes | None:
    """
    Return the item's attributes after the action, or None when there is no item then.

    Raises:
        ValueError: an update adds to what is no integer, or makes the item or a number too large.
    """
    match action:
        case Put():
            return action.attributes
        case Delete():
            return None
        case Check():
            return old.attributes if old else None
        case Update():
            attributes = _updated(action, old.attributes if old else {})
            if item_size(action.key, attributes) > STORED_LIMIT_BYTES:
                message = f"the update makes an item of more than {STORED_LIMIT_BYTES} bytes"
                raise ValueError(message)
            return attributes


def _updated(update: Update, old: Attributes) -> Attributes:
    kept = {name: value for name, value in old.items() if name not in update.remove}
    sums = {name: _sum(name, kept.get(name, 0), addend) for name, addend in update.add.items()}
    return {**kept, **update.set, **sums}


def _sum(name: str, old: Value, addend: int) -> int:
    if not isinstance(old, int):
        message = f"{name!r} is no integer; nothing can be added to it"
        raise ValueError(message)  # noqa: TRY004 - the port promises ValueError
    check_integer(old + addend)
    return old + addend


def _holds(condition: Condition, old: Item | None) -> bool:
    if isinstance(condition, Absent):
        return old is None
    if old is None or isinstance(condition, Present):
        return old is not None
    # No two of str, int and bytes are ever equal, so that 1 is not "1".
    return condition.attribute in old.attributes and old.attributes[condition.attribute] == condition.value


def _to_json(value: Value) -> Json:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: str | int | dict[str, str]) -> Value:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
