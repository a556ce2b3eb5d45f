"""What a versioned bucket adds to the contract: versions, presigned links, failures."""

from __future__ import annotations

import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shared.adapters.clock import SystemClock
from shared.adapters.s3 import S3Blobs, S3Uploads
from shared.domain.upload_place import place_of
from shared.kernel.errors import TooLarge, Unavailable
from shared.ports.blobs import UploadPlace
from tests.contract.engines import aws
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SPACE = "01a1f906-291a-7315-918d-af597943bfdc"
PLACE = UploadPlace(session_id="session", document_id="document", filename="Überblick 100%.yaml")


def versions(client: S3Client, bucket: str) -> list[str]:
    """Return the key of every version and delete marker."""
    listing = client.list_object_versions(Bucket=bucket)
    return [entry["Key"] for entry in [*listing.get("Versions", []), *listing.get("DeleteMarkers", [])]]


def fetch(url: str, data: bytes | None = None) -> tuple[bytes, dict[str, str]]:
    request = urllib.request.Request(url, data=data, method="GET" if data is None else "PUT")  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def test_bytes_kept_twice_have_one_version(s3: S3Client, bucket: str) -> None:
    digests = [S3Blobs(s3, bucket).put(SPACE, b"same") for _ in range(3)]

    assert versions(s3, bucket) == [f"blobs/{SPACE}/{digests[0]}"]


def test_old_bytes_that_are_kept_again_outlive_the_removal_of_what_was_listed(s3: S3Client, bucket: str) -> None:
    blobs = S3Blobs(s3, bucket)
    digest = blobs.put(SPACE, b"wanted again")
    listed = list(blobs.list(SPACE))
    later = FakeClock(SystemClock().now() + timedelta(days=2))

    S3Blobs(s3, bucket, later).put(SPACE, b"wanted again")
    for blob in listed:
        blobs.remove(SPACE, blob)

    assert blobs.get(SPACE, digest) == b"wanted again"
    assert [blob.digest for blob in blobs.list(SPACE)] == [digest]


def test_a_deleted_space_leaves_no_version(s3: S3Client, bucket: str) -> None:
    blobs = S3Blobs(s3, bucket)
    digest = blobs.put(SPACE, b"x")
    s3.put_object(Bucket=bucket, Key=f"blobs/{SPACE}/{digest}", Body=b"x")
    s3.delete_object(Bucket=bucket, Key=f"blobs/{SPACE}/{digest}")
    other = blobs.put("other-space", b"x")
    blobs.delete_space(SPACE)

    assert versions(s3, bucket) == [f"blobs/other-space/{other}"]


def test_deleted_uploads_leave_no_version(s3: S3Client, bucket: str) -> None:
    uploads = S3Uploads(s3, bucket)
    for data in (b"1", b"2", b"3"):
        uploads.put(PLACE, data)
    s3.delete_object(Bucket=bucket, Key="uploads/session/document/Überblick 100%25.yaml")
    assert len(versions(s3, bucket)) == 4
    uploads.delete("session")

    assert versions(s3, bucket) == []


class SmallPages:
    """A client whose listings hold two entries, as others hold a thousand."""

    def __init__(self, client: S3Client) -> None:
        self._client = client
        self.delete_objects = client.delete_objects

    def list_object_versions(self, **request: Any) -> object:  # noqa: ANN401 - whatever the adapter sends
        return self._client.list_object_versions(**request, MaxKeys=2)


def test_more_versions_than_a_page_holds_are_deleted(s3: S3Client, bucket: str) -> None:
    for number in range(9):
        s3.put_object(Bucket=bucket, Key=f"blobs/{SPACE}/{number % 4}", Body=b"")
    s3.delete_object(Bucket=bucket, Key=f"blobs/{SPACE}/0")
    s3.put_object(Bucket=bucket, Key="blobs/other-space/0", Body=b"")
    small: Any = SmallPages(s3)
    S3Blobs(small, bucket).delete_space(SPACE)

    assert versions(s3, bucket) == ["blobs/other-space/0"]


def test_the_key_of_an_upload_names_its_place(s3: S3Client, bucket: str) -> None:
    S3Uploads(s3, bucket).put(PLACE, b"x")
    [key] = versions(s3, bucket)

    assert key == "uploads/session/document/Überblick 100%25.yaml"
    assert place_of(key) == PLACE


