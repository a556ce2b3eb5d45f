"""The three stores alone, for programs that use the records without a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.bootstrap.engines import engines
from shared.ports.blobs import Blobs, UploadPlace, Uploads
from shared.ports.items import Items


@dataclass(frozen=True, slots=True)
class Stores:
    """Where everything lies; `close` lets go of it."""

    items: Items
    blobs: Blobs
    uploads: Uploads
    close: Callable[[], None] = lambda: None


def hosted() -> Stores:
    """Return the stores of this process's engines."""
    found = engines()
    return Stores(found.items, found.blobs, found.uploads)


def in_folder(folder: Path) -> Stores:
    """Return the stores of an embedded host's folder, which is made if need be; a host may have it open as well."""
    from shared.adapters.files import FileBlobs, FileUploads
    from shared.adapters.sqlite import SqliteItems
    from shared.bootstrap.embedded import items_file

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    items = SqliteItems(items_file(folder))
    return Stores(items, FileBlobs(folder), FileUploads(folder, "", _left_to_the_host), items.close)


def in_cloud(table: str, bucket: str) -> Stores:
    """Return the stores of a deployment, reached with the credentials of the process."""
    import boto3

    from shared.adapters.dynamodb import DynamoDbItems
    from shared.adapters.patience import Backoff
    from shared.adapters.s3 import S3Blobs, S3Uploads
    from shared.bootstrap.aws import patient

    s3 = boto3.client("s3", config=patient(signature_version="s3v4"))
    items = DynamoDbItems(boto3.client("dynamodb", config=patient()), table, Backoff())
    return Stores(items, S3Blobs(s3, bucket), S3Uploads(s3, bucket))


def _left_to_the_host(_place: UploadPlace) -> None:
    """Do nothing about an upload: a host that opens the folder finds it."""
