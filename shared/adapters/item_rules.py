"""
What an item and a transaction may be: the narrower of what the two engines accept, so that both refuse the same.

The figures are DynamoDB's, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, unless a
comment says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from shared.ports.items import (
    ITEM_LIMIT_BYTES,
    TRANSACTION_LIMIT,
    Action,
    Attributes,
    Check,
    Condition,
    Delete,
    Equals,
    Key,
    Put,
    Update,
    Value,
)

PARTITION_NAME: Final = "pk"
SORT_NAME: Final = "sk"
STORED_LIMIT_BYTES: Final = 400 * 1024
"""What an item may become by updates, each of which is within `ITEM_LIMIT_BYTES`."""

PAGE_BYTES: Final = 1024 * 1024

_PARTITION_BYTES: Final = 2048
_SORT_BYTES: Final = 1024
_TRANSACTION_BYTES: Final = 4 * 1000 * 1000
_INTEGER_BOUND: Final = 10**38
# Our own bound, so that an expression stays within 4 KB and 300 operators.
_NAMES_IN_AN_ACTION: Final = 100


def check_actions(actions: Sequence[Action]) -> None:
    """
    Refuse what no engine could do.

    Raises:
        ValueError: too many actions, an item named twice, an item or transaction too large, a key or value out of
            bounds, an attribute changed twice, or an action that would do nothing.
    """
    _refuse(len(actions) > TRANSACTION_LIMIT, f"{len(actions)} actions; a transaction has at most {TRANSACTION_LIMIT}")
    _refuse(len({action.key for action in actions}) < len(actions), "a transaction names an item twice")
    sizes = [_checked_size(action) for action in actions]
    _refuse(max(sizes, default=0) > ITEM_LIMIT_BYTES, f"an item has more than {ITEM_LIMIT_BYTES} bytes")
    _refuse(sum(sizes) > _TRANSACTION_BYTES, f"a transaction has more than {_TRANSACTION_BYTES} bytes")


def check_key(key: Key) -> None:
    """Raise ValueError for a key with an empty or over-long part."""
    _check_partition(key.partition)
    _check_sort(key.sort)


def check_query(partition: str, prefix: str, after: str | None, limit: int) -> None:
    """Raise ValueError for a query that no key could answer, or without room for one."""
    _check_partition(partition)
    if prefix:
        _check_sort(prefix)
    if after is not None:
        _check_sort(after)
    _refuse(limit < 1, "a page has at least one item")


def check_integer(value: int) -> None:
    """Raise ValueError for more than 38 digits, the precision of DynamoDB's numbers."""
    _refuse(not -_INTEGER_BOUND < value < _INTEGER_BOUND, "an integer has at most 38 digits")


def item_size(key: Key, attributes: Attributes) -> int:
    """Return the bytes an item counts for: names and values, the key included."""
    named_key = {PARTITION_NAME: key.partition, SORT_NAME: key.sort}
    return _size(named_key) + _size(attributes)


def _check_partition(partition: str) -> None:
    _refuse(not 0 < len(partition.encode()) <= _PARTITION_BYTES, f"a partition key has 1 to {_PARTITION_BYTES} bytes")


def _check_sort(sort: str) -> None:
    _refuse(not 0 < len(sort.encode()) <= _SORT_BYTES, f"a sort key has 1 to {_SORT_BYTES} bytes")


def _checked_size(action: Action) -> int:
    check_key(action.key)
    _check_conditions(action)
    match action:
        case Put():
            _check_attributes(action.attributes)
            return item_size(action.key, action.attributes)
        case Update():
            _check_update(action)
            return item_size(action.key, action.set) + _size(action.add)
        case Check() | Delete():
            return item_size(action.key, {})


def _check_conditions(action: Action) -> None:
    _refuse(isinstance(action, Check) and not action.conditions, "a check without conditions does nothing")
    compared = {condition.attribute: condition.value for condition in _comparisons(action.conditions)}
    _check_attributes(compared)
    _refuse(len(action.conditions) > _NAMES_IN_AN_ACTION, f"an action has more than {_NAMES_IN_AN_ACTION} conditions")


def _comparisons(conditions: Iterable[Condition]) -> list[Equals]:
    return [condition for condition in conditions if isinstance(condition, Equals)]


def _check_update(update: Update) -> None:
    names = [*update.set, *update.remove, *update.add]
    _refuse(not names, "an update without changes does nothing")
    _refuse(len(set(names)) < len(names), "an update changes an attribute twice")
    _refuse(len(names) > _NAMES_IN_AN_ACTION, f"an update changes more than {_NAMES_IN_AN_ACTION} attributes")
    for name in update.remove:
        _check_name(name)
    _check_attributes({**update.set, **update.add})


def _check_attributes(attributes: Mapping[str, Value]) -> None:
    for name, value in attributes.items():
        _check_name(name)
        _refuse(isinstance(value, bool), f"{name!r} is a truth value; write 0 or 1")
        _refuse(not isinstance(value, str | int | bytes), f"{name!r} is neither text, integer nor bytes")
        if isinstance(value, int):
            check_integer(value)


def _check_name(name: str) -> None:
    _refuse(name in {"", PARTITION_NAME, SORT_NAME}, f"{name!r} is not a name for an attribute")


def _size(attributes: Attributes) -> int:
    return sum(len(name.encode()) + _value_size(value) for name, value in attributes.items())


def _value_size(value: Value) -> int:
    match value:
        case bytes():
            return len(value)
        case str():
            return len(value.encode())
        case _:
            # A byte for each two digits, one for the exponent, one for the sign.
            return len(str(abs(value))) // 2 + 2


def _refuse(wrong: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence: refuse (if) this
    if wrong:
        raise ValueError(message)