def test_a_link_downloads_under_a_name(ministack_s3: S3Client) -> None:
    blobs = S3Blobs(ministack_s3, aws.create_bucket(ministack_s3))
    digest = blobs.put(SPACE, b"<b>")
    url = blobs.link(SPACE, digest, filename='Über"sicht.html', media_type="text/plain; charset=utf-8", seconds=60)
    body, headers = fetch(url)

    assert body == b"<b>"
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert headers["content-disposition"] == (
        "attachment; filename=\"_ber_sicht.html\"; filename*=UTF-8''%C3%9Cber%22sicht.html"
    )


def test_a_link_expires_when_asked(ministack_s3: S3Client) -> None:
    url = S3Uploads(ministack_s3, "content").link(PLACE, seconds=77)

    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["77"]


@pytest.mark.parametrize("filename", [PLACE.filename, "..", "a/b?c#d", "%2E%2E", "漢字"])
def test_what_is_put_to_a_link_is_an_upload(ministack_s3: S3Client, filename: str) -> None:
    uploads = S3Uploads(ministack_s3, aws.create_bucket(ministack_s3))
    place = UploadPlace(session_id="a/../b", document_id="..", filename=filename)
    fetch(uploads.link(place, seconds=60), b"through the link")

    assert uploads.get(place, limit=100) == b"through the link"


class Body:
    """An answer's body that must not be read."""

    closed = False

    def read(self) -> bytes:
        raise AssertionError

    def close(self) -> None:
        self.closed = True


class Answers:
    """An S3 client that answers every call with one thing, or raises it."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.requests: list[dict[str, Any]] = []

    def _answer(self, **request: Any) -> object:  # noqa: ANN401 - whatever the adapter sends
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    get_object = put_object = delete_objects = _answer


def error(code: str, status: int) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Call")  # type: ignore[typeddict-item]


def test_too_large_an_upload_is_not_read() -> None:
    body = Body()
    client: Any = Answers({"ContentLength": 11, "Body": body})
    with pytest.raises(TooLarge, match="has more than 10 bytes"):
        S3Uploads(client, "bucket").get(PLACE, limit=10)

    assert body.closed


@pytest.mark.parametrize(
    "failure",
    [
        error("SlowDown", 503),
        error("InternalError", 500),
        error("", 502),
        error("RequestTimeout", 400),
        EndpointConnectionError(endpoint_url="https://example.invalid"),
    ],
    ids=str,
)
def test_a_failing_store_is_unavailable(failure: Exception) -> None:
    client: Any = Answers(*[failure] * 4)
    blobs, uploads = S3Blobs(client, "bucket"), S3Uploads(client, "bucket")
    for call in (
        lambda: blobs.put(SPACE, b""),
        lambda: blobs.get(SPACE, "0" * 64),
        lambda: uploads.put(PLACE, b""),
        lambda: uploads.get(PLACE, limit=1),
    ):
        with pytest.raises(Unavailable, match="the object store is busy"):
            call()

    assert client.answers == []


@pytest.mark.parametrize("failure", [error("ConditionalRequestConflict", 409), error("NotImplemented", 501)], ids=str)
def test_a_store_that_will_not_decide_is_written_unconditionally(failure: Exception) -> None:
    client: Any = Answers(failure, {})
    S3Blobs(client, "bucket").put(SPACE, b"x")

    assert [request.get("IfNoneMatch") for request in client.requests] == ["*", None]


def test_a_refusal_is_raised_as_it_is() -> None:
    client: Any = Answers(error("AccessDenied", 403))
    with pytest.raises(ClientError, match="AccessDenied"):
        S3Blobs(client, "bucket").put(SPACE, b"x")


def test_versions_that_could_not_be_removed_are_reported(moto_s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = aws.create_bucket(moto_s3)
    blobs = S3Blobs(moto_s3, bucket)
    blobs.put(SPACE, b"x")
    with monkeypatch.context() as patch:
        patch.setattr(moto_s3, "delete_objects", lambda **_: {"Errors": [{"Code": "InternalError", "Key": "secret"}]})
        with pytest.raises(Unavailable, match=r"1 objects could not be removed \(InternalError\)"):
            blobs.delete_space(SPACE)

    blobs.delete_space(SPACE)
    assert versions(moto_s3, bucket) == []
