"""The states of a machine, as its definition writes them (https://states-language.net)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from shared.adapters.in_process.faults import ALL, BadDefinition
from shared.adapters.in_process.paths import ROOT
from shared.adapters.in_process.retries import Catcher, Retrier
from shared.adapters.in_process.syntax import Choice, Path, Payload, Syntax

LAMBDA: Final = "arn:aws:states:::lambda:invoke"
EXECUTION: Final = "arn:aws:states:::states:startExecution.sync:2"

_PARAMETERS: Final = {
    LAMBDA: ("FunctionName", {"FunctionName", "Payload"}),
    EXECUTION: ("StateMachineArn", {"StateMachineArn", "Name", "Input"}),
}

TimeLimit = Annotated[int, Field(ge=1, le=99_999_999)]


class Common(Syntax):
    """What every state but Fail may say."""

    comment: str = ""
    input_path: Path | None = ROOT
    output_path: Path | None = ROOT


class Onward(Common):
    """A state that has a successor, or ends its machine."""

    next: str | None = None
    end: bool = False

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Onward:
        if (self.next is None) is not self.end:
            message = "a state has a Next, or End: true"
            raise BadDefinition(message)
        return self


class Producing(Onward):
    """A state that does work, which may fail, and puts its result into the data."""

    result_selector: Payload | None = None
    result_path: Path | None = ROOT
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()

    @model_validator(mode="after")
    def _wildcards_stand_alone_and_last(self) -> Producing:
        for entries in (self.retry, self.catch):
            names = [entry.error_equals for entry in entries]
            if any(ALL in some and (some != (ALL,) or place + 1 < len(names)) for place, some in enumerate(names)):
                message = "States.ALL stands alone, in the last entry"
                raise BadDefinition(message)
        return self


class Task(Producing):
    """Call a task, or run another machine to its end."""

    type: Literal["Task"]
    resource: Literal["arn:aws:states:::lambda:invoke", "arn:aws:states:::states:startExecution.sync:2"]
    timeout_seconds: TimeLimit = 99_999_999
    parameters: Payload

    @property
    def target(self) -> str:
        """The substitution that names the function or machine, such as `ScrapePlanFunctionArn`."""
        name = self.parameters.constant(_PARAMETERS[self.resource][0])
        return name.removeprefix("${").removesuffix("}") if isinstance(name, str) else ""

    @model_validator(mode="after")
    def _names_its_target(self) -> Task:
        _, allowed = _PARAMETERS[self.resource]
        needed = allowed - {"Payload"}
        if not needed <= self.parameters.members <= allowed or not self.target:
            message = f"Parameters of {self.resource} are {sorted(allowed)}, its target a constant"
            raise BadDefinition(message)
        return self


class Pass(Onward):
    """Put a constant, or a rearrangement of the data, into the data."""

    type: Literal["Pass"]
    parameters: Payload | None = None
    result: Any = None
    result_path: Path | None = ROOT


class ChoiceState(Common):
    """Go where the first rule that holds leads."""

    type: Literal["Choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    default: str | None = None


class Wait(Onward):
    """Let time pass."""

    type: Literal["Wait"]
    seconds: Annotated[int, Field(ge=0, le=99_999_999)] | None = None
    seconds_path: Path | None = None

    @model_validator(mode="after")
    def _knows_how_long(self) -> Wait:
        if (self.seconds is None) is (self.seconds_path is None):
            message = "a Wait has Seconds, or SecondsPath"
            raise BadDefinition(message)
        return self


class Succeed(Common):
    """The end, well."""

    type: Literal["Succeed"]


class Fail(Syntax):
    """The end, badly."""

    type: Literal["Fail"]
    comment: str = ""
    error: str = ""
    cause: str = ""


class Branch(Syntax):
    """States that begin at one of them."""

    comment: str = ""
    start_at: str
    states: dict[str, State]

    @model_validator(mode="after")
    def _every_successor_exists(self) -> Branch:
        for name, state in self.states.items():
            for successor in successors(state):
                if successor not in self.states:
                    message = f"{name} leads to {successor}, which does not exist"
                    raise BadDefinition(message)
        if self.start_at not in self.states:
            message = f"{self.start_at}, where to start, does not exist"
            raise BadDefinition(message)
        return self


class ProcessorConfig(Syntax):
    """How a Map runs its items: as part of this execution."""

    mode: Literal["INLINE"] = "INLINE"


class ItemProcessor(Branch):
    """What a Map does for every item."""

    processor_config: ProcessorConfig = ProcessorConfig()


class Map(Producing):
    """Do the same for every item of a list."""

    type: Literal["Map"]
    items_path: Path = ROOT
    item_selector: Payload | None = None
    max_concurrency: Annotated[int, Field(ge=0, le=40)] = 0
    item_processor: ItemProcessor


class Parallel(Producing):
    """Do several things at once."""

    type: Literal["Parallel"]
    parameters: Payload | None = None
    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]


State = Annotated[
    Task | Pass | ChoiceState | Wait | Succeed | Fail | Map | Parallel,
    Field(discriminator="type"),
]


class Definition(Branch):
    """A whole machine."""

    query_language: Literal["JSONPath"] = "JSONPath"
    timeout_seconds: TimeLimit = 99_999_999


def successors(state: State) -> list[str]:
    """Return the names of the states that may follow, those of the Catch included, in the definition's order."""
    names: list[str | None] = []
    if isinstance(state, ChoiceState):
        names += [*(option.next for option in state.choices), state.default]
    if isinstance(state, Onward):
        names += [state.next]
    if isinstance(state, Producing):
        names += [catcher.next for catcher in state.catch]
    return [name for name in names if name is not None]


def branches(state: State) -> tuple[Branch, ...]:
    """Return the states within the state, if it has any."""
    match state:
        case Map():
            return (state.item_processor,)
        case Parallel():
            return state.branches
    return ()
