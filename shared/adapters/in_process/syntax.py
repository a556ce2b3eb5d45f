"""The grammar of the definitions: members in PascalCase, and none that this engine does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler
from pydantic.alias_generators import to_pascal
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from shared.adapters.in_process.choices import Rule, parse_rule
from shared.adapters.in_process.faults import BadDefinition
from shared.adapters.in_process.paths import ReferencePath
from shared.adapters.in_process.templates import Template


class Syntax(BaseModel):
    """A part of a definition; a member this engine does not do is an error, never ignored."""

    model_config = ConfigDict(alias_generator=to_pascal, extra="forbid", frozen=True, strict=True)


def _path(value: object) -> ReferencePath:
    if not isinstance(value, str):
        message = "a path is text"
        raise BadDefinition(message)
    return ReferencePath.parse(value)


def _parted(value: object) -> object:
    """Part a rule of a Choice from where it leads."""
    if not isinstance(value, dict):
        return value
    return {"Rule": {name: inner for name, inner in value.items() if name != "Next"}, "Next": value.get("Next")}


@dataclass(frozen=True, slots=True)
class _Parsed:
    """Says how a value of ours is read from JSON, so that pydantic does not look into its class."""

    parse: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(self.parse)


Path = Annotated[ReferencePath, _Parsed(_path)]
Payload = Annotated[Template, _Parsed(Template.parse)]


class Option(Syntax):
    """One way out of a Choice: where to go if a rule holds."""

    rule: Annotated[Rule, _Parsed(parse_rule)]
    next: str


Choice = Annotated[Option, BeforeValidator(_parted)]
