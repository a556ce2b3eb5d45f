"""Items, conditions and actions in the words of DynamoDB's API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from shared.adapters.item_rules import PARTITION_NAME, SORT_NAME
from shared.ports.items import (
    Absent,
    Action,
    Attributes,
    Check,
    Condition,
    Delete,
    Item,
    Key,
    Present,
    Put,
    Update,
    Value,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

_ELEMENTS: Final = {Put: "Put", Update: "Update", Delete: "Delete", Check: "ConditionCheck"}


@dataclass(slots=True)
class Placeholders:
    """Names and values of one request: its expressions hold only these, so no attribute can be a reserved word."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, AttributeValueTypeDef] = field(default_factory=dict)

    def name(self, attribute: str) -> str:
        """Return a placeholder for an attribute's name."""
        placeholder = f"#{len(self.names)}"
        self.names[placeholder] = attribute
        return placeholder

    def value(self, value: Value) -> str:
        """Return a placeholder for a value."""
        placeholder = f":{len(self.values)}"
        self.values[placeholder] = _encode_value(value)
        return placeholder

    def parameters(self) -> dict[str, Any]:
        """Return the request's parameters; DynamoDB refuses empty ones."""
        maps = {"ExpressionAttributeNames": self.names, "ExpressionAttributeValues": self.values}
        return {name: placeholders for name, placeholders in maps.items() if placeholders}


def encode_key(key: Key) -> dict[str, AttributeValueTypeDef]:
    """Return the two key attributes."""
    return {PARTITION_NAME: {"S": key.partition}, SORT_NAME: {"S": key.sort}}


def decode_item(encoded: Mapping[str, AttributeValueTypeDef]) -> Item:
    """Return an item as the store sent it."""
    values = {name: _decode_value(value) for name, value in encoded.items()}
    key = Key(str(values.pop(PARTITION_NAME)), str(values.pop(SORT_NAME)))
    return Item(key, values)


def encode_action(table: str, action: Action) -> TransactWriteItemTypeDef:
    """Return one element of a transaction; when its condition fails, the old item comes back."""
    placeholders = Placeholders()
    body = {
        "TableName": table,
        **_target(placeholders, action),
        **_condition(placeholders, action.conditions),
        **placeholders.parameters(),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    element: TransactWriteItemTypeDef = {_ELEMENTS[type(action)]: body}  # type: ignore[misc]  # the key is one of its four
    return element


def _target(placeholders: Placeholders, action: Action) -> dict[str, Any]:
    match action:
        case Put():
            return {"Item": {**encode_key(action.key), **_encode_attributes(action.attributes)}}
        case Update():
            return {"Key": encode_key(action.key), "UpdateExpression": _changes(placeholders, action)}
        case Delete() | Check():
            return {"Key": encode_key(action.key)}


def _changes(placeholders: Placeholders, update: Update) -> str:
    name, value = placeholders.name, placeholders.value
    clauses = {
        "SET": [f"{name(attribute)} = {value(new)}" for attribute, new in update.set.items()],
        "REMOVE": [name(attribute) for attribute in update.remove],
        "ADD": [f"{name(attribute)} {value(addend)}" for attribute, addend in update.add.items()],
    }
    return " ".join(f"{keyword} {', '.join(changes)}" for keyword, changes in clauses.items() if changes)


def _condition(placeholders: Placeholders, conditions: Iterable[Condition]) -> dict[str, str]:
    expression = " AND ".join(_term(placeholders, condition) for condition in conditions)
    return {"ConditionExpression": expression} if expression else {}


def _term(placeholders: Placeholders, condition: Condition) -> str:
    match condition:
        case Absent():
            return f"attribute_not_exists({placeholders.name(PARTITION_NAME)})"
        case Present():
            return f"attribute_exists({placeholders.name(PARTITION_NAME)})"
        case _:
            return f"{placeholders.name(condition.attribute)} = {placeholders.value(condition.value)}"


def _encode_attributes(attributes: Attributes) -> dict[str, AttributeValueTypeDef]:
    return {name: _encode_value(value) for name, value in attributes.items()}


def _encode_value(value: Value) -> AttributeValueTypeDef:
    match value:
        case bytes():
            return {"B": value}
        case str():
            return {"S": value}
        case _:
            return {"N": str(int(value))}


def _decode_value(encoded: AttributeValueTypeDef) -> Value:
    match encoded:
        case {"S": str(text)}:
            return text
        case {"N": str(number)}:
            return int(number)
        case {"B": bytes(data)}:
            return data
        case _:
            message = f"the table holds a value of a kind never written: {sorted(encoded)}"
            raise TypeError(message)
