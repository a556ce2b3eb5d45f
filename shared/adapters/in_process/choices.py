"""The rules of a Choice state."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from shared.adapters.in_process.faults import RUNTIME, BadDefinition, StateError
from shared.adapters.in_process.paths import ReferencePath, Unmatched
from shared.kernel.hashing import Json

_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the rules holds."""

    rules: tuple[Rule, ...]

    def holds(self, data: Json, context: Json) -> bool:
        """Return whether it does."""
        return all(rule.holds(data, context) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the rules holds."""

    rules: tuple[Rule, ...]

    def holds(self, data: Json, context: Json) -> bool:
        """Return whether it does."""
        return any(rule.holds(data, context) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Negation:
    """The rule does not hold."""

    rule: Rule

    def holds(self, data: Json, context: Json) -> bool:
        """Return whether it does."""
        return not self.rule.holds(data, context)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A node compared with a constant; a node of another type does not match."""

    variable: ReferencePath
    name: str
    operand: Json

    def holds(self, data: Json, context: Json) -> bool:
        """
        Return whether it does.

        Raises:
            StateError: the variable names nothing, and that is not the question.
        """
        try:
            value = self.variable.read(data, context)
        except Unmatched as error:
            if self.name == "IsPresent":
                return self.operand is False
            raise StateError(RUNTIME, f"a Choice asks for {error}") from error
        return _TESTS[self.name](value) is self.operand if self.name in _TESTS else self._compares(value)

    def _compares(self, value: Json) -> bool:
        kind, compare = _COMPARISONS[self.name]
        return _is(value, kind) and compare(value, self.operand)


Rule: TypeAlias = All | AnyOf | Negation | Comparison


def parse_rule(value: Mapping[str, Json], depth: int = _DEPTH) -> Rule:
    """
    Return the rule written as `value`, without its `Next`.

    Raises:
        BadDefinition: it is no rule, or uses an operator we do not have.
    """
    match {key: inner for key, inner in value.items() if key != "Comment"}:
        case {"And": list(rules), **rest} if not rest and depth and rules:
            return All(_nested(rules, depth))
        case {"Or": list(rules), **rest} if not rest and depth and rules:
            return AnyOf(_nested(rules, depth))
        case {"Not": dict(rule), **rest} if not rest and depth:
            return Negation(parse_rule(rule, depth - 1))
        case {"Variable": str(variable), **rest} if len(rest) == 1:
            [(name, operand)] = rest.items()
            if name in _TESTS and isinstance(operand, bool):
                return Comparison(ReferencePath.parse(variable), name, operand)
            if name in _COMPARISONS and _is(operand, _COMPARISONS[name][0]):
                return Comparison(ReferencePath.parse(variable), name, operand)
    message = f"a Choice has a rule that is not supported: {sorted(value)}"
    raise BadDefinition(message)


def _nested(rules: list[Json], depth: int) -> tuple[Rule, ...]:
    return tuple(parse_rule(rule if isinstance(rule, dict) else {}, depth - 1) for rule in rules)


def _is(value: Json, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


_NUMBER: Final = (int, float)

_COMPARISONS: Final[Mapping[str, tuple[type | tuple[type, ...], Callable[..., bool]]]] = {
    "BooleanEquals": (bool, operator.is_),
    "StringEquals": (str, operator.eq),
    "StringLessThan": (str, operator.lt),
    "StringLessThanEquals": (str, operator.le),
    "StringGreaterThan": (str, operator.gt),
    "StringGreaterThanEquals": (str, operator.ge),
    "NumericEquals": (_NUMBER, operator.eq),
    "NumericLessThan": (_NUMBER, operator.lt),
    "NumericLessThanEquals": (_NUMBER, operator.le),
    "NumericGreaterThan": (_NUMBER, operator.gt),
    "NumericGreaterThanEquals": (_NUMBER, operator.ge),
}

_TESTS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "IsPresent": lambda _: True,
    "IsNull": lambda value: value is None,
    "IsBoolean": lambda value: isinstance(value, bool),
    "IsString": lambda value: isinstance(value, str),
    "IsNumeric": lambda value: _is(value, _NUMBER),
}
