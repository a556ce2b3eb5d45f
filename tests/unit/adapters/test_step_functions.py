"""The adapter against Step Functions as moto keeps it, and against answers that moto never gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from shared.adapters.step_functions import StepFunctionsPipelines, execution_arn
from shared.kernel.errors import Unavailable
from shared.ports.pipelines import Machine, Outcome
from tests.fakes.patience import FakePatience

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

ARN = "arn:aws:states:eu-central-1:123456789012:stateMachine:scrape"
ARNS: dict[Machine, str] = {"scrape": ARN}
STARTED = {"executionArn": "x", "startDate": 0}


@pytest.fixture(name="client")
def _client() -> Iterator[SFNClient]:
    with mock_aws():
        client = boto3.session.Session(region_name="eu-central-1").client("stepfunctions")
        role = "arn:aws:iam::123456789012:role/machine"
        definition = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
        client.create_state_machine(name="scrape", definition=definition, roleArn=role)
        yield client


def test_an_execution_is_started_once_under_its_name(client: SFNClient) -> None:
    pipelines = StepFunctionsPipelines(client, ARNS, FakePatience())
    pipelines.start("scrape", "job", {"b": "ä", "a": 1})
    pipelines.start("scrape", "job", {"other": True})

    [execution] = client.list_executions(stateMachineArn=ARN)["executions"]
    kept = client.describe_execution(executionArn=execution["executionArn"])
    assert (kept["name"], kept["input"]) == ("job", '{"a":1,"b":"ä"}')
    assert kept["executionArn"] == execution_arn(ARN, "job")


def test_an_execution_that_was_never_started_is_absent(client: SFNClient) -> None:
    assert StepFunctionsPipelines(client, ARNS, FakePatience()).outcome("scrape", "job") == "absent"


def test_a_running_execution_and_one_that_was_aborted(client: SFNClient) -> None:
    pipelines = StepFunctionsPipelines(client, ARNS, FakePatience())
    pipelines.start("scrape", "job", {})
    before = pipelines.outcome("scrape", "job")
    client.stop_execution(executionArn=execution_arn(ARN, "job"))

    assert (before, pipelines.outcome("scrape", "job")) == ("running", "failed")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("SUCCEEDED", "succeeded"), ("FAILED", "failed"), ("TIMED_OUT", "failed"), ("PENDING_REDRIVE", "running")],
)
def test_every_status_has_an_outcome(client: SFNClient, status: str, outcome: Outcome) -> None:
    with Stubber(client) as stub:
        answer = {"executionArn": "x", "stateMachineArn": ARN, "status": status, "startDate": 0}
        stub.add_response("describe_execution", answer, {"executionArn": execution_arn(ARN, "job")})

        assert StepFunctionsPipelines(client, ARNS, FakePatience()).outcome("scrape", "job") == outcome


@pytest.mark.parametrize("code", ["ThrottlingException", "ExecutionLimitExceeded", "TooManyRequestsException"])
def test_a_throttled_start_is_tried_again(client: SFNClient, code: str) -> None:
    patience = FakePatience()
    with Stubber(client) as stub:
        stub.add_client_error("start_execution", code, http_status_code=400)
        stub.add_response("start_execution", STARTED, {"stateMachineArn": ARN, "name": "job", "input": "{}"})
        StepFunctionsPipelines(client, ARNS, patience).start("scrape", "job", {})

        stub.assert_no_pending_responses()
    assert patience.waited == [1]


def test_a_service_that_stays_busy_is_unavailable(client: SFNClient) -> None:
    patience = FakePatience(tries=2)
    with Stubber(client) as stub:
        for _ in range(3):
            stub.add_client_error("start_execution", "InternalServerError", http_status_code=500)

        with pytest.raises(Unavailable, match="the pipelines are busy"):
            StepFunctionsPipelines(client, ARNS, patience).start("scrape", "job", {})
    assert patience.waited == [1, 2, 3]


def test_an_error_of_ours_is_not_hidden(client: SFNClient) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("start_execution", "InvalidExecutionInput", http_status_code=400)

        with pytest.raises(ClientError, match="InvalidExecutionInput"):
            StepFunctionsPipelines(client, ARNS, FakePatience()).start("scrape", "job", {})


def test_a_service_that_cannot_be_reached_is_unavailable() -> None:
    session = boto3.session.Session("key", "secret", region_name="eu-central-1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        client = session.client("stepfunctions", endpoint_url="http://127.0.0.1:9")

    with pytest.raises(Unavailable, match="the pipelines are busy"):
        StepFunctionsPipelines(client, ARNS, FakePatience()).outcome("scrape", "job")


@pytest.mark.parametrize("suffix", ["", ":live", ":3"])
def test_an_execution_s_arn_follows_from_its_machine_s(suffix: str) -> None:
    expected = "arn:aws:states:eu-central-1:123456789012:execution:scrape:job"

    assert execution_arn(ARN + suffix, "job") == expected
