"""Blobs and uploads in one versioned Amazon S3 bucket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypedDict
from urllib.parse import quote

from botocore.exceptions import ClientError

from shared.adapters.blob_names import check_digest, folder_name, no_blob
from shared.adapters.clock import SystemClock
from shared.adapters.s3_objects import delete_all_versions, error_code, explained, is_missing, list_versions
from shared.domain.upload_place import object_key, uploads_prefix
from shared.kernel.errors import NotFound, TooLarge
from shared.kernel.hashing import digest as digest_of
from shared.ports.blobs import RENEWAL, KeptBlob, UploadPlace
from shared.ports.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_ASCII_TEXT: Final = re.compile(r'[^ -~]|["\\]')
_EXISTS: Final = "PreconditionFailed"
# Somebody is writing the same bytes this moment, or the store knows no conditional writes.
_UNDECIDED: Final = frozenset({"ConditionalRequestConflict", "NotImplemented"})


class _Condition(TypedDict, total=False):
    IfNoneMatch: str


@dataclass(frozen=True, slots=True)
class S3Blobs:
    """`Blobs` as `blobs/{space}/{digest}`, where a space that is no plain word is named by its hash."""

    client: S3Client
    bucket: str
    clock: Clock = field(default_factory=SystemClock)

    def put(self, space: str, data: bytes) -> str:
        """Keep `data` and return its digest; bytes kept lately get no second version."""
        digest = digest_of(data)
        key = _key(space, digest)
        try:
            self._put(key, data, {"IfNoneMatch": "*"})
        except ClientError as error:
            if error_code(error) not in {*_UNDECIDED, _EXISTS}:
                raise
            if error_code(error) in _UNDECIDED or self._is_old(key):
                self._put(key, data, {})
        return digest

    def list(self, space: str) -> Iterator[KeptBlob]:
        """Yield everything in the space, each version of its own."""
        for key, version, kept in list_versions(self.client, self.bucket, _key(space, "")):
            yield KeptBlob(key.rpartition("/")[2], kept, version)

    def remove(self, space: str, blob: KeptBlob) -> None:
        """Remove one version; a newer one is what the bytes being kept again has made."""
        with explained():
            self.client.delete_object(Bucket=self.bucket, Key=_key(space, blob.digest), VersionId=blob.version)

    def _is_old(self, key: str) -> bool:
        try:
            with explained():
                found = self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if not is_missing(error):
                raise
            return True
        return self.clock.now() - found["LastModified"] >= RENEWAL

    def get(self, space: str, digest: str) -> bytes:
        """Return the bytes, or raise `NotFound`."""
        check_digest(space, digest)
        try:
            with explained():
                return self.client.get_object(Bucket=self.bucket, Key=_key(space, digest))["Body"].read()
        except ClientError as error:
            if not is_missing(error):
                raise
            raise no_blob(space, digest) from error

    def delete_space(self, space: str) -> None:
        """Remove everything in the space, all versions included; an unknown space is no error."""
        delete_all_versions(self.client, self.bucket, _key(space, ""))

    def link(self, space: str, digest: str, *, filename: str, media_type: str, seconds: int) -> str:
        """Return a presigned address that downloads the bytes, under `filename`, for that long."""
        parameters = {
            "Bucket": self.bucket,
            "Key": _key(space, digest),
            "ResponseContentDisposition": _attachment(filename),
            "ResponseContentType": media_type,
        }
        return self.client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)

    def _put(self, key: str, data: bytes, condition: _Condition) -> None:
        with explained():
            self.client.put_object(Bucket=self.bucket, Key=key, Body=data, **condition)


@dataclass(frozen=True, slots=True)
class S3Uploads:
    """`Uploads` at their object keys; the bucket's notification starts their processing."""

    client: S3Client
    bucket: str

    def put(self, place: UploadPlace, data: bytes) -> None:
        """Keep the upload as the newest version at its place."""
        with explained():
            self.client.put_object(Bucket=self.bucket, Key=object_key(place), Body=data)

    def get(self, place: UploadPlace, *, limit: int) -> bytes:
        """Return the upload's bytes; raise `NotFound`, or `TooLarge` before reading more than `limit`."""
        try:
            with explained():
                answer = self.client.get_object(Bucket=self.bucket, Key=object_key(place))
                if answer["ContentLength"] <= limit:
                    return answer["Body"].read()
        except ClientError as error:
            if not is_missing(error):
                raise
            message = f"there is no upload {place.filename!r}"
            raise NotFound(message, code="upload_not_found") from error
        answer["Body"].close()
        message = f"the upload {place.filename!r} has more than {limit} bytes"
        raise TooLarge(message, code="upload_too_large")

    def exists(self, place: UploadPlace) -> bool:
        """Return whether something lies there."""
        return self._newest(place) is not None

    def is_newest(self, place: UploadPlace, version: str) -> bool:
        """Return whether what lies there is that version; True where the bucket keeps no versions."""
        return not version or self._newest(place) in {"", version}

    def _newest(self, place: UploadPlace) -> str | None:
        """Return the version that lies there, "" in a bucket without versions, or None when nothing does."""
        try:
            with explained():
                found = self.client.head_object(Bucket=self.bucket, Key=object_key(place))
        except ClientError as error:
            if not is_missing(error):
                raise
            return None
        return found.get("VersionId") or ""

    def delete(self, session_id: str) -> None:
        """Remove all uploads of the session, all versions included."""
        delete_all_versions(self.client, self.bucket, uploads_prefix(session_id))

    def link(self, place: UploadPlace, *, seconds: int) -> str:
        """Return a presigned address to which the bytes may be PUT for that long."""
        parameters = {"Bucket": self.bucket, "Key": object_key(place)}
        return self.client.generate_presigned_url("put_object", Params=parameters, ExpiresIn=seconds)


def _key(space: str, digest: str) -> str:
    return f"blobs/{folder_name(space)}/{digest}"


def _attachment(filename: str) -> str:
    """Return a Content-Disposition (RFC 6266) with the name in ASCII for old readers and in UTF-8 for the others."""
    plain = _NOT_ASCII_TEXT.sub("_", filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='', errors='replace')}"
