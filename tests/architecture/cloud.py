"""A table, a bucket and a state machine on an emulator of AWS, for functions that run beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from shared.adapters.dynamodb import DynamoDbItems
from shared.adapters.patience import Backoff
from shared.adapters.s3 import S3Blobs, S3Uploads
from shared.adapters.step_functions import StepFunctionsPipelines
from shared.adapters.web import PublicWeb
from shared.bootstrap.engines import host
from tests.architecture.artefacts import functions, template
from tests.architecture.expansion import REGION
from tests.architecture.seeds import CloudEngines
from tests.contract.engines import aws
from tests.e2e.deploy import client

_DEFINITION: Final = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'
_ROLE: Final = "arn:aws:iam::000000000000:role/machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Where functions find what the template would have made for them."""

    endpoint: str
    table: str
    bucket: str
    machine: str

    def environment(self, function: str) -> dict[str, str]:
        """Return the variables that the template gives to the function, and Lambda to every function."""
        names = {**template()["Globals"]["Function"]["Environment"]["Variables"]}
        names |= functions()[function].get("Environment", {}).get("Variables", {})
        given = {name: self._value(name, str(value)) for name, value in names.items()}
        return given | {
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_ENDPOINT_URL": self.endpoint,
        }

    def clear(self) -> None:
        """Make the table empty again; what lies in the bucket lies there under its hash, or is put there anew."""
        with client("dynamodb", self.endpoint) as dynamodb:
            for page in dynamodb.get_paginator("scan").paginate(TableName=self.table):
                for item in page["Items"]:
                    dynamodb.delete_item(TableName=self.table, Key={"pk": item["pk"], "sk": item["sk"]})

    def _value(self, name: str, value: str) -> str:
        if name.endswith("_MACHINE_ARN"):
            return self.machine
        return {
            "TABLE_NAME": self.table,
            "BUCKET_NAME": self.bucket,
            "AUTHENTICATION": "none",
            "STAGE": "dev",
            "LOG_LEVEL": "INFO",
            "SEARCH_PROVIDERS": "none",
            "SEARCH_SECRET_ARN": "",
            "SCRAPE_PAGES": "300",
            "SCRAPE_DEPTH": "4",
            "SCRAPE_MEGABYTES": "256",
            "SCRAPE_MINUTES": "60",
            "SCRAPE_DELAY_MILLISECONDS": "0",
            "LANGUAGE_MODEL_PROVIDER": "none",
            "LANGUAGE_MODEL_ID": "",
            "LANGUAGE_MODEL_SECRET_ARN": "",
            "LANGUAGE_MODEL_URL": "",
            "LANGUAGE_MODEL_CALLS": "100",
            "LANGUAGE_MODEL_TOKENS": "500000",
        }.get(name, value)


@contextmanager
def cloud(endpoint: str) -> Iterator[Cloud]:
    """Lend a table and a bucket of their own, and host engines on them."""
    with ExitStack() as stack:
        dynamodb, s3, states = (
            stack.enter_context(client(name, endpoint)) for name in ("dynamodb", "s3", "stepfunctions")
        )
        table, bucket = aws.create_table(dynamodb), aws.create_bucket(s3)
        machine = states.create_state_machine(name=table, definition=_DEFINITION, roleArn=_ROLE)["stateMachineArn"]
        items = DynamoDbItems(dynamodb, table, Backoff())
        pipelines = StepFunctionsPipelines(states, {"connector": machine}, Backoff())
        hosted = CloudEngines(
            items=items, blobs=S3Blobs(s3, bucket), uploads=S3Uploads(s3, bucket), pipelines=pipelines, web=PublicWeb()
        )
        host(hosted)
        stack.callback(host, None)
        yield Cloud(endpoint=endpoint, table=table, bucket=bucket, machine=machine)
