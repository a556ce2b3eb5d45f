"""
The item store in one DynamoDB table.

Every write is TransactWriteItems, single ones too: only a transaction carries a token by which a call repeated after a
lost answer is not done twice. A conditional PutItem repeated so would lose against itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.dynamodb_errors import is_transient, refuse_lost, was_cancelled
from shared.adapters.dynamodb_items import Placeholders, decode_item, encode_action, encode_key
from shared.adapters.item_rules import PARTITION_NAME, SORT_NAME, check_actions, check_key, check_query
from shared.kernel.errors import Unavailable
from shared.ports.clock import Patience
from shared.ports.items import Action, Item, Key, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_T = TypeVar("_T")

_RETRY_AFTER_SECONDS: Final = 5
# The API's integers have 32 bits; a page ends at 1 MB long before.
_LARGEST_LIMIT: Final = 2**31 - 1
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
_KEYS_IN_A_BATCH: Final = 100


@dataclass(slots=True)
class _Token:
    """The name under which DynamoDB knows a transaction for ten minutes."""

    value: str = field(default_factory=lambda: secrets.token_hex(16))

    def renew(self) -> None:
        self.value = secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class DynamoDbItems:
    """`Items` in `table`, whose key is `pk` and `sk`, both text."""

    client: DynamoDBClient
    table: str
    patience: Patience

    def get(self, key: Key) -> Item | None:
        """Return the item as last written, if it exists."""
        check_key(key)
        answer = self._insist(
            lambda: self.client.get_item(TableName=self.table, Key=encode_key(key), ConsistentRead=True)
        )
        return decode_item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> tuple[Item | None, ...]:
        """Return the item under each key, in their order; one call for every hundred."""
        for key in keys:
            check_key(key)
        wanted = list(dict.fromkeys(keys))
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), _KEYS_IN_A_BATCH):
            found.update(self._batch(wanted[start : start + _KEYS_IN_A_BATCH]))
        return tuple(found.get(key) for key in keys)

    def query(
        self, partition: str, *, prefix: str = "", after: str | None = None, forward: bool = True, limit: int = 1000
    ) -> Page:
        """Return up to `limit` items and 1 MB of one partition, in key order."""
        check_query(partition, prefix, after, limit)
        if after is not None and not after.startswith(prefix):
            if _lies_behind(after, prefix, forward=forward):
                return Page((), None)
            after = None
        request = self._query(partition, prefix, after)
        answer = self._insist(
            lambda: self.client.query(**request, ScanIndexForward=forward, Limit=min(limit, _LARGEST_LIMIT))
        )
        last = answer.get("LastEvaluatedKey")
        items = tuple(decode_item(item) for item in answer["Items"])
        return Page(items, decode_item(last).key.sort if last else None)

    def transact(self, actions: Sequence[Action]) -> None:
        """Do all of up to 100 actions, or none."""
        check_actions(actions)
        if not actions:
            return
        elements = [encode_action(self.table, action) for action in actions]
        token = _Token()
        self._insist(lambda: self._write(elements, token))

    def _write(self, elements: Sequence[TransactWriteItemTypeDef], token: _Token) -> None:
        try:
            self.client.transact_write_items(TransactItems=elements, ClientRequestToken=token.value)
        except ClientError as error:
            refuse_lost(error)
            # What was cancelled is over; what may still be under way must keep its name, or it could happen twice.
            if was_cancelled(error):
                token.renew()
            raise

    def _batch(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """Return the items there are; what an answer of 16 MB left out, or a throttled one, is asked for again."""
        found: dict[Key, Item] = {}
        left: list[dict[str, Any]] = [encode_key(key) for key in keys]
        for attempt in count(1):
            request: Any = {"RequestItems": {self.table: {"Keys": left, "ConsistentRead": True}}}
            answer: Any = self._insist(partial(self.client.batch_get_item, **request))
            items = [decode_item(item) for item in answer["Responses"].get(self.table, [])]
            found.update((item.key, item) for item in items)
            left = [*answer["UnprocessedKeys"].get(self.table, {}).get("Keys", [])]
            if not left:
                break
            if not items and not self.patience.wait(attempt):
                message = "the item store is busy"
                raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS)
        return found

    def _query(self, partition: str, prefix: str, after: str | None) -> dict[str, Any]:
        placeholders = Placeholders()
        condition = f"{placeholders.name(PARTITION_NAME)} = {placeholders.value(partition)}"
        if prefix:
            condition += f" AND begins_with({placeholders.name(SORT_NAME)}, {placeholders.value(prefix)})"
        start = {} if after is None else {"ExclusiveStartKey": encode_key(Key(partition, after))}
        request = {"TableName": self.table, "KeyConditionExpression": condition, "ConsistentRead": True}
        return {**request, **placeholders.parameters(), **start}

    def _insist(self, call: Callable[[], _T]) -> _T:
        attempt = 1
        while True:
            try:
                return call()
            except (ClientError, BotoCoreError) as error:
                if not is_transient(error):
                    raise
                if not self.patience.wait(attempt):
                    message = "the item store is busy"
                    raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS) from error
            attempt += 1


def _lies_behind(after: str, prefix: str, *, forward: bool) -> bool:
    """Return whether a query that starts after a key without the prefix has no key with it still to come."""
    return (after.encode() > prefix.encode()) == forward
