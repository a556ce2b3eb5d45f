"""The API keys of a folder or of a table, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.ports.items import Items
from shared.records.api_keys import ApiKeyRecords
from shared.services.access import Access


@contextmanager
def access_of_folder(folder: Path) -> Iterator[Access]:
    """Lend the keys of an embedded host's folder; a running host sees changes at once."""
    from shared.adapters.sqlite import SqliteItems
    from shared.bootstrap.embedded import items_file

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(SqliteItems(items_file(folder))) as items:
        yield _access(items)


@contextmanager
def access_of_table(table: str) -> Iterator[Access]:
    """Lend the keys of a deployment's table, with the credentials of whoever runs the command."""
    import boto3

    from shared.adapters.dynamodb import DynamoDbItems
    from shared.adapters.patience import Backoff

    with closing(boto3.client("dynamodb")) as client:
        yield _access(DynamoDbItems(client, table, Backoff()))


def _access(items: Items) -> Access:
    return Access(records=ApiKeyRecords(items), clock=SystemClock(), identifiers=Uuid7Identifiers(), mode="keys")
