"""State machines in AWS Step Functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's

from shared.kernel.errors import Unavailable
from shared.kernel.hashing import Json, canonical
from shared.ports.clock import Patience
from shared.ports.pipelines import Machine, Outcome

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

_T = TypeVar("_T")

_SERVER_ERROR: Final = 500
_RETRY_AFTER_SECONDS: Final = 5
_TRANSIENT: Final = frozenset({"ExecutionLimitExceeded", "ThrottlingException", "TooManyRequestsException"})

_OUTCOMES: Final[Mapping[str, Outcome]] = {
    "RUNNING": "running",
    "PENDING_REDRIVE": "running",
    "SUCCEEDED": "succeeded",
    "FAILED": "failed",
    "TIMED_OUT": "failed",
    "ABORTED": "failed",
}


@dataclass(frozen=True, slots=True)
class StepFunctionsPipelines:
    """
    `Pipelines` of Standard state machines, whose ARNs are `arns`.

    An execution's ARN follows from its machine's and its name
    (https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html), so none is remembered.
    """

    client: SFNClient
    arns: Mapping[Machine, str]
    patience: Patience

    def start(self, machine: Machine, name: str, command: Mapping[str, Json]) -> None:
        """Start an execution called `name`; an existing one of that name, running or ended, stays as it is."""
        text = canonical(dict(command)).decode()
        try:
            self._insist(lambda: self.client.start_execution(stateMachineArn=self.arns[machine], name=name, input=text))
        except self.client.exceptions.ExecutionAlreadyExists:
            return

    def outcome(self, machine: Machine, name: str) -> Outcome:
        """Return how the execution is doing; Step Functions forgets it 90 days after its end."""
        arn = execution_arn(self.arns[machine], name)
        try:
            answer = self._insist(lambda: self.client.describe_execution(executionArn=arn))
        except self.client.exceptions.ExecutionDoesNotExist:
            return "absent"
        return _OUTCOMES[answer["status"]]

    def _insist(self, call: Callable[[], _T]) -> _T:
        attempt = 1
        while True:
            try:
                return call()
            except (ClientError, BotoCoreError) as error:
                if not _is_transient(error):
                    raise
                if not self.patience.wait(attempt):
                    message = "the pipelines are busy"
                    raise Unavailable(message, retry_after=_RETRY_AFTER_SECONDS) from error
            attempt += 1


def execution_arn(machine_arn: str, name: str) -> str:
    """Return the ARN of the execution called `name` of a machine, whose own ARN may name a version or an alias."""
    parts = machine_arn.split(":")
    return ":".join([*parts[:5], "execution", parts[6], name])


def _is_transient(error: ClientError | BotoCoreError) -> bool:
    """Return whether the same call may succeed later."""
    if not isinstance(error, ClientError):
        return isinstance(error, ConnectionError | HTTPClientError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error.response.get("Error", {}).get("Code", "") in _TRANSIENT or status >= _SERVER_ERROR
