"""The engines in the cloud: DynamoDB, S3, Step Functions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from shared.adapters.patience import Backoff
from shared.bootstrap.settings import Settings
from shared.ports.blobs import Blobs, Uploads
from shared.ports.items import Items
from shared.ports.pipelines import Pipelines
from shared.ports.web import Web

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_s3 import S3Client

    from shared.bootstrap.outside import Outside

LAMBDA_BODY_LIMIT: Final = 6 * 1024 * 1024
"""What Lambda takes as one request (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""


class AwsEngines:
    """Adapters of one execution environment; each client is built when the first use needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.authentication = settings.authentication
        self.body_limit = LAMBDA_BODY_LIMIT
        self.openapi = settings.stage != "prod"

    @cached_property
    def items(self) -> Items:
        """The item store: one DynamoDB table."""
        import boto3

        from shared.adapters.dynamodb import DynamoDbItems

        client = boto3.client("dynamodb", config=patient())
        return DynamoDbItems(client, self._settings.table, Backoff())

    @cached_property
    def blobs(self) -> Blobs:
        """The blob store: the bucket."""
        from shared.adapters.s3 import S3Blobs

        return S3Blobs(self._s3, self._settings.bucket)

    @cached_property
    def uploads(self) -> Uploads:
        """The uploads: the bucket."""
        from shared.adapters.s3 import S3Uploads

        return S3Uploads(self._s3, self._settings.bucket)

    @cached_property
    def pipelines(self) -> Pipelines:
        """The state machines."""
        import boto3

        from shared.adapters.step_functions import StepFunctionsPipelines

        client = boto3.client("stepfunctions", config=patient())
        return StepFunctionsPipelines(client, self._settings.machines, Backoff())

    @cached_property
    def web(self) -> Web:
        """The public web."""
        from shared.adapters.web import PublicWeb

        return PublicWeb()

    @cached_property
    def outside(self) -> Outside:
        """What else there is."""
        from shared.bootstrap.outside import outside

        return outside()

    @cached_property
    def _s3(self) -> S3Client:
        import boto3

        return boto3.client("s3", config=patient(signature_version="s3v4"))


def patient(*, signature_version: str | None = None) -> Config:
    """Return the settings of every client: whatever happens, it answers before the caller is given up on."""
    from botocore.config import Config

    # Shorter than an HTTP API's 30 seconds, so that a stuck store becomes an answer and not a timeout.
    return Config(
        connect_timeout=3,
        read_timeout=8,
        retries={"max_attempts": 3, "mode": "standard"},
        signature_version=signature_version,
    )
