"""The engines every suite of this folder runs against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from shared.adapters.dynamodb import DynamoDbItems
from shared.adapters.files import FileBlobs, FileUploads
from shared.adapters.patience import Backoff
from shared.adapters.s3 import S3Blobs, S3Uploads
from shared.adapters.sqlite import SqliteItems
from shared.ports.blobs import Blobs, UploadPlace, Uploads
from shared.ports.items import Items
from tests.contract.engines import aws
from tests.contract.engines.dynamodb_local import Missing, dynamodb_local
from tests.contract.engines.ministack import ministack
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_PATIENCE = Backoff(total=60)


@pytest.fixture(scope="session")
def ministack_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with ministack(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture(scope="session")
def ministack_dynamodb(ministack_address: str) -> Iterator[DynamoDBClient]:
    with closing(aws.dynamodb_client(ministack_address)) as client:
        yield client


@pytest.fixture(scope="session")
def ministack_s3(ministack_address: str) -> Iterator[S3Client]:
    with closing(aws.s3_client(ministack_address)) as client:
        yield client


@pytest.fixture(scope="session")
def local_dynamodb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DynamoDBClient]:
    try:
        with (
            dynamodb_local(tmp_path_factory.mktemp("dynamodb-local")) as address,
            closing(aws.dynamodb_client(address)) as client,
        ):
            yield client
    except Missing as reason:
        pytest.skip(f"DynamoDB Local: {reason}")


@pytest.fixture(scope="session")
def cloud_dynamodb() -> Iterator[DynamoDBClient]:
    """Lend a client that reaches nothing but moto: making one takes longer than a test."""
    with closing(aws.dynamodb_client(None)) as client:
        yield client


@pytest.fixture(scope="session")
def cloud_s3() -> Iterator[S3Client]:
    """Lend a client that reaches nothing but moto."""
    with closing(aws.s3_client(None)) as client:
        yield client


@pytest.fixture
def moto_dynamodb(cloud_dynamodb: DynamoDBClient) -> Iterator[DynamoDBClient]:
    with mock_aws():
        yield cloud_dynamodb


@pytest.fixture
def moto_s3(cloud_s3: S3Client) -> Iterator[S3Client]:
    with mock_aws():
        yield cloud_s3


@pytest.fixture
def sqlite_memory_items() -> Iterator[Items]:
    with closing(SqliteItems(":memory:")) as items:
        yield items


@pytest.fixture
def sqlite_file_items(tmp_path: Path) -> Iterator[Items]:
    with closing(SqliteItems(tmp_path / "items.sqlite")) as items:
        yield items


@pytest.fixture
def moto_items(moto_dynamodb: DynamoDBClient) -> Items:
    return DynamoDbItems(moto_dynamodb, aws.create_table(moto_dynamodb), _PATIENCE)


@pytest.fixture
def ministack_items(ministack_dynamodb: DynamoDBClient) -> Items:
    return DynamoDbItems(ministack_dynamodb, aws.create_table(ministack_dynamodb), _PATIENCE)


@pytest.fixture
def local_items(local_dynamodb: DynamoDBClient) -> Items:
    return DynamoDbItems(local_dynamodb, aws.create_table(local_dynamodb), _PATIENCE)


@pytest.fixture(params=["sqlite_memory", "sqlite_file", "moto", "ministack", "local"])
def items(request: pytest.FixtureRequest) -> Items:
    """Every engine."""
    engine: Items = request.getfixturevalue(f"{request.param}_items")
    return engine


@pytest.fixture(params=["sqlite_memory", "sqlite_file", "ministack", "local"])
def shared_items(request: pytest.FixtureRequest) -> Items:
    """The engines that keep their promises under parallel writers, which moto does not."""
    engine: Items = request.getfixturevalue(f"{request.param}_items")
    return engine


@pytest.fixture(params=["sqlite_memory", "local"])
def counting_items(request: pytest.FixtureRequest) -> Items:
    """The engines that count like DynamoDB; the emulators keep more digits than it does."""
    engine: Items = request.getfixturevalue(f"{request.param}_items")
    return engine


@pytest.fixture(params=["ministack", "local"])
def http_dynamodb(request: pytest.FixtureRequest) -> DynamoDBClient:
    """The emulators that know a transaction's token."""
    name = "ministack_dynamodb" if request.param == "ministack" else "local_dynamodb"
    client: DynamoDBClient = request.getfixturevalue(name)
    return client


@pytest.fixture(params=["moto_s3", "ministack_s3"])
def s3(request: pytest.FixtureRequest) -> S3Client:
    client: S3Client = request.getfixturevalue(request.param)
    return client


@pytest.fixture
def bucket(s3: S3Client) -> str:
    return aws.create_bucket(s3)


@pytest.fixture(params=["files", "moto_s3", "ministack_s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Every engine."""
    if request.param == "files":
        return FileBlobs(tmp_path)
    client: S3Client = request.getfixturevalue(request.param)
    return S3Blobs(client, aws.create_bucket(client))


@pytest.fixture(params=["files", "moto_s3", "ministack_s3"])
def uploads(request: pytest.FixtureRequest, tmp_path: Path) -> Uploads:
    """Every engine."""
    if request.param == "files":
        return FileUploads(tmp_path, "http://127.0.0.1:8000", _nobody_listens, clock=FakeClock())
    client: S3Client = request.getfixturevalue(request.param)
    return S3Uploads(client, aws.create_bucket(client))


def _nobody_listens(_place: UploadPlace) -> None:
    """Stand in for the host that starts the processing."""
