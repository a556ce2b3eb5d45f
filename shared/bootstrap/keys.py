"""The API keys of a folder or of a table, for the command line."""

from __future__ import annotations

from pathlib import Path

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Uuid7Identifiers
from shared.ports.items import Items
from shared.records.api_keys import ApiKeyRecords
from shared.services.access import Access


def access_of_folder(folder: Path) -> Access:
    """Return the keys of an embedded host's folder; a running host sees changes at once."""
    from shared.adapters.sqlite import SqliteItems
    from shared.bootstrap.embedded import items_file

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _access(SqliteItems(items_file(folder)))


def access_of_table(table: str) -> Access:
    """Return the keys of a deployment's table, with the credentials of whoever runs the command."""
    import boto3

    from shared.adapters.dynamodb import DynamoDbItems
    from shared.adapters.patience import Backoff

    return _access(DynamoDbItems(boto3.client("dynamodb"), table, Backoff()))


def _access(items: Items) -> Access:
    return Access(records=ApiKeyRecords(items), clock=SystemClock(), identifiers=Uuid7Identifiers(), mode="keys")
