"""Clients, tables and buckets of an emulator, as the template makes them in the cloud."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_REGION: Final = "eu-west-1"
_CONFIG: Final = Config(
    connect_timeout=5,
    read_timeout=30,
    max_pool_connections=20,
)
# Version 4 signatures: the default for links still is version 2, which newer regions refuse.
_S3_CONFIG: Final = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))


def dynamodb_client(endpoint: str | None) -> DynamoDBClient:
    return boto3.client(  # noqa: TID251 - tests are a composition root as well
        "dynamodb",
        endpoint_url=endpoint,
        region_name=_REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the one key MiniStack knows
        config=_CONFIG,
    )


def s3_client(endpoint: str | None) -> S3Client:
    return boto3.client(  # noqa: TID251 - tests are a composition root as well
        "s3",
        endpoint_url=endpoint,
        region_name=_REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the one key MiniStack knows
        config=_S3_CONFIG,
    )


def create_table(client: DynamoDBClient) -> str:
    name = f"items-{secrets.token_hex(8)}"
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def create_bucket(client: S3Client) -> str:
    name = f"content-{secrets.token_hex(8)}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": _REGION})
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name
