"""Stacks on the emulator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import WaiterError

from tests.architecture.expansion import REGION
from tests.e2e.package import BUCKET, packaged

_CONFIG = Config(connect_timeout=5, read_timeout=60, s3={"addressing_style": "path"})
_WAIT: Final = {"Delay": 1, "MaxAttempts": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """
    Where a deployed stack is found: the emulator, the HTTP API on it, and the stack's outputs.

    `resources` are the names that the stack's resources were given, by logical id.
    """

    endpoint: str
    api: str
    outputs: Mapping[str, str]
    resources: Mapping[str, str]


@contextmanager
def client(service: str, endpoint: str) -> Iterator[Any]:
    """Lend a client of one of the emulator's services."""
    lent = boto3.client(  # type: ignore[call-overload]  # noqa: TID251 - tests are a composition root as well
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="tests",
        aws_secret_access_key="tests",  # noqa: S106 - emulators accept any
        config=_CONFIG,
    )
    try:
        yield lent
    finally:
        lent.close()


def upload(endpoint: str, runtime: Path) -> str:
    """Package the built template for the emulator, and return its address there."""
    with client("s3", endpoint) as s3:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        document = packaged(s3, endpoint, runtime)
        s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(document).encode())
    return f"{endpoint}/{BUCKET}/template.json"


def deploy(endpoint: str, template: str, name: str, parameters: Mapping[str, str]) -> Deployment:
    """
    Create the stack.

    Raises:
        RuntimeError: it could not be created; the message says why.
        botocore.exceptions.ClientError: the template refuses the parameters.
    """
    with client("cloudformation", endpoint) as formation:
        formation.create_stack(
            StackName=name,
            TemplateURL=template,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
        try:
            formation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=_WAIT)
        except WaiterError as error:
            raise RuntimeError(_reasons(formation.describe_stack_events(StackName=name)["StackEvents"])) from error
        return _deployment(formation, endpoint, name)


def _deployment(formation: Any, endpoint: str, name: str) -> Deployment:  # noqa: ANN401 - as `client`
    [stack] = formation.describe_stacks(StackName=name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=name)
    listed = [resource for page in pages for resource in page["StackResourceSummaries"]]
    resources = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in listed}
    # By path, since not every resolver knows names below localhost.
    api = f"{endpoint}/_aws/execute-api/{resources['HttpApi']}/$default"
    return Deployment(endpoint=endpoint, api=api, outputs=outputs, resources=resources)


def _reasons(events: Sequence[Mapping[str, Any]]) -> str:
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "; ".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed)
