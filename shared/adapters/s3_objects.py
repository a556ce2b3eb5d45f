"""What blobs and uploads both need from a versioned bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's name
    HTTPClientError,
    IncompleteReadError,
)

from shared.kernel.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectVersionsOutputTypeDef, ObjectIdentifierTypeDef

# Of up to 1,000 versions each, so about as many as any session's lifetime could leave.
_PAGES: Final = 10_000
_SERVER_ERROR: Final = 500
_RETRY_AFTER_SECONDS: Final = 5
_MISSING: Final = frozenset({"NoSuchKey", "404"})
_TRANSIENT: Final = frozenset({"SlowDown", "RequestTimeout", "OperationAborted"})
_NOT_IMPLEMENTED: Final = "NotImplemented"


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the client's own retries did not overcome into `Unavailable`."""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        if not _is_transient(error):
            raise
        message = "the object store is busy"
        raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS) from error


def error_code(error: ClientError) -> str:
    """Return S3's word for the error: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html."""
    return error.response.get("Error", {}).get("Code", "")


def is_missing(error: ClientError) -> bool:
    """Return whether there is no such object; S3 says so only to who may list the bucket, to others 403."""
    return error_code(error) in _MISSING


def delete_all_versions(client: S3Client, bucket: str, prefix: str) -> None:
    """
    Remove every version and delete marker of every key with the prefix.

    Raises:
        Unavailable: some could not be removed; to call again removes the rest.
    """
    for _ in range(_PAGES):
        # Always the first page: what was deleted is gone from it, and no marker names what no longer exists.
        with explained():
            versions = _versions(client.list_object_versions(Bucket=bucket, Prefix=prefix))
            if not versions:
                return
            _delete(client, bucket, versions)
    message = f"more than {_PAGES} pages of objects were to be removed"
    raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS)


def list_versions(client: S3Client, bucket: str, prefix: str) -> Iterator[tuple[str, str, datetime]]:
    """Yield key, version and time of every version with the prefix; no delete markers."""
    start: dict[str, str] = {}
    for _ in range(_PAGES):
        with explained():
            page = client.list_object_versions(Bucket=bucket, Prefix=prefix, **start)  # type: ignore[arg-type]  # markers
        for entry in page.get("Versions", []):
            yield entry["Key"], entry["VersionId"], entry["LastModified"]
        if not page.get("IsTruncated"):
            return
        start = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}


def _versions(page: ListObjectVersionsOutputTypeDef) -> list[ObjectIdentifierTypeDef]:
    # A page has at most 1,000 entries, which is what one DeleteObjects takes.
    entries = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
    return [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]


def _delete(client: S3Client, bucket: str, versions: list[ObjectIdentifierTypeDef]) -> None:
    answer = client.delete_objects(Bucket=bucket, Delete={"Objects": versions, "Quiet": True})
    failed = answer.get("Errors", [])
    if failed:
        message = f"{len(failed)} objects could not be removed ({failed[0].get('Code')})"
        raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS)


def _is_transient(error: ClientError | BotoCoreError) -> bool:
    if not isinstance(error, ClientError):
        return isinstance(error, ConnectionError | HTTPClientError | IncompleteReadError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error_code(error) in _TRANSIENT or (status >= _SERVER_ERROR and error_code(error) != _NOT_IMPLEMENTED)
