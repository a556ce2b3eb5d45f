"""What the DynamoDB adapter does when the service fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from shared.adapters.dynamodb import DynamoDbItems
from shared.kernel.errors import Unavailable
from shared.ports.items import Item, Items, Key, Put, Update
from tests.contract.engines import aws
from tests.fakes.patience import FakePatience

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = Key("p", "s")
PUT = Put(key=KEY, attributes={"number": 1}, conditions=())


class Failures:
    """Answers the service gives instead of doing its work, one after the other; the last one again and again."""

    def __init__(self, *answers: Mapping[str, Any] | Exception | None) -> None:
        self._answers = list(answers)
        self.tokens: list[str | None] = []

    def __call__(self, params: Mapping[str, Any], **_: object) -> tuple[SimpleNamespace, Mapping[str, Any]] | None:
        self.tokens.append(json.loads(params["body"]).get("ClientRequestToken"))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else (SimpleNamespace(status_code=answer["Status"]), answer)


def error(code: str, status: int = 400, **more: object) -> dict[str, Any]:
    return {
        "Error": {"Code": code, "Message": "injected"},
        "ResponseMetadata": {"HTTPStatusCode": status},
        "Status": status,
        **more,
    }


def cancelled(*codes: str) -> dict[str, Any]:
    reasons = [{"Code": code, "Message": "because"} for code in codes]
    return error("TransactionCanceledException", CancellationReasons=reasons)


@pytest.fixture
def patience() -> FakePatience:
    return FakePatience(tries=3)


@pytest.fixture
def items(moto_dynamodb: DynamoDBClient, patience: FakePatience) -> Items:
    return DynamoDbItems(moto_dynamodb, aws.create_table(moto_dynamodb), patience)


@pytest.fixture
def inject(moto_dynamodb: DynamoDBClient) -> Iterator[Callable[..., Failures]]:
    # The stubs say that a hook returns nothing; one that returns an answer replaces the call.
    hooks: Any = moto_dynamodb.meta.events
    registered: list[tuple[str, Failures]] = []

    def register(operation: str, *answers: Mapping[str, Any] | Exception | None) -> Failures:
        failures = Failures(*answers)
        registered.append((f"before-call.dynamodb.{operation}", failures))
        hooks.register(*registered[-1])
        return failures

    yield register
    for event, failures in registered:
        hooks.unregister(event, failures)


TRANSIENT = {
    "conflict": cancelled("None", "TransactionConflict"),
    "throttled in a transaction": cancelled("ThrottlingError"),
    "capacity in a transaction": cancelled("ProvisionedThroughputExceeded"),
    "in progress": error("TransactionInProgressException"),
    "throttled": error("ThrottlingException"),
    "capacity": error("ProvisionedThroughputExceededException"),
    "account limit": error("RequestLimitExceeded"),
    "their fault": error("InternalServerError", 500),
    "unnamed fault": error("", 502),
    "no answer": ReadTimeoutError(endpoint_url="https://example.invalid"),
    "no connection": EndpointConnectionError(endpoint_url="https://example.invalid"),
}


@pytest.mark.parametrize("failure", TRANSIENT.values(), ids=TRANSIENT.keys())
def test_a_write_is_tried_again(
    items: Items, patience: FakePatience, inject: Callable[..., Failures], failure: Mapping[str, Any] | Exception
) -> None:
    inject("TransactWriteItems", failure, failure, None)
    items.transact([PUT])

    assert items.get(KEY) == Item(KEY, {"number": 1})
    assert patience.waited == [1, 2]


@pytest.mark.parametrize("failure", TRANSIENT.values(), ids=TRANSIENT.keys())
def test_a_write_is_given_up(
    items: Items, patience: FakePatience, inject: Callable[..., Failures], failure: Mapping[str, Any] | Exception
) -> None:
    failures = inject("TransactWriteItems", failure)
    with pytest.raises(Unavailable, match="the item store is busy") as caught:
        items.transact([PUT])

    assert caught.value.retry_after == 5
    assert items.get(KEY) is None
    assert patience.waited == [1, 2, 3, 4]
    assert len(failures.tokens) == 4


def test_reads_are_tried_again(items: Items, patience: FakePatience, inject: Callable[..., Failures]) -> None:
    items.transact([PUT])
    throttled = error("ThrottlingException")
    inject("GetItem", throttled, None)
    inject("Query", throttled, throttled, None)

    assert items.get(KEY) == Item(KEY, {"number": 1})
    assert items.query("p").items == (Item(KEY, {"number": 1}),)
    assert patience.waited == [1, 1, 2]


@pytest.mark.parametrize("operation", ["GetItem", "Query"])
def test_reads_are_given_up(items: Items, inject: Callable[..., Failures], operation: str) -> None:
    inject(operation, error("ThrottlingException"))
    with pytest.raises(Unavailable, match="the item store is busy"):
        items.get(KEY) if operation == "GetItem" else items.query("p")


def test_what_is_cancelled_gets_a_new_token(items: Items, inject: Callable[..., Failures]) -> None:
    failures = inject("TransactWriteItems", cancelled("TransactionConflict"), cancelled("TransactionConflict"), None)
    items.transact([PUT])

    assert len(failures.tokens) == len(set(failures.tokens)) == 3
    assert all(failures.tokens)


def test_what_may_have_happened_keeps_its_token(items: Items, inject: Callable[..., Failures]) -> None:
    no_answer = ReadTimeoutError(endpoint_url="https://example.invalid")
    failures = inject("TransactWriteItems", no_answer, error("InternalServerError", 500), None)
    items.transact([PUT])

    assert len(failures.tokens) == 3
    assert len(set(failures.tokens)) == 1


def test_two_transactions_never_share_a_token(items: Items, inject: Callable[..., Failures]) -> None:
    failures = inject("TransactWriteItems", None)
    items.transact([PUT])
    items.transact([PUT])

    assert len(set(failures.tokens)) == 2


def test_our_own_mistakes_are_not_tried_again(
    items: Items, patience: FakePatience, inject: Callable[..., Failures]
) -> None:
    inject("TransactWriteItems", error("AccessDeniedException"))
    with pytest.raises(ClientError, match="AccessDeniedException"):
        items.transact([PUT])

    assert patience.waited == []


class LosesAnswers:
    """A client whose first answer to a write is lost on the way, after the service did what it was asked."""

    def __init__(self, client: DynamoDBClient) -> None:
        self._client = client
        self._lost = False

    def transact_write_items(self, **request: Any) -> object:  # noqa: ANN401 - whatever the adapter sends
        answer = self._client.transact_write_items(**request)
        if not self._lost:
            self._lost = True
            raise ReadTimeoutError(endpoint_url="https://example.invalid")
        return answer


def test_a_write_whose_answer_was_lost_happens_once(http_dynamodb: DynamoDBClient) -> None:
    table = aws.create_table(http_dynamodb)
    lossy: Any = LosesAnswers(http_dynamodb)
    DynamoDbItems(lossy, table, FakePatience()).transact([Update(key=KEY, add={"number": 1}, conditions=())])

    assert DynamoDbItems(http_dynamodb, table, FakePatience()).get(KEY) == Item(KEY, {"number": 1})


def unprocessed(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"Responses": {}, "UnprocessedKeys": request, "Status": 200}


def test_keys_left_out_of_an_answer_are_asked_for_again(
    items: Items, patience: FakePatience, moto_dynamodb: DynamoDBClient, inject: Callable[..., Failures]
) -> None:
    items.transact([PUT])
    table = moto_dynamodb.list_tables()["TableNames"][0]
    left = {table: {"Keys": [{"pk": {"S": "p"}, "sk": {"S": "s"}}], "ConsistentRead": True}}
    inject("BatchGetItem", unprocessed(left), None)

    assert items.get_many([KEY]) == (Item(KEY, {"number": 1}),)
    assert patience.waited == [1]


def test_keys_left_out_for_too_long_are_given_up(
    items: Items, moto_dynamodb: DynamoDBClient, inject: Callable[..., Failures]
) -> None:
    table = moto_dynamodb.list_tables()["TableNames"][0]
    inject("BatchGetItem", unprocessed({table: {"Keys": [{"pk": {"S": "p"}, "sk": {"S": "s"}}]}}))

    with pytest.raises(Unavailable, match="the item store is busy"):
        items.get_many([KEY])
