"""
The item store: what DynamoDB and SQLite both do exactly, and nothing else.

An item is a flat map of attributes under a two-part key. Reads are consistent. Every write is a transaction with a
condition on each action; either all actions happen or none does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

Value: TypeAlias = str | int | bytes
Attributes: TypeAlias = Mapping[str, Value]

TRANSACTION_LIMIT: Final = 100
ITEM_LIMIT_BYTES: Final = 350_000
"""Below DynamoDB's 400 KB, which also counts names and keys; larger values belong in the blob store."""


@dataclass(frozen=True, slots=True)
class Key:
    """A partition and the item's place in it; sort keys are ordered as UTF-8 bytes."""

    partition: str
    sort: str


@dataclass(frozen=True, slots=True)
class Item:
    """One stored item."""

    key: Key
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Absent:
    """The item does not exist."""


@dataclass(frozen=True, slots=True)
class Present:
    """The item exists."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The item exists and its attribute has exactly this value: 1 is not "1"."""

    attribute: str
    value: Value


Condition: TypeAlias = Absent | Present | Equals


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Write the whole item; all conditions must hold before."""

    key: Key
    attributes: Attributes
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Change some attributes: set, remove, or add an integer to (an absent one counts as 0); creates a missing item."""

    key: Key
    conditions: tuple[Condition, ...]
    set: Attributes = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    add: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Remove the item; without conditions a missing item is no error."""

    key: Key
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Write nothing, but let the transaction happen only if the conditions hold."""

    key: Key
    conditions: tuple[Condition, ...]


Action: TypeAlias = Put | Update | Delete | Check


class ConditionFailed(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """
    A transaction lost: nothing of it was written.

    `index` is the position of the first action whose condition failed; `old` is the item as it was found, or None when
    there was none. Records turn this into an error of `shared.kernel.errors`; it never reaches a service.
    """

    def __init__(self, index: int, old: Item | None) -> None:
        super().__init__(f"the condition of action {index} failed")
        self.index = index
        self.old = old


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a query's answer; `after` is where the next part starts, or None at the end."""

    items: tuple[Item, ...]
    after: str | None


class Items(Protocol):
    """The item store. Every method may raise `Unavailable` after its own bounded retries."""

    def get(self, key: Key) -> Item | None:
        """Return the item as last written, if it exists."""
        ...

    def get_many(self, keys: Sequence[Key]) -> tuple[Item | None, ...]:
        """
        Return the item under each key, in their order, None where there is none; a key may be named twice.

        Each item is as last written, but they need not be of one moment: others may write in between.
        """
        ...

    def query(
        self, partition: str, *, prefix: str = "", after: str | None = None, forward: bool = True, limit: int = 1000
    ) -> Page:
        """
        Return up to `limit` items of one partition whose sort key starts with `prefix`, in key order.

        `after` is exclusive: with `forward` the first key returned is greater, otherwise smaller. A page may hold fewer
        items than `limit` and still not be the last: only `after is None` says so.
        """
        ...

    def transact(self, actions: Sequence[Action]) -> None:
        """
        Do all of up to 100 actions, or none; no item may be named twice.

        Raises:
            ConditionFailed: an action's condition did not hold; nothing was written.
            Unavailable: the store was throttled or kept conflicting for longer than we wait; nothing was written.
            ValueError: too many actions, an item named twice, or an item over `ITEM_LIMIT_BYTES`.
        """
        ...
