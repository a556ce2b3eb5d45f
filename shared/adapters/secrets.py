"""Secrets of a deployment, from AWS Secrets Manager or the Parameter Store of Systems Manager."""

from __future__ import annotations

from functools import cache
from typing import Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shared.kernel.errors import Unavailable

_PARAMETER: Final = ":ssm:"
_CONFIG: Final = Config(connect_timeout=3, read_timeout=8, retries={"max_attempts": 3, "mode": "standard"})


@cache
def read_secret(arn: str) -> str:
    """
    Return the secret, or the parameter, with this ARN; read once per process.

    Raises:
        Unavailable: it could not be read.
    """
    try:
        if _PARAMETER in arn:
            return _parameter(arn)
        client = boto3.client("secretsmanager", config=_CONFIG)
        return str(client.get_secret_value(SecretId=arn)["SecretString"]).strip()
    except (BotoCoreError, ClientError, KeyError) as error:
        message = f"The secret could not be read ({type(error).__name__})."
        raise Unavailable(message) from None


def _parameter(arn: str) -> str:
    client = boto3.client("ssm", config=_CONFIG)
    return str(client.get_parameter(Name=arn, WithDecryption=True)["Parameter"]["Value"]).strip()
